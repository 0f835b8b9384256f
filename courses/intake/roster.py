"""Who is in a run already, to find the same person before they are written down twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.enrolment.states import ACTIVE, State
from courses.people.names import is_same_name, match_key


@dataclass(frozen=True)
class Member:
    """Somebody in a run, or on a list. ``label`` is how staff find them: a reference, or a line of the list.

    ``submission_key`` tells somebody from the same form that was sent twice.
    """

    label: str
    name: str
    phone: str
    email: str
    submission_key: str = ""


class Roster:
    """People by what their names have in common. Several may share a phone: they are a family, not one person."""

    def __init__(self, members: Iterable[Member] = ()) -> None:
        self._by_key: dict[str, list[Member]] = defaultdict(list)
        for member in members:
            self.add(member)

    @classmethod
    def of(cls, run: Run) -> Roster:
        """Return everybody whose enrolment in a run is active or completed. One query."""
        rows = Enrolment.objects.filter(run=run, state__in=[*ACTIVE, State.COMPLETED]).values_list(
            "reference", "person__name", "person__phone", "person__email", "submission_key"
        )
        return cls(
            Member(label, name, str(phone or ""), email, key) for label, name, phone, email, key in rows.order_by("pk")
        )

    def add(self, member: Member) -> None:
        """Add somebody."""
        self._by_key[match_key(member.name)].append(member)

    def find(self, name: str, phone: str, email: str) -> list[Member]:
        """Return who seems to be this person: the same name, however it is spelt, and the same phone or e-mail."""
        return [
            member
            for member in self._by_key.get(match_key(name), [])
            if ((phone and member.phone == phone) or (email and member.email.casefold() == email.casefold()))
            and is_same_name(member.name, name)
        ]
