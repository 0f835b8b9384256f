"""What stands on the paper of a run: who learns in it, and boxes to sign for each session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from courses.attendance.querysets import SEATED
from courses.attendance.rows import latin_name_of
from courses.board.class_list import LEVELS, level_of
from courses.board.querysets import rows_of
from courses.catalogue.models import Run, Session
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.inbox.labels import STATES
from courses.people.models import Person
from courses.people.names import fold_name

SESSIONS_A_SHEET = 8
"""So many boxes fit on A4 across, each wide enough for a signature."""
EMPTY_LINES = 2
"""For who comes without being on the list yet."""


@dataclass(frozen=True)
class PaperRow:
    """A learner on paper."""

    enrolment: Enrolment
    latin: str

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.enrolment.person

    @property
    def level(self) -> Promise | str:
        """The level in one word, "" where nobody knows it."""
        return LEVELS.get(level_of(self.enrolment), "")

    @property
    def state(self) -> Promise:
        """Whether the place is confirmed."""
        return STATES[State(self.enrolment.state)].name


def learners_on_paper(run: Run, *, with_offers: bool) -> list[PaperRow]:
    """Return who has a confirmed place (and, ``with_offers``, who is asked), in the order of the Latin alphabet."""
    states = SEATED | {State.OFFERED} if with_offers else SEATED
    rows = [PaperRow(row, latin_name_of(row.person)) for row in rows_of(run).filter(state__in=states)]
    return sorted(rows, key=lambda row: (fold_name(row.latin or row.person.name), row.enrolment.pk))


def sheets_of(sessions: Sequence[Session]) -> list[Sequence[Session]]:
    """Return the sessions as they go on sheets of paper, evenly: nine are five and four, not eight and one."""
    if not sessions:
        return []
    count = -(-len(sessions) // SESSIONS_A_SHEET)
    share, more = divmod(len(sessions), count)
    sheets, first = [], 0
    for number in range(count):
        last = first + share + (number < more)
        sheets.append(sessions[first:last])
        first = last
    return sheets
