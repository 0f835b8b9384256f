"""The learners of a session as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from anyascii import anyascii
from django.utils.functional import Promise

from courses.attendance.models import Attendance
from courses.attendance.sending import who_set
from courses.attendance.services import Conflict, Marked, Saved
from courses.attendance.shares import Share
from courses.attendance.wording import MARKS, MarkLabel
from courses.catalogue.models import Session
from courses.enrolment.models import Enrolment
from courses.people.models import Person
from courses.people.names import fold_name


@dataclass(frozen=True)
class Row:
    """One learner: ``mark`` is what is ticked, ``stored`` what stands (both "" for none)."""

    enrolment: Enrolment
    latin: str
    mark: str
    stored: str
    share: Share | None
    conflict: Conflict | None = None
    refused: Promise | str = ""

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.enrolment.person

    @property
    def choices(self) -> list[tuple[MarkLabel, bool]]:
        """The marks with whether each is ticked."""
        return [(label, label.mark == self.mark) for label in MARKS.values()]

    @property
    def stored_label(self) -> MarkLabel | None:
        """The mark that stands."""
        return MARKS[self.stored] if self.stored else None

    @property
    def conflict_by(self) -> str:
        """Who set the mark that stands against the one that was sent."""
        return who_set(self.conflict) if self.conflict else ""


def latin_name_of(person: Person) -> str:
    """Return a name in Latin letters for a name in others: as the person gave it, else roughly, marked by "≈".

    "" where the name is in Latin letters already. The machine leaves out the vowels that a script doesn't write;
    that is enough to find somebody in a class, and no more.
    """
    if person.latin_name:
        return "" if person.latin_name == person.name else str(person.latin_name)
    spelled = fold_name(anyascii(person.name).replace("'", ""))
    return "" if spelled == fold_name(person.name) else f"≈ {spelled.title()}"


def rows_of(
    session: Session,
    learners: Iterable[Enrolment],
    shares: Mapping[int, Share],
    *,
    sent: Iterable[Marked] = (),
    saved: Saved | None = None,
) -> list[Row]:
    """Return the rows of a session's page in the order of the Latin alphabet. One query.

    ``sent`` and ``saved`` are what a form chose and what became of it, where the page is shown again.
    """
    stored = dict(Attendance.objects.filter(session=session).values_list("enrolment", "mark"))
    chosen = {marked.enrolment: str(marked.mark) for marked in sent}
    conflicts = {conflict.enrolment: conflict for conflict in saved.conflicts} if saved else {}
    rows = [
        Row(
            enrolment=learner,
            latin=latin_name_of(learner.person),
            mark=chosen.get(learner.pk, stored.get(learner.pk, "")),
            stored=stored.get(learner.pk, ""),
            share=shares.get(learner.pk),
            conflict=conflicts.get(learner.pk),
            refused=saved.refused.get(learner.pk, "") if saved else "",
        )
        for learner in learners
    ]
    return sorted(rows, key=lambda row: (fold_name(row.latin or row.person.name), row.enrolment.pk))
