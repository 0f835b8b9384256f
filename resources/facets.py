"""The choices at the top of a list or a guide: links that work without a script, and are carried along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from portal.audiences import Audience, parse_audience

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Choice:
    """One link of a row of choices: its words, what it adds to the address, whether it is the one in force."""

    label: str
    query: str
    is_current: bool


def query_of(**values: str) -> str:
    """Return what an address ends with to keep these choices, "" where there are none."""
    chosen = {name: value for name, value in values.items() if value}
    return f"?{urlencode(chosen)}" if chosen else ""


@dataclass(frozen=True)
class Reader:
    """For whom somebody reads: an audience that the address names, or everybody."""

    audience: Audience | None

    @classmethod
    def of(cls, request: HttpRequest) -> Reader:
        """Return the reader that ``?for=`` names; what no audience is called is everybody."""
        return cls(parse_audience(request.GET.get("for")))

    @property
    def carried(self) -> str:
        """What links of the same kind of page end with, so that the choice isn't lost."""
        return query_of(**{"for": self.audience.value if self.audience else ""})

    def choices(self, *, topic: str = "") -> list[Choice]:
        """Return the links to choose by, everybody first; a topic that is chosen stays."""
        rows = [(_("Everybody"), "", self.audience is None)]
        rows += [(str(one.label), one.value, one == self.audience) for one in Audience]
        return [
            Choice(label, query_of(**{"topic": topic, "for": value}), is_current) for label, value, is_current in rows
        ]
