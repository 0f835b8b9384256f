"""What people look for, written by somebody else than the search: in each language nine of ten must be among the first
three.

``queries/<code>.yaml`` is a list of ``{query, expect, kind}``: ``expect`` is a path below the language
(``resources/residence-permit``) or a list of paths, one of which is enough; ``kind`` says what the query tries.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from portal import languages
from portal.search.queries import search

FOLDER = Path(__file__).parent / "queries"
FIRST = 3
SHARE = 0.9
FEWEST = 15

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def read(code: str) -> list[dict[str, Any]]:
    return yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", languages.CODES)
def test_what_people_look_for_is_among_the_first(code: str) -> None:
    rows = read(code)
    assert len(rows) >= FEWEST
    misses = []
    for row in rows:
        wanted = [row["expect"]] if isinstance(row["expect"], str) else row["expect"]
        found = [hit.entry.path.strip("/") for hit in search(row["query"], code).hits[:FIRST]]
        # A question leads to a place on a page.
        if not {path.strip("/") for path in wanted} & {path.partition("#")[0].strip("/") for path in found}:
            misses.append(f"{row['query']!r} ({row.get('kind', '')}): wanted {wanted}, found {found}")
    share = 1 - len(misses) / len(rows)
    assert share >= SHARE, f"{code}: {share:.0%} found\n" + "\n".join(misses)
    print(f"{code}: {share:.0%} of {len(rows)}", *misses, sep="\n")
