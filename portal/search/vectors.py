"""Index entries out of documents: each word once, with the best weight that it has anywhere.

A vector's words are written ``ar~word``: every language has posting lists of its own, so that no search has to sort
out the entries of the others. The weight says where the word stands best: A title, B summary and terms, C headings
and what comes up often, D anything else. ``ar^word`` says that it is in the title, ``ar=word`` that it is in the title,
the summary or the terms: PostgreSQL's index doesn't know weights, and the best of twenty thousand entries are found by
these without looking at the others. ``#code`` names a fact.

An entry holds the words of the Romanian text too, each one weight lower, and those of the English title and summary:
whoever searches for the word of a letter, or for what everybody calls it, finds the page in their own language.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.html import strip_tags

from portal import languages
from portal.facts.models import Fact
from portal.facts.tokens import TOKEN, codes_in, format_fact
from portal.search.documents import Document
from portal.search.folding import words_of
from portal.search.kinds import DEFAULT, KINDS
from portal.search.stemming import stop_words

WEIGHTS = "ABCD"
TITLE, HEAD, HEADING, BODY = range(4)
OFTEN = 4
"""A word that comes up so often in a text is one of its subjects."""
STORED_TEXT = 6_000
"""Characters of a text that are kept for the lines shown under a result."""
INSTEAD = ("en", languages.SOURCE_CODE)
"""In which language a text is shown where there is none in the reader's."""


@dataclass
class Words:
    """The words of one document: the best place of each, and how it was written."""

    language: str
    places: dict[str, int] = field(default_factory=dict)
    written: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    display: dict[str, str] = field(default_factory=dict)
    title_words: int = 0
    facts: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Entry:
    """One row of the index before it is written. ``sources`` are the documents whose words it has."""

    key: str
    language: str
    document: Document
    vector: str
    words: frozenset[str]
    sources: tuple[Words, ...]

    def row(self) -> tuple[str | int, ...]:
        """Return the values of the columns that ``COLUMNS`` names."""
        document = self.document
        kind = document.kind if document.kind in KINDS else DEFAULT
        text = "\n".join([*document.headings, *document.body])[:STORED_TEXT]
        return (
            self.key,
            self.language,
            document.language,
            kind,
            document.path,
            document.title[:255],
            document.summary,
            text.replace("\0", ""),
            KINDS[kind].priority,
            max(1, self.sources[0].title_words),
            self.vector,
        )


COLUMNS = (
    "key",
    "language",
    "text_language",
    "kind",
    "path",
    "title",
    "summary",
    "text",
    "priority",
    "title_words",
    "vector",
)


def priority_of(document: Document) -> int:
    """Return how much a document counts beside others that fit as well: 0 comes first."""
    return KINDS.get(document.kind, KINDS[DEFAULT]).priority


def entries_of(documents: Iterable[Document], facts: Mapping[str, Fact]) -> Iterator[Entry]:
    """Return an entry for each key and language of the portal."""
    shown: dict[tuple[str, str], str] = {}
    for key, translations in _by_key(documents).items():
        words = {code: _words(document, facts, shown) for code, document in translations.items()}
        for code in languages.CODES:
            own = next((known for known in (code, *INSTEAD) if known in words), None)
            if own is not None:
                yield _entry(key, code, translations[own], words, own)


def _by_key(documents: Iterable[Document]) -> dict[str, dict[str, Document]]:
    found: dict[str, dict[str, Document]] = {}
    for document in documents:
        if languages.is_supported(document.language):
            found.setdefault(document.key, {})[document.language] = document
    return found


def _words(document: Document, facts: Mapping[str, Fact], shown: dict[tuple[str, str], str]) -> Words:
    words = Words(document.language)

    def add(texts: Iterable[str], place: int) -> Iterator[str]:
        for text in texts:
            words.facts |= codes_in(text)
            for written, word in words_of(_with_facts(text, document.language, facts, shown)):
                words.places[word] = min(place, words.places.get(word, place))
                words.written[word].add(written)
                words.display.setdefault(word, written)
                yield word

    words.title_words = len(set(add([document.title], TITLE)) - stop_words(document.language))
    for texts, place in (([document.summary, *document.terms], HEAD), (document.headings, HEADING)):
        for _word in add(texts, place):
            pass
    often = Counter(add(document.body, BODY))
    stops = stop_words(document.language)
    for word, times in often.items():
        if words.places[word] == BODY:
            if word in stops:
                del words.places[word]
            elif times >= OFTEN:
                words.places[word] = HEADING
    return words


def _with_facts(text: str, code: str, facts: Mapping[str, Fact], shown: dict[tuple[str, str], str]) -> str:
    """Put today's values in the place of tokens: the name of an office is looked for."""
    if "{fact:" not in text:
        return text
    for name in codes_in(text):
        if (name, code) not in shown:
            shown[name, code] = strip_tags(format_fact(facts[name], code)) if name in facts else ""
    return TOKEN.sub(lambda match: shown[match.group(1), code], text)


def _entry(key: str, code: str, document: Document, words: Mapping[str, Words], own: str) -> Entry:
    places = dict(words[own].places)
    sources = [words[own]]
    if own != languages.SOURCE_CODE and (source := words.get(languages.SOURCE_CODE)):
        sources.append(source)
        for word, place in source.places.items():
            places[word] = min(places.get(word, BODY), place + 1, BODY)
    if own != "en" and (english := words.get("en")):
        sources.append(english)
        for word, place in english.places.items():
            if place in (TITLE, HEAD):
                places[word] = min(places.get(word, BODY), place + 2)
    lexemes = [f"'{code}~{word}':1{WEIGHTS[place]}" for word, place in places.items()]
    lexemes += [f"'{code}^{word}'" for word, place in places.items() if place == TITLE]
    lexemes += [f"'{code}={word}'" for word, place in places.items() if place in (TITLE, HEAD)]
    lexemes += [f"'#{name}'" for name in words[own].facts]
    return Entry(key, code, document, " ".join(lexemes), frozenset(places), tuple(sources))
