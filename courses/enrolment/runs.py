"""What happens to the people of a run when the run itself changes: its places, its end, its beginning."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import npgettext, pgettext

from courses.catalogue.models import Run
from courses.enrolment.codes import Priority
from courses.enrolment.errors import Refused
from courses.enrolment.models import CANCELLED, Enrolment
from courses.enrolment.other_groups import other_groups
from courses.enrolment.places import free_places, lock_run, lock_runs
from courses.enrolment.promotion import promote, takes_people
from courses.enrolment.records import Event
from courses.enrolment.services.moving import MOVED, move_to
from courses.enrolment.states import Actor, Verb, transition_for
from courses.enrolment.steps import entry, finish
from portal import clock
from portal.directory.models import Centre

_ELIGIBLE_UNKNOWN = Q(status_then="")


@transaction.atomic
def resize_run(*, run: Run, capacity: int, user: User | None) -> Run:
    """Change how many places a run has. More places go to the waiting list at once, in its order.

    Whoever holds a place with a number that is gone gets a lower one. Raises :class:`Refused` (``taken``)
    for fewer places than people hold.
    """
    locked = lock_run(run.pk)
    held = list(Enrolment.objects.holding().filter(run=locked).order_by("place").select_for_update(no_key=True))
    if capacity < max(len(held), 1):
        message = npgettext(
            "staff",
            "%(count)s person holds a place: the group can't be smaller than that.",
            "%(count)s people hold a place: the group can't be smaller than that.",
            len(held),
        )
        raise Refused(message % {"count": len(held)}, code="taken")
    _set(locked, capacity=capacity)
    numbers = {enrolment.place for enrolment in held}
    lower = (number for number in range(1, capacity + 1) if number not in numbers)
    above = [enrolment for enrolment in held if (enrolment.place or 0) > capacity]
    for enrolment in above:
        enrolment.place = next(lower)
    Enrolment.objects.bulk_update(above, ["place"])
    Event.objects.bulk_create(
        entry(enrolment, Verb.RESEAT, enrolment.state, Actor.STAFF, user=user, place=enrolment.place)
        for enrolment in above
    )
    promote(locked)
    return locked


@transaction.atomic
def cancel_run(*, run: Run, user: User | None, into: Run | None = None) -> int:
    """A group doesn't take place: everybody concerned is told, with other groups; return how many they are.

    They come first on the waiting list of the group ``into``; without one they stay on the list of the centre
    and come first when the next group opens. Twice is once. Raises :class:`Refused` (``closed``) when
    ``into`` doesn't take people, or is another course's.
    """
    runs = lock_runs({run.pk} | ({into.pk} if into else set()))
    locked, target = runs[run.pk], runs[into.pk] if into else None
    if locked.state == Run.State.CANCELLED:
        return 0
    if target is not None and (target.pk == locked.pk or not takes_people(target)):
        raise Refused(pgettext("staff", "This group does not take new people any more."), code="closed")
    _set(locked, state=Run.State.CANCELLED, cancelled_at=clock.now())
    sources = transition_for(Verb.RELEASE).sources
    concerned = list(
        Enrolment.objects.filter(run=locked, state__in=sources)
        .select_related("person", "course", "centre")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    for enrolment in concerned:
        enrolment.county_id = enrolment.county_id or locked.centre.county_id
        if target is not None:
            move_to(enrolment, target)
        else:
            enrolment.run = None
        enrolment.duplicate_of = None
        enrolment.priority, enrolment.priority_reason = Priority.FIRST, CANCELLED
        enrolment.queued_at = enrolment.submitted_at
    actor = Actor.STAFF if user else Actor.SYSTEM
    others = {"alternatives": ""} if target is not None else other_groups(locked)
    finish(concerned, Verb.RELEASE, actor, user=user, note=locked.code, fields=[*MOVED, "county"], extra=others)
    if target is not None:
        promote(target)
    return len(concerned)


@transaction.atomic
def match_interests(*, run: Run) -> list[Enrolment]:
    """A group has opened: its places are offered to who has waited for one, in order; return who got one.

    Once for each run. It takes people of the same course whose county the centre serves, or (online) who said
    that online is fine, and whose status the project accepts or who didn't say. Groups for women or children
    alone are left to staff, who know whom to ask.
    """
    locked = lock_run(run.pk)
    if locked.interests_matched_at is not None or not locked.is_open_for_enrolment(clock.today()):
        return []
    _set(locked, interests_matched_at=clock.now())
    if locked.audience != Run.Audience.EVERYBODY:
        return []
    free = free_places(locked)
    waiting = Enrolment.objects.waiting().can_be_offered().filter(run=None, course=locked.course)
    near = Q(county__in=[locked.centre.county_id, *_counties(locked.centre)])
    waiting = waiting.filter(near | Q(accepts_online=True) if locked.mode == Run.Mode.ONLINE else near)
    if locked.project and locked.project.eligible_statuses:
        waiting = waiting.filter(Q(status_then__in=locked.project.eligible_statuses) | _ELIGIBLE_UNKNOWN)
    chosen = list(
        waiting.select_related("person", "course", "centre").select_for_update(of=("self",), no_key=True)[: len(free)]
    )
    for enrolment in chosen:
        move_to(enrolment, locked)
    queued = {enrolment.pk: enrolment.queued_at for enrolment in chosen}
    finish(chosen, Verb.TRANSFER, Actor.SYSTEM, fields=MOVED)
    for enrolment in chosen:
        enrolment.queued_at = queued[enrolment.pk]
    finish(chosen, Verb.WAIT, Actor.SYSTEM, message="")
    return promote(locked)


def _set(run: Run, **values: object) -> None:
    """Change a locked run in one statement: nothing that listens to saved runs has to know."""
    for name, value in values.items():
        setattr(run, name, value)
    Run.objects.filter(pk=run.pk).update(**values)


def _counties(centre: Centre) -> list[str]:
    return [county.pk for county in centre.counties_served.all()]


def match_new_runs() -> int:
    """Match the wishes of every run that has opened since; return how many people got an offer."""
    opened = Run.objects.open_on(clock.today()).filter(interests_matched_at=None)
    return sum(len(match_interests(run=run)) for run in opened)


def concerned_by(run: Run) -> int:
    """Return how many people a cancelled run would have to be told."""
    return Enrolment.objects.filter(run=run, state__in=transition_for(Verb.RELEASE).sources).count()
