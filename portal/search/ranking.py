"""Which entries to look at, and in which order they stand.

A word in the title counts most, then the summary and the terms, then headings and frequent words, then the rest; a rare
word counts more than a frequent one; the forms of a word count nearly like it, synonyms two thirds, beginnings half. An
entry that has every word, or whose title is made of them, counts a little more, and so does a guide beside a question.

Of a frequent word there may be more entries than can be ranked in time. Candidates therefore come from several sides,
best first: all words in the title, all in title, summary and terms, all anywhere, all but one, any of them in the
title. Each side looks at ``MOST_READ`` rows at most and gives its best by priority.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.search.queries import Term

ANYWHERE, HEAD, TITLE = "~=^"
"""How the lexemes of a vector say where a word stands: see ``vectors``."""
MOST_READ = 1_500
CANDIDATES = 60
NEAR = {"A": 1.0, "B": 0.62, "C": 0.36, "D": 0.16}
ALIKE = 0.65
FAR = 0.5
EVERY_WORD = 0.12
WHOLE_TITLE = 0.15
PER_PRIORITY = 0.02
ASIDE, PARTLY = 8, 0.5
"""What has this priority (a question to practise) must have every word; else it counts only in part."""
WORTH_SHOWING = 0.1
"""What scores less than this share of the best is left out."""
MOST_DIFFERENT = 4
"""Of so many words, the rarest, any may be missing."""


def best(
    cursor: Any, terms: Sequence[Term], language: str, *, limit: int, titles_only: bool
) -> list[tuple[int, float]]:
    """Return ids and scores of the best entries. One query; a second one where the first finds nothing."""
    widest = HEAD if titles_only else ANYWHERE
    sides = [(_all(terms, language, TITLE), CANDIDATES), (_all(terms, language, HEAD), CANDIDATES)]
    if not titles_only:
        sides.append((_all(terms, language, ANYWHERE), CANDIDATES))
        if len(terms) > 1:
            sides.append((f"({sides[-1][0]}) & ({_any(terms, language, TITLE)})", CANDIDATES))
    if len(terms) > 1:
        rarest = sorted(terms, key=lambda term: term.entries)[:MOST_DIFFERENT]
        but_one = [_all(some, language, widest) for some in combinations(rarest, len(rarest) - 1)]
        sides.append((" | ".join(f"({some})" for some in but_one), CANDIDATES))
        sides.append((_any(rarest, language, TITLE), CANDIDATES))
    rows = _ranked(cursor, sides, terms, language, limit)
    if not rows and len(terms) > 1:
        rows = _ranked(cursor, [(_any(terms, language, widest), 2 * CANDIDATES)], terms, language, limit)
    return [(pk, score) for pk, score in rows if score >= WORTH_SHOWING * rows[0][1]]


def _ranked(
    cursor: Any, sides: Sequence[tuple[str, int]], terms: Sequence[Term], language: str, limit: int
) -> list[tuple[int, float]]:
    parameters: list[Any] = []
    found = []
    for query, most in sides:
        found.append(
            "(SELECT id FROM (SELECT id, priority FROM portal_searchentry WHERE vector @@ %s::tsquery LIMIT %s) AS met"
            " ORDER BY priority, id LIMIT %s)"
        )
        parameters += [query, MOST_READ, most]
    scores, title_hits, has_all = [], [], []
    for term, weight in zip(terms, _weights(terms), strict=True):
        whens = []
        for value, query in _levels(term, language):
            whens.append("WHEN words @@ %s::tsquery THEN %s")
            parameters += [query, round(value * weight, 5)]
        scores.append(f"(CASE {' '.join(whens)} ELSE 0 END)::float")
    for term in terms:
        title_hits.append("(words @@ %s::tsquery)::int")
        parameters.append(_word(term, language, TITLE))
    for term in terms:
        has_all.append("words @@ %s::tsquery")
        parameters.append(_word(term, language, ANYWHERE))
    parameters += [ASIDE, PARTLY, WHOLE_TITLE / len(terms), EVERY_WORD, PER_PRIORITY, limit]
    cursor.execute(
        f"""
        WITH found AS MATERIALIZED ({" UNION ".join(found)}),
        loaded AS MATERIALIZED (
            SELECT id, priority, title_words, vector || ''::tsvector AS words
            FROM portal_searchentry WHERE id = ANY(ARRAY(SELECT id FROM found))
        ),
        scored AS (
            SELECT id, priority, title_words, {" + ".join(scores)} AS of_words,
                {" + ".join(title_hits)} AS in_title, ({" AND ".join(has_all)})::int AS has_all
            FROM loaded
        )
        SELECT id, of_words * CASE WHEN priority >= %s AND has_all = 0 THEN %s ELSE 1 END
            + %s * in_title * least(1, in_title::float / title_words) + %s * has_all - %s * priority AS score
        FROM scored WHERE of_words > 0 ORDER BY score DESC, priority, id LIMIT %s
        """,  # noqa: S608 - made of our own pieces; every value is a parameter
        parameters,
    )
    return [(pk, float(score)) for pk, score in cursor.fetchall()]


def _weights(terms: Sequence[Term]) -> list[float]:
    """Return how much each term counts; together 1."""
    rarity = [1 / (1 + 0.35 * math.log(1 + term.entries)) for term in terms]
    return [each / sum(rarity) for each in rarity]


def _levels(term: Term, language: str) -> list[tuple[float, str]]:
    """Return what a term is worth at each place, the most first, each with its query."""
    levels = []
    for place, value in NEAR.items():
        if term.near:
            levels.append((value, _forms(term.near, language, f":{place}")))
        if term.alike:
            levels.append((value * ALIKE, _forms(term.alike, language, f":{place}")))
        if far := _far(term, language, place):
            levels.append((value * FAR, far))
    return sorted(levels, key=lambda level: -level[0])


def _far(term: Term, language: str, place: str) -> str:
    queries = [_forms(term.far, language, f":{place}")] if term.far else []
    if term.beginning:
        queries.append(f"'{language}{ANYWHERE}{term.beginning}':*{place}")
    return " | ".join(queries)


def _forms(words: Sequence[str] | dict[str, int], language: str, suffix: str) -> str:
    return " | ".join(f"'{language}{ANYWHERE}{word}'{suffix}" for word in words)


def _word(term: Term, language: str, place: str) -> str:
    """Return the query for a term at a place (or a better one)."""
    words = [f"'{language}{place}{word}'" for word in (*term.near, *term.alike, *term.far)]
    if term.beginning:
        words.append(f"'{language}{place}{term.beginning}':*")
    return " | ".join(words)


def _all(terms: Sequence[Term], language: str, place: str) -> str:
    return " & ".join(f"({_word(term, language, place)})" for term in terms)


def _any(terms: Sequence[Term], language: str, place: str) -> str:
    return " | ".join(f"({_word(term, language, place)})" for term in terms)
