"""Keeping the index: all of it anew, or what has changed. Nothing else writes it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import connection, transaction
from django.utils import timezone

from portal.facts.tokens import facts_of_today
from portal.search.documents import Document, all_documents, documents_of
from portal.search.models import SearchEntry, SearchState, SearchWord
from portal.search.stemming import stems_of
from portal.search.vectors import COLUMNS, Entry, entries_of

LOCK = 7_205_760
"""Number of the advisory lock: two writers at once would count words wrongly."""
STALE_AFTER_HOURS = 20

_COUNT_WORDS = """
    SELECT entry.language, substr(lexeme, length(entry.language) + 2), count(*)
    FROM portal_searchentry entry, unnest(tsvector_to_array(entry.vector)) AS lexeme
    WHERE entry.key = ANY(%s) AND starts_with(lexeme, entry.language || '~')
    GROUP BY 1, 2
"""
_ADD_TO_WORDS = """
    UPDATE portal_searchword AS known SET entries = known.entries + change.more
    FROM unnest(%s::text[], %s::text[], %s::int[]) AS change(language, word, more)
    WHERE known.language = change.language AND known.word = change.word
    RETURNING known.language, known.word
"""


@transaction.atomic
def rebuild_index(*, documents: Iterable[Document] | None = None) -> int:
    """Make the whole index anew, and return how many entries it has; readers see the old one until it is done.

    ``documents`` in place of those that the providers bring: for benchmarks.
    """
    _lock()
    entries = list(entries_of(all_documents() if documents is None else documents, facts_of_today()))
    # What counts more stands first: a search that stops early has seen the best.
    entries.sort(key=lambda entry: entry.row()[COLUMNS.index("priority")])
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    _write(entries)
    _write_words(entries, Counter((entry.language, word) for entry in entries for word in entry.words))
    _next_version(rebuilt=True)
    return len(entries)


def rebuild_when_stale() -> None:
    """Rebuild an index that is a day old: what counts with the clock (a course's towns) has changed."""
    state = SearchState.objects.first()
    oldest = timezone.now() - dt.timedelta(hours=STALE_AFTER_HOURS)
    if state is None or state.rebuilt_at is None or state.rebuilt_at < oldest:
        rebuild_index()


@transaction.atomic
def index_keys(keys: Collection[str]) -> None:
    """Bring the entries of these keys up to date in every language: changed, new, or gone."""
    wanted = sorted(set(keys))
    if not wanted:
        return
    _lock()
    entries = list(entries_of(documents_of(wanted), facts_of_today()))
    changes: Counter[tuple[str, str]] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_WORDS, [wanted])
        for language, word, count in cursor.fetchall():
            changes[language, word] -= count
    SearchEntry.objects.filter(key__in=wanted).delete()
    _write(entries)
    changes.update((entry.language, word) for entry in entries for word in entry.words)
    _change_words(entries, {pair: more for pair, more in changes.items() if more})
    _next_version()


def keys_naming_fact(code: str) -> list[str]:
    """Return the keys of the entries whose text names a fact."""
    lexeme = "'#" + code.replace("'", "").replace("\\", "") + "'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT key FROM portal_searchentry WHERE vector @@ %s::tsquery", [lexeme])
        return [row[0] for row in cursor.fetchall()]


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _next_version(*, rebuilt: bool = False) -> None:
    state, _made = SearchState.objects.get_or_create(pk=1)
    state.version += 1
    if rebuilt:
        state.rebuilt_at = timezone.now()
    state.save()


def _write(entries: Sequence[Entry]) -> None:
    _copy("portal_searchentry", COLUMNS, (entry.row() for entry in entries))


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _write_words(entries: Iterable[Entry], counts: Counter[tuple[str, str]]) -> None:
    """Write these words of a language with their stems, which need the ways in which they were written."""
    written: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    display: dict[tuple[str, str], str] = {}
    for entry in entries:
        for source in entry.sources:
            by_word = written[entry.language, source.language]
            for word in source.places:
                if (entry.language, word) in counts:
                    by_word[word].update(source.written[word])
                    display.setdefault((entry.language, word), source.display[word])
    stems: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (language, spoken), words in written.items():
        for word, of_word in stems_of(words, spoken).items():
            stems[language, word] |= of_word
    rows = [
        (language, word, stem, display.get((language, word), word)[:120], count)
        for (language, word), count in counts.items()
        for stem in sorted(stems.get((language, word)) or {word})
    ]
    _copy("portal_searchword", ("language", "word", "stem", "display", "entries"), rows)


def _change_words(entries: Iterable[Entry], changes: dict[tuple[str, str], int]) -> None:
    if not changes:
        return
    pairs = list(changes)
    arrays = [[pair[0] for pair in pairs], [pair[1] for pair in pairs], [changes[pair] for pair in pairs]]
    with connection.cursor() as cursor:
        cursor.execute(_ADD_TO_WORDS, arrays)
        known = set(cursor.fetchall())
        cursor.execute("DELETE FROM portal_searchword WHERE entries <= 0")
    _write_words(entries, Counter({pair: more for pair, more in changes.items() if pair not in known and more > 0}))
