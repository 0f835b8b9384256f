"""Finds every translatable string of the portal's Python files and templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

STAFF_CONTEXT = "staff"
"""The context of messages that only staff see."""

APPS = ("portal", "resources", "courses", "home")
TEMPLATE_SUFFIXES = frozenset({".html", ".txt", ".xml"})

_COMMENT_TAG = "Translators"
_CONTEXT = ((1, "c"), 2)
_CONTEXT_PLURAL = ((1, "c"), 2, 3)
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _CONTEXT_PLURAL,
    "npgettext_lazy": _CONTEXT_PLURAL,
}

# Django blanks out what isn't translatable with runs of these letters; joined to digits or quotes of the
# text around them they could read as broken Python.
_BLANKED = re.compile(r"(?<![\w'\"])[XBFSP]+(?![\w'\"])")


@dataclass
class SourceMessage:
    """One translatable string, and where it stands."""

    msgid: str
    plural: str = ""
    context: str | None = None
    files: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, str]:
        """What tells messages apart."""
        return (self.context, self.msgid)


class ExtractionError(Exception):
    """A file can't be read for its strings; the message names it."""


def source_messages(root: Path) -> list[SourceMessage]:
    """Return every translatable string below ``root``, in order of file and of its place in the file.

    Raises :class:`ExtractionError` where a template's translation block can't be understood, and where one
    string is used with two different plurals.
    """
    found: dict[tuple[str | None, str], SourceMessage] = {}
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        try:
            messages = list(_messages_of(path))
        except SyntaxError as error:
            raise ExtractionError(f"{name}: {error}") from error
        for message in messages:
            known = found.setdefault(message.key, message)
            if message.plural:
                if known.plural not in ("", message.plural):
                    raise ExtractionError(f"{name}: {message.msgid!r} has another plural elsewhere.")
                known.plural = message.plural
            if name not in known.files:
                known.files.append(name)
            known.comments += [comment for comment in message.comments if comment not in known.comments]
    return list(found.values())


def _files(root: Path) -> Iterator[Path]:
    """Python files and templates in a stable order, without migrations."""
    folders = [root / "templates", *(root / app for app in APPS)]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(root).parts
            is_code = path.suffix == ".py" and "migrations" not in parts
            if is_code or (path.suffix in TEMPLATE_SUFFIXES and "templates" in parts):
                yield path


def _messages_of(path: Path) -> Iterator[SourceMessage]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = _as_python(templatize(source, origin=path.name))
    stream = BytesIO(source.encode())
    rows: Iterable = extract("python", stream, keywords=_KEYWORDS, comment_tags=[_COMMENT_TAG], strip_comment_tags=True)
    for _line, strings, comments, context in rows:
        singular, plural = strings if isinstance(strings, tuple) else (strings, "")
        cleaned = [comment.lstrip(": ").strip() for comment in comments]
        yield SourceMessage(singular, plural, context, comments=[comment for comment in cleaned if comment])


def _as_python(templatized: str) -> str:
    """Make what Django turns a template into readable for a strict Python tokenizer."""
    return "\n".join(_BLANKED.sub("", line).strip() for line in templatized.splitlines())
