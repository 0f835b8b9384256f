"""Keeping the index: all of it anew, or what has changed. Nothing else writes it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import connection, transaction
from django.utils import timezone

from portal.facts.tokens import facts_of_today
from portal.search.documents import Document, all_documents, documents_of
from portal.search.models import SearchEntry, SearchState
from portal.search.stemming import stems_of
from portal.search.vectors import COLUMNS, Entry, entries_of, priority_of
from portal.search.vocabulary import Vocabulary

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
    # What counts more stands first: a search that stops early has seen the best.
    ordered = sorted(all_documents() if documents is None else documents, key=priority_of)
    vocabulary = Vocabulary()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_searchentry; DELETE FROM portal_searchword")
    _write(vocabulary.watching(entries_of(ordered, facts_of_today())))
    _write_words(vocabulary)
    _next_version(rebuilt=True)
    return vocabulary.entries


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
    vocabulary = Vocabulary()
    changes: Counter[tuple[str, str]] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_WORDS, [wanted])
        for language, word, count in cursor.fetchall():
            changes[language, word] -= count
    SearchEntry.objects.filter(key__in=wanted).delete()
    _write(vocabulary.watching(entries_of(documents_of(wanted), facts_of_today())))
    changes.update(vocabulary.counts)
    _change_words(vocabulary, {pair: more for pair, more in changes.items() if more})
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
    # Not counted: a database that is restored from a copy would come to the same number with other words.
    state.version = secrets.randbits(62)
    if rebuilt:
        state.rebuilt_at = timezone.now()
    state.save()


def _write(entries: Iterable[Entry]) -> None:
    _copy("portal_searchentry", COLUMNS, (entry.row() for entry in entries))


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _write_words(vocabulary: Vocabulary) -> None:
    """Write words with their stems, for which it takes the ways in which they were written."""
    stems: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (language, spoken), words in vocabulary.written.items():
        for word, of_word in stems_of(words, spoken).items():
            stems[language, word] |= of_word
    rows = [
        (language, word, stem, vocabulary.display[language, word][:120], count)
        for (language, word), count in vocabulary.counts.items()
        for stem in sorted(stems[language, word])
    ]
    _copy("portal_searchword", ("language", "word", "stem", "display", "entries"), rows)


def _change_words(vocabulary: Vocabulary, changes: dict[tuple[str, str], int]) -> None:
    """Count the words of changed entries up or down; write those that are new, delete those that are nowhere."""
    pairs = list(changes)
    of_pairs = ([language for language, _word in pairs], [word for _language, word in pairs])
    with connection.cursor() as cursor:
        cursor.execute(_ADD_TO_WORDS, [*of_pairs, [changes[pair] for pair in pairs]])
        known = set(cursor.fetchall())
        cursor.execute("DELETE FROM portal_searchword WHERE entries <= 0")
    new = {pair: more for pair, more in changes.items() if more > 0 and pair not in known}
    _write_words(vocabulary.only(new))
