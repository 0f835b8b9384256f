"""The words of entries, gathered while the entries are written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from portal.search.vectors import Entry


class Vocabulary:
    """``counts``: in how many entries of a language a word is. ``written``: how it was written, by the language of the
    index and that of the text, which knows its stem. ``display``: how it was written where it was met first.
    """

    def __init__(self) -> None:
        self.entries = 0
        self.counts: Counter[tuple[str, str]] = Counter()
        self.written: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
        self.display: dict[tuple[str, str], str] = {}

    def watching(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Hand entries on, and remember their words."""
        for entry in entries:
            self.entries += 1
            code = entry.language
            self.counts.update((code, word) for word in entry.words)
            for source in entry.sources:
                written = self.written[code, source.language]
                for word, forms in source.written.items():
                    if word in entry.words:
                        if word in written:
                            written[word] |= forms
                        else:
                            written[word] = set(forms)
                            self.display.setdefault((code, word), source.display[word])
            yield entry

    def only(self, counts: Mapping[tuple[str, str], int]) -> Vocabulary:
        """Return the part with these words, counted so."""
        part = Vocabulary()
        part.counts = Counter(counts)
        part.display = self.display
        for (code, spoken), written in self.written.items():
            some = {word: forms for word, forms in written.items() if (code, word) in counts}
            if some:
                part.written[code, spoken] = some
        return part
