"""Answering a search: which words are meant, which entries have them, and which of these are best.

1. The query's words are looked up among the words of the language (``_KNOWN_WORDS``): as they are, by their stem, as
   the beginning of longer words, as a longer form of shorter ones, and with them the words that mean the same
   (``synonyms``). What nothing is like is a typing error (``typos``).
2. Each word becomes a :class:`Term`: what is *near* it (itself, its forms), what is *alike* (synonyms), what is *far*
   (beginnings, shortenings).
3. One query finds candidates and ranks them (``ranking``). All words count, and an entry that has them all counts
   more, so that what has most of them in its title stands before what has all of them somewhere in its text.

Nothing is written, and nothing here grows with the number of entries: each step looks at a bounded number of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from portal import languages
from portal.search import ranking
from portal.search.folding import query_words
from portal.search.models import SearchEntry
from portal.search.stemming import stop_words, without_ending
from portal.search.synonyms import synonyms_of
from portal.search.typos import closest_words

LONGEST_QUERY = 200
MOST_WORDS = 8
"""Of a longer query the first words count: a sentence says what it is about in fewer."""
MOST_FORMS = 24
"""Forms of one word that are looked for; the most frequent ones."""
SHORTEST_BEGINNING = 4
"""A shorter word in the middle of a query isn't taken for the beginning of others; the last one is being typed."""
SHORTEST_LAST = 2
SHORTEST_ROOT = 4
LONGEST_REST = 5
"""So many letters more than a known word a typed one may have, to be one of its forms."""
TIMEOUT_MS = 2_000
MOST_RESULTS = 50
PER_PAGE = 10

EXACT, STEM, BEGINNING, SYNONYM, SHORTENED = range(5)

# PostgreSQL takes it for quicker to read every row where many have a word; here few of them are ever read.
_SETTINGS = """
    SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
        set_config('jit', 'off', true)
"""
_KNOWN_WORDS = """
    WITH asked AS MATERIALIZED (
        SELECT n, word, written, least_length FROM unnest(%(words)s::text[], %(written)s::text[], %(least)s::int[])
        WITH ORDINALITY AS t(word, written, least_length, n)
    ), stems AS MATERIALIZED (
        SELECT n, stem FROM unnest(%(stem_of)s::int[], %(stems)s::text[]) AS t(n, stem)
        UNION SELECT n, unnest(ts_lexize(stemmer::regdictionary, form))
        FROM asked, unnest(%(stemmers)s::text[]) AS stemmer, unnest(ARRAY[word, written]) AS form
    ), members AS MATERIALIZED (
        SELECT of_group, stem FROM unnest(%(groups)s::int[], %(member_stems)s::text[]) AS t(of_group, stem)
        UNION SELECT of_group, unnest(ts_lexize(%(stemmer)s::regdictionary, form)) FROM unnest(
            %(groups)s::int[], %(members)s::text[], %(members_written)s::text[]
        ) AS t(of_group, word, written), unnest(ARRAY[word, written]) AS form WHERE %(stemmer)s::text IS NOT NULL
    ), meant AS MATERIALIZED (
        SELECT DISTINCT n, of_group FROM stems JOIN members USING (stem)
    )
    SELECT asked.n, known.word, known.entries, 0 FROM asked
    JOIN portal_searchword known ON known.language = %(language)s AND known.word = asked.word
    UNION
    SELECT stems.n, known.word, known.entries, 1 FROM stems
    JOIN portal_searchword known ON known.language = %(language)s AND known.stem = stems.stem
    UNION
    SELECT asked.n, known.word, known.entries, 2 FROM asked, LATERAL (
        SELECT word, entries FROM portal_searchword
        WHERE language = %(language)s AND word > asked.word AND word < asked.word || chr(1114109)
        ORDER BY word LIMIT 5
    ) known WHERE length(asked.word) >= asked.least_length
    UNION
    SELECT shorter.n, known.word, known.entries, 4
    FROM unnest(%(shorter_of)s::int[], %(shorter)s::text[]) AS shorter(n, word)
    JOIN portal_searchword known ON known.language = %(language)s AND known.word = shorter.word
    UNION
    SELECT meant.n, known.word, known.entries, 3 FROM meant JOIN members USING (of_group)
    JOIN portal_searchword known ON known.language = %(language)s AND known.stem = members.stem
"""


@dataclass
class Term:
    """One word of a query. ``near``, ``alike`` and ``far`` are words of the index; ``beginning`` what others begin
    with.
    """

    written: str
    word: str
    near: dict[str, int] = field(default_factory=dict)
    alike: dict[str, int] = field(default_factory=dict)
    far: dict[str, int] = field(default_factory=dict)
    beginning: str = ""
    corrected: str = ""

    @property
    def entries(self) -> int:
        """In how many entries it is, about."""
        return max([*self.near.values(), *self.alike.values(), *self.far.values(), 1])

    @property
    def is_known(self) -> bool:
        """Whether the index has anything for it."""
        return bool(self.near or self.alike or self.far or self.beginning)

    @property
    def forms(self) -> int:
        """How many words of the index are looked for."""
        return len(self.near) + len(self.alike) + len(self.far)


@dataclass(frozen=True)
class Hit:
    """One result: its entry, and how well it fits."""

    entry: SearchEntry
    score: float


@dataclass(frozen=True)
class Answer:
    """What a search found: ``hits`` are the results that were asked for, ``total`` how many there are (at most
    ``MOST_RESULTS``). ``corrected`` is the query that was searched for where the typed one has errors.
    """

    query: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    terms: list[Term] = field(default_factory=list)
    corrected: str = ""
    is_too_slow: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not self.terms


