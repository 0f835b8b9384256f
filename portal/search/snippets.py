"""What stands under a result: its title and the lines that fit, with the words that were found marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.facts.models import Fact
from portal.facts.tokens import TOKEN, format_fact
from portal.search.folding import WORD, fold
from portal.search.queries import Term

LONGEST = 190
SHORTEST_LINE = 30
"""A shorter line (a heading) says less than the summary, even when it has the words."""
BEFORE = 60
"""Characters that are shown before the first word that was found."""


class Marker:
    """Marks the words of an answer in texts. ``facts`` are today's, for the tokens in them."""

    def __init__(self, terms: Sequence[Term], facts: Mapping[str, Fact]) -> None:
        self._words = {word: n for n, term in enumerate(terms) for word in (*term.near, *term.alike, *term.far)}
        self._beginnings = [(term.beginning, n) for n, term in enumerate(terms) if term.beginning]
        self._facts = facts
        self._terms = len(terms)

    def title(self, text: str) -> SafeString:
        """Return a line with its words marked."""
        return self._marked(text, "")

    def lines(self, summary: str, text: str, language: str) -> SafeString:
        """Return the summary where every word is in it or none is anywhere, else the part of the text that has most."""
        best, most = summary, len(self._found(summary))
        if most < self._terms:
            for line in text.split("\n"):
                found = len(self._found(line)) if len(line) >= SHORTEST_LINE else 0
                if found > most:
                    best, most = line, found
                    if most == self._terms:
                        break
        return self._marked(self._part(best), language)

    def _term_of(self, word: str) -> int | None:
        folded = fold(word)
        if folded in self._words:
            return self._words[folded]
        return next((n for beginning, n in self._beginnings if folded.startswith(beginning)), None)

    def _found(self, text: str) -> set[int]:
        return {n for match in WORD.finditer(text) if (n := self._term_of(match.group())) is not None}

    def _part(self, text: str) -> str:
        """Return as much of a text as is shown, from a little before the first word; no token is cut in two."""
        if len(text) <= LONGEST:
            return text
        first = next((match.start() for match in WORD.finditer(text) if self._term_of(match.group()) is not None), 0)
        start = _gap(text, max(0, first - BEFORE)) if first > BEFORE else 0
        end = _gap(text, min(len(text), start + LONGEST))
        part = text[start:end].strip()
        return f"{'… ' if start else ''}{part}{' …' if end < len(text) else ''}"

    def _marked(self, text: str, language: str) -> SafeString:
        """Escape a text, show its facts, mark its words."""
        pieces: list[str] = []
        position = 0
        for match in TOKEN.finditer(text):
            pieces.append(self._mark_words(text[position : match.start()]))
            fact = self._facts.get(match.group(1))
            pieces.append(str(format_fact(fact, language)) if fact and language else "…")
            position = match.end()
        pieces.append(self._mark_words(text[position:]))
        return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped

    def _mark_words(self, text: str) -> str:
        pieces: list[str] = []
        position = 0
        for match in WORD.finditer(text):
            if self._term_of(match.group()) is not None:
                pieces += [escape(text[position : match.start()]), format_html("<mark>{}</mark>", match.group())]
                position = match.end()
        return "".join([*pieces, escape(text[position:])])


def _gap(text: str, position: int) -> int:
    """Return where the next word begins at or after a position; after a token when it would be cut."""
    while position < len(text) and not text[position].isspace():
        position += 1
    for match in TOKEN.finditer(text):
        if match.start() < position < match.end():
            return match.end()
    return position
