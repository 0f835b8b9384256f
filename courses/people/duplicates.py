"""Who may be the same person. Several people share one phone: a phone alone makes a family, not a duplicate."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import pgettext_lazy

from courses.enrolment.models import Enrolment
from courses.people.access import Reach
from courses.people.models import Merge, NotTheSame, Person
from courses.people.names import is_same_name

MOST = 30
"""So many are looked at: behind a shelter's phone stand hundreds."""


class Likeness(models.TextChoices):
    """What speaks for two rows being one person, or against it."""

    PHONE = "phone", pgettext_lazy("staff", "The same phone and a like name")
    EMAIL = "email", pgettext_lazy("staff", "The same e-mail and a like name")
    BIRTH_YEAR = "birth_year", pgettext_lazy("staff", "A like name and the same year of birth")
    OTHER_BIRTH_YEAR = "other_birth_year", pgettext_lazy("staff", "But another year of birth")


@dataclass(frozen=True)
class Suggestion:
    """Somebody who may be the same person. ``is_strong``: a contact speaks for it and nothing against it."""

    person: Person
    reasons: tuple[Likeness, ...]

    @property
    def is_strong(self) -> bool:
        """Whether there is more than a name and a year."""
        return Likeness.OTHER_BIRTH_YEAR not in self.reasons and self.reasons != (Likeness.BIRTH_YEAR,)


@dataclass(frozen=True)
class Lookalikes:
    """What there is to say about one person: who may be the same, who shares the phone, what was joined."""

    suggestions: list[Suggestion]
    family: list[Person]
    merges: list[Merge]


def reasons_for(one: Person, other: Person) -> tuple[Likeness, ...]:
    """Return why these two may be one person, nothing where they aren't.

    Their own contacts count, not those of a helper or guardian: one colleague fills in forms for many. Without a
    like name there is no reason, because families share phones and addresses.
    """
    if not is_same_name(one.latin_name or one.name, other.latin_name or other.name):
        return ()
    reasons = []
    if one.phone and one.phone == other.phone:
        reasons.append(Likeness.PHONE)
    if one.email and one.email.casefold() == other.email.casefold():
        reasons.append(Likeness.EMAIL)
    if one.birth_year and one.birth_year == other.birth_year:
        reasons.append(Likeness.BIRTH_YEAR)
    elif reasons and one.birth_year and other.birth_year:
        # Father and son, or a slip of the finger.
        reasons.append(Likeness.OTHER_BIRTH_YEAR)
    return tuple(reasons)


def lookalikes_of(person: Person, reach: Reach) -> Lookalikes:
    """Return who may be the same person as this one, as far as a user may join them. Five queries at most.

    The people come with their enrolments (course, run, centre), the newest first.
    """
    centres = set(person.enrolments.values_list("centre_id", flat=True))
    enrolments = Enrolment.objects.select_related("course", "run", "centre")
    found = Person.objects.perhaps(person).joinable(reach, centres)
    people = list(found.prefetch_related(Prefetch("enrolments", enrolments))[:MOST])
    pairs = NotTheSame.objects.filter(Q(one=person) | Q(other=person)).values_list("one_id", "other_id")
    apart = {pk for pair in pairs for pk in pair} if people else set()
    suggestions, family = [], []
    for other in people:
        reasons = () if other.pk in apart else reasons_for(person, other)
        if reasons:
            suggestions.append(Suggestion(other, reasons))
        elif person.phone and other.phone == person.phone:
            family.append(other)
    merges = Merge.objects.filter(kept=person, undone_at=None).select_related("merged", "user")
    return Lookalikes(
        sorted(suggestions, key=lambda suggestion: not suggestion.is_strong),
        family,
        list(merges) if reach.may_join(centres) else [],
    )


def suggestions_for(person: Person, user: User) -> list[Suggestion]:
    """Return who may be the same person as this one, the likeliest first; see :func:`lookalikes_of`."""
    return lookalikes_of(person, Reach.of(user)).suggestions
