"""What no form asks and a report needs: staff fill it in, or put it right."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext

from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import lock_enrolment
from courses.enrolment.states import Actor, Verb
from courses.enrolment.steps import log
from courses.people.models import Person
from portal import clock

OLDEST = 120
"""Years that nobody lives longer."""


@transaction.atomic
def complete_person(
    *, enrolment: Enrolment, user: User, gender: str, birth_year: int | None, nationality: str
) -> Person:
    """Keep what is known about the person of an enrolment; "" and ``None`` are unknown.

    ``nationality`` is ISO 3166-1 alpha-2. With the year of birth, the age brackets of all their enrolments follow.
    The history says which answers changed, not what they are. Raises :class:`Refused` (``reason``) for codes that
    don't exist and years that can't be.
    """
    _check(gender, birth_year, nationality)
    locked = lock_enrolment(enrolment)
    person = Person.objects.select_for_update(no_key=True).get(pk=locked.person_id)
    given = {"gender": gender, "birth_year": birth_year, "nationality": nationality}
    changed = [name for name, value in given.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, given[name])
    person.save(update_fields=changed)
    if "birth_year" in changed:
        _follow(person)
    names = ", ".join(_names(changed))
    log(locked, Verb.NOTE, Actor.STAFF, user=user, note=pgettext("staff", "Filled in: %(names)s") % {"names": names})
    return person


def _check(gender: str, birth_year: int | None, nationality: str) -> None:
    this_year = clock.today().year
    if gender and gender not in Person.Gender.values:
        raise Refused(pgettext("staff", "Choose one of the answers."), code="reason")
    if birth_year is not None and not this_year - OLDEST <= birth_year <= this_year:
        raise Refused(pgettext("staff", "This year of birth can't be."), code="reason")
    if nationality and not (len(nationality) == 2 and nationality.isascii() and nationality.isupper()):
        raise Refused(pgettext("staff", "Choose one of the answers."), code="reason")


def _follow(person: Person) -> None:
    """Let the age bracket of every enrolment be the one of its day, in Europe/Bucharest."""
    enrolments = list(person.enrolments.only("submitted_at", "age_band_then"))
    for enrolment in enrolments:
        enrolment.age_band_then = person.age_band(timezone.localdate(enrolment.submitted_at, clock.ZONE))
    Enrolment.objects.bulk_update(enrolments, ["age_band_then"])


def _names(fields: Iterable[str]) -> list[str]:
    return [str(Person._meta.get_field(name).verbose_name) for name in fields]  # type: ignore[union-attr]
