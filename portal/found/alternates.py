"""Which address of a page stands for readers of every other language (hreflang ``x-default``)."""

from __future__ import annotations

from collections.abc import Mapping

from portal import languages


def default_path(paths: Mapping[str, str]) -> str:
    """Return what a search engine offers to readers of other languages, by a page's path in each of its languages.

    English, else the source. For the first page it is ``/``, which greets everybody in the language of their browser.
    """
    best = next((code for code in ("en", languages.SOURCE_CODE) if code in paths), None)
    if best is None:
        return ""
    return "/" if paths[best] == f"/{best}/" else paths[best]
