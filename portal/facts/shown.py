"""Which facts a page has shown, so that its end can say where they come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from portal import clock
from portal.facts.models import Fact
from portal.facts.tokens import codes_in


class FactsOfPage(dict[str, Fact]):
    """The facts of today by code, and in ``shown`` those that texts of the page have named so far, in order."""

    def __init__(self, facts: dict[str, Fact]) -> None:
        super().__init__(facts)
        self.shown: dict[str, Fact] = {}

    def note(self, text: str) -> None:
        """Remember the facts that a text names, in the order in which it names them."""
        for code in sorted(codes_in(text), key=text.index):
            if code in self:
                self.shown.setdefault(code, self[code])


@dataclass
class FactSource:
    """A document that facts of a page come from. ``checked_on`` is the earliest day on which one was checked."""

    url: str
    checked_on: dt.date
    facts: list[Fact] = field(default_factory=list)

    @property
    def site(self) -> str:
        """The name of the site, as its address has it."""
        return urlsplit(self.url).netloc.removeprefix("www.") or self.url

    @property
    def is_overdue(self) -> bool:
        """Whether one of its facts should have been checked again."""
        return any(fact.review_by < clock.today() for fact in self.facts)


def sources_of(facts: Iterable[Fact]) -> list[FactSource]:
    """Return where facts come from, each document once."""
    found: dict[str, FactSource] = {}
    for fact in facts:
        source = found.setdefault(fact.source_url, FactSource(fact.source_url, fact.checked_on))
        source.facts.append(fact)
        source.checked_on = min(source.checked_on, fact.checked_on)
    return list(found.values())