def tidy(query: str) -> str:
    """Return a query as it is shown and searched: one line, without what no database keeps, not too long."""
    return " ".join(query.replace("\0", " ").split())[:LONGEST_QUERY]


def search(query: str, language: str, *, first: int = 0, count: int = PER_PAGE, titles_only: bool = False) -> Answer:
    """Return the best entries of a language, so many from a place on. ``titles_only`` looks at titles and summaries:
    while somebody types.

    At most six queries, in a transaction that ends with what it has set.
    """
    query = tidy(query)
    words = _words_that_count(query, language)
    if not words:
        return Answer(query)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_SETTINGS, [str(TIMEOUT_MS)])
            terms = _terms(words, language)
            unknown = [term for term in terms if not term.is_known]
            if unknown:
                _correct(unknown, language)
            usable = [term for term in terms if term.is_known]
            rows = ranking.best(cursor, usable, language, limit=MOST_RESULTS, titles_only=titles_only) if usable else []
        shown = rows[first : first + count]
        found = SearchEntry.objects.defer("vector").in_bulk([pk for pk, _score in shown])
        # Ends the setting of the time limit too, also inside of somebody else's transaction.
        transaction.set_rollback(True)
    return Answer(
        query,
        hits=[Hit(found[pk], score) for pk, score in shown if pk in found],
        total=len(rows),
        terms=terms,
        corrected=_corrected(query, terms),
    )


def _words_that_count(query: str, language: str) -> list[tuple[str, str]]:
    """Return the words of a query without those that say nothing, unless there are no others."""
    words = query_words(query)
    stops = stop_words(language) | (stop_words(languages.SOURCE_CODE) if len(words) > 1 else frozenset())
    return [pair for pair in words if pair[1] not in stops][:MOST_WORDS] or words[:MOST_WORDS]


def _terms(words: Sequence[tuple[str, str]], language: str) -> list[Term]:
    """Return a term for each word, with what the index knows of it. One query."""
    terms = [Term(written, word) for written, word in words]
    synonyms = synonyms_of(language)
    spoken = dict.fromkeys((language, languages.SOURCE_CODE, "en"))
    stems = {(n, without_ending(term.word, code)) for n, term in enumerate(terms, 1) for code in spoken}
    shorter = [
        (n, term.word[:length])
        for n, term in enumerate(terms, 1)
        for length in range(max(SHORTEST_ROOT, len(term.word) - LONGEST_REST), len(term.word))
    ]
    members = [
        (number, *member)
        for number in {number for term in terms for number in synonyms.like(term.word)}
        for member in synonyms.groups[number]
    ]
    least = [SHORTEST_BEGINNING] * (len(terms) - 1) + [SHORTEST_LAST]
    with connection.cursor() as cursor:
        cursor.execute(
            _KNOWN_WORDS,
            {
                "language": language,
                "words": [term.word for term in terms],
                "written": [term.written for term in terms],
                "least": least,
                "stem_of": [n for n, _stem in stems],
                "stems": [stem for _n, stem in stems],
                "stemmers": sorted({languages.get_language(code).stemmer for code in spoken} - {""}),
                "shorter_of": [n for n, _word in shorter],
                "shorter": [word for _n, word in shorter],
                "groups": [number for number, *_member in members],
                "members_written": [written for _number, written, _word, _stem in members],
                "members": [word for _number, _written, word, _stem in members],
                "member_stems": [stem for _number, _written, _word, stem in members],
                "stemmer": languages.get_language(language).stemmer or None,
            },
        )
        rows = sorted(cursor.fetchall(), key=lambda row: (row[3], -row[2]))
    for n, word, entries, how in rows:
        term = terms[n - 1]
        if how in (EXACT, STEM):
            if term.forms < MOST_FORMS:
                term.near[word] = entries
        elif how == BEGINNING:
            term.beginning = term.word
        elif word in term.near or term.forms >= MOST_FORMS:
            continue
        elif how == SYNONYM:
            term.far.pop(word, None)
            term.alike[word] = entries
        else:
            term.far[word] = entries
    if languages.get_language(language).stemmer:
        for term in terms:
            # A stemmer has found the forms already: what only begins like them is another word.
            if term.near:
                term.far = {}
    return terms


def _correct(terms: Sequence[Term], language: str) -> None:
    """Take the words that are closest for those that nobody has written."""
    for term in terms:
        found = closest_words(term.word, language)
        if found:
            term.near = {word.word: word.entries for word in found}
            term.corrected = found[0].display


def _corrected(query: str, terms: Sequence[Term]) -> str:
    """Return the query with its typing errors mended, "" where there are none."""
    corrected = query
    for term in terms:
        if term.corrected:
            corrected = _replaced(corrected, term)
    return corrected if corrected != query else ""


def _replaced(query: str, term: Term) -> str:
    start = query.lower().find(term.written)
    if start < 0:
        return query
    return f"{query[:start]}{term.corrected}{query[start + len(term.written) :]}"


def other_languages(answer: Answer, language: str) -> list[languages.Language]:
    """Return the languages whose entries have every word of a query that this one hasn't. One query."""
    words = [term.word for term in answer.terms]
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT language FROM portal_searchword WHERE word = ANY(%s) AND language <> %s "
            "GROUP BY language HAVING count(DISTINCT word) = %s",
            [words, language, len(words)],
        )
        found = {row[0] for row in cursor.fetchall()}
    return [known for known in languages.LANGUAGES if known.code in found]
