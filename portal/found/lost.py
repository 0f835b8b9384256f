"""What somebody may have looked for who came to an address that isn't there."""

from __future__ import annotations

import re
from urllib.parse import unquote

from rapidfuzz import fuzz, process
from wagtail.models import Page

from portal.context import public_path

LONGEST = 60
MOST = 4
LIKE_ENOUGH = 72
"""Of a hundred: "permits-residence" is still the residence permit, "wp-admin" is nothing of ours."""

_NO_WORDS = re.compile(r"[\W\d_]+")
_MACHINE = re.compile(r"[.%\\]|//")
"""What only machines ask for (``.env``, ``index.php``): nobody is to be helped, and nothing is to be read."""


def words_of(path: str) -> str:
    """Return the last part of an address as words to search for; "" where it has none."""
    last = unquote(path).strip("/").rpartition("/")[2]
    if _MACHINE.search(last):
        return ""
    words = " ".join(_NO_WORDS.sub(" ", last).split())
    return words[:LONGEST].strip() if len(words) > 2 else ""


def pages_like(words: str, code: str) -> list[dict[str, str]]:
    """Return title and address of live pages in a language with nearly such an address, the likest first. One query."""
    if not words:
        return []
    rows = Page.objects.live().filter(locale__language_code=code, depth__gt=2).order_by().values_list
    known = {url_path: (slug.replace("-", " "), title) for slug, title, url_path in rows("slug", "title", "url_path")}
    likest = process.extract(
        words.casefold(),
        {url_path: slug for url_path, (slug, _title) in known.items()},
        scorer=fuzz.token_sort_ratio,
        score_cutoff=LIKE_ENOUGH,
        limit=MOST,
    )
    return [{"title": known[url_path][1], "url": public_path(url_path, code)} for _slug, _score, url_path in likest]
