"""Words that mean nearly the same for what the portal is about: a reader types "boss" where the text says "employer".

``<code>.yaml`` has groups of them for each language, written by people who speak it: a name that says what the group is
about, and its words with spaces between. Each form that no stemmer and no ending in the list of languages leads to
stands there too. A group that leads nowhere does no harm: what the index doesn't know is left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from portal import languages
from portal.search.folding import fold
from portal.search.stemming import without_ending

FOLDER = Path(__file__).parent
_START = 3
_LONGEST_PREFIX = 3
"""So many letters may stand before a word that its stemmer takes off: Arabic writes "and the" into one with it."""
_ARTICLE = "\u0627\u0644"


@dataclass(frozen=True)
class Synonyms:
    """The groups of a language: each word as written and folded, with the stem that its endings leave."""

    groups: tuple[tuple[tuple[str, str, str], ...], ...]
    starts: dict[str, frozenset[int]]

    def like(self, word: str) -> set[int]:
        """Return the groups that a folded word may belong to: those with a word that begins alike."""
        pieces = {word[at : at + length] for at in range(_LONGEST_PREFIX + 1) for length in range(1, _START + 1)}
        return {group for piece in pieces for group in self.starts.get(piece, ())}


def read(code: str) -> dict[str, list[str]]:
    """Return the groups of a language as they are written, by their names; none where it has no file."""
    path = FOLDER / f"{code}.yaml"
    if not languages.is_supported(code) or not path.exists():
        return {}
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: words.split() for name, words in content["groups"].items()}


@cache
def synonyms_of(code: str) -> Synonyms:
    """Return the groups of a language as search compares them, read once by each process."""
    groups = []
    starts: dict[str, set[int]] = defaultdict(set)
    for number, written in enumerate(read(code).values()):
        group = [(word.lower(), folded) for word in written if (folded := fold(word))]
        for _word, folded in group:
            starts[folded[:_START]].add(number)
            if folded.startswith(_ARTICLE):
                starts[folded.removeprefix(_ARTICLE)[:_START]].add(number)
        groups.append(tuple((word, folded, without_ending(folded, code)) for word, folded in group))
    return Synonyms(tuple(groups), {start: frozenset(numbers) for start, numbers in starts.items()})
