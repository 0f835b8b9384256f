"""Readers' own words lead to the page that says it in others, and each group of synonyms leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from portal import languages
from portal.search.queries import _terms, search
from portal.search.synonyms import synonyms_of

FILE = Path(__file__).parent / "everyday.yaml"
FIRST = 3
FEWEST = 5

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.mark.parametrize("code", languages.CODES)
def test_an_everyday_word_leads_to_the_page(code: str) -> None:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))[code]
    assert len(rows) >= FEWEST
    misses = []
    for query, wanted in rows.items():
        hits = [hit.entry.path.partition("#")[0].strip("/") for hit in search(query, code).hits[:FIRST]]
        if not {f"resources/{slug}" for slug in wanted.split()} & set(hits):
            misses.append(f"{query}: wanted {wanted}, found {hits}")
    assert not misses, "\n".join(misses)


@pytest.mark.parametrize("code", languages.CODES)
def test_each_group_leads_to_a_word_of_the_texts(code: str) -> None:
    dead = []
    for group in synonyms_of(code).groups:
        terms = _terms([(written, folded) for written, folded, _stem in group], code)
        if not any(term.near for term in terms):
            dead.append([written for written, _folded, _stem in group])
    assert not dead
