"""Two rows that are one person become one, and can be two again.

Nothing that was written is copied from one row to the other: enrolments change their person, so that undoing
gives back exactly what was there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.enrolment import services
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import lock_runs
from courses.enrolment.states import ACTIVE, HOLDS_PLACE, State
from courses.people.access import Reach
from courses.people.models import Merge, NotTheSame, Person
from portal import clock

_FURTHEST = (State.COMPLETED, State.ATTENDING, State.CONFIRMED, State.OFFERED)


@transaction.atomic
def merge_people(*, kept: Person, merged: Person, user: User) -> Merge:
    """Two rows are one person: the enrolments of ``merged`` become those of ``kept``, whose contact is used.

    Where both ask for the same group, the enrolment that holds a place (else the earlier one) stays and the
    others are joined with it. Doing it twice is doing it once. Raises :class:`Refused` (``state``) for who may
    not, or when one of them was joined with somebody else meanwhile; ``busy`` when others are using the runs.
    """
    kept, merged = _lock(kept, merged)
    existing = Merge.objects.filter(kept=kept, merged=merged, undone_at=None).first()
    if existing is not None:
        return existing
    _check_rights(user, kept, merged)
    if kept.pk == merged.pk or kept.merged_into_id or merged.merged_into_id:
        raise Refused(pgettext("staff", "These two can't be joined."), code="state")
    moved = list(merged.enrolments.order_by("pk").values_list("pk", flat=True))
    Enrolment.objects.filter(pk__in=moved).update(person=kept)
    settled = _settle(kept, user)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    return Merge.objects.create(
        kept=kept, merged=merged, moved_enrolments=moved, settled_enrolments=settled, user=user, at=clock.now()
    )


@transaction.atomic
def undo_merge(*, merge: Merge, user: User) -> Merge:
    """They were two after all: enrolments go back to whose they were, what was joined is open again.

    Doing it twice is doing it once. Raises :class:`Refused` (``state``) for who may not, and when the person
    who was kept has been joined with somebody else since: that is undone first.
    """
    kept, merged = _lock(merge.kept, merge.merged)
    locked = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    if locked.undone_at is not None:
        return locked
    if kept.merged_into_id:
        raise Refused(
            pgettext("staff", "This person was joined with another one later. Undo that first."), code="state"
        )
    _check_rights(user, kept, merged)
    Enrolment.objects.filter(pk__in=locked.moved_enrolments, person=kept).update(person=merged)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    for enrolment in Enrolment.objects.filter(pk__in=locked.settled_enrolments, state=State.MERGED).order_by("pk"):
        services.restore_enrolment(enrolment=enrolment, user=user)
    locked.undone_at, locked.undone_by = clock.now(), user
    locked.save(update_fields=["undone_at", "undone_by"])
    return locked


@transaction.atomic
def keep_apart(*, one: Person, other: Person, user: User) -> NotTheSame:
    """Staff have looked at two people and found them to be two: they are not suggested again.

    What was held back as a repetition of the other's enrolment takes its turn now. Raises :class:`Refused`
    (``state``) for who may not.
    """
    if one.pk == other.pk:
        raise Refused(pgettext("staff", "These two can't be joined."), code="state")
    _check_rights(user, one, other)
    first, second = sorted((one, other), key=lambda person: person.pk)
    pair, _created = NotTheSame.objects.get_or_create(
        one=first, other=second, defaults={"user": user, "at": clock.now()}
    )
    both = [one, other]
    for held_back in Enrolment.objects.filter(person__in=both, duplicate_of__person__in=both, suspicion=""):
        services.clear_suspicion(enrolment=held_back, user=user)
    return pair


def _lock(kept: Person, merged: Person) -> tuple[Person, Person]:
    """Lock the runs of both, their enrolments, then both people, as every step does; each in primary-key order."""
    runs = _runs_of(kept, merged)
    lock_runs(runs)
    enrolments = Enrolment.objects.select_for_update(no_key=True).filter(person__in=[kept, merged])
    list(enrolments.order_by("pk").values_list("pk"))
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    people = {person.pk: person for person in rows}
    if _runs_of(kept, merged) - runs:
        raise Refused(_("Many people are using this at the moment. Please try again."), code="busy")
    return people[kept.pk], people[merged.pk]


def _runs_of(*people: Person) -> set[int]:
    enrolments = Enrolment.objects.filter(person__in=people).exclude(run=None)
    return set(enrolments.values_list("run_id", flat=True))


def _check_rights(user: User, *people: Person) -> None:
    centres = set(Enrolment.objects.filter(person__in=people).values_list("centre_id", flat=True))
    if not Reach.of(user).may_join(centres):
        raise Refused(pgettext("staff", "Only a coordinator joins people of several centres."), code="state")


def _settle(person: Person, user: User) -> list[int]:
    """Leave one enrolment a group (or a wish): join the others with it and return their primary keys."""
    groups: dict[tuple[int | str | None, ...], list[Enrolment]] = defaultdict(list)
    for enrolment in person.enrolments.filter(state__in=ACTIVE | HOLDS_PLACE).order_by("submitted_at", "pk"):
        wish = (enrolment.course_id, enrolment.county_id) if enrolment.run_id is None else ()
        groups[(enrolment.run_id, *wish)].append(enrolment)
    settled = []
    for enrolments in groups.values():
        stays = _furthest(enrolments)
        for enrolment in enrolments:
            if enrolment is not stays and enrolment.state in ACTIVE:
                services.merge_enrolment(enrolment=enrolment, into=stays, user=user)
                settled.append(enrolment.pk)
    return settled


def _furthest(enrolments: Iterable[Enrolment]) -> Enrolment:
    """Return the one that is nearest to the end of a course; of several the first."""
    order = {state: rank for rank, state in enumerate(_FURTHEST)}
    return min(enrolments, key=lambda enrolment: order.get(State(enrolment.state), len(order)))
