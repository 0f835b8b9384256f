"""Reads, merges, writes and compiles the catalogues."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polib

from portal import languages
from portal.catalogues.extraction import STAFF_CONTEXT, SourceMessage
from portal.catalogues.plurals import form_examples, plural_header

STAFF_LANGUAGE = "ro"
"""The language that messages for staff are translated to."""

MACHINE_MARK = "machine-translated"
"""The translator's comment of an entry that no person has checked."""

_WIDTH = 110


def catalogue_codes() -> list[str]:
    """Languages that have a catalogue: all but English, which the source strings are written in."""
    return [code for code in languages.CODES if code != "en"]


def catalogue_path(root: Path, code: str) -> Path:
    """Return where the catalogue of a language lives."""
    return root / "locale" / code.replace("-", "_") / "LC_MESSAGES" / "django.po"


def read(root: Path, code: str) -> polib.POFile:
    """Return the catalogue of a language as it is, an empty one where there is none.

    Raises ``OSError`` with the line where the file can't be parsed.
    """
    path = catalogue_path(root, code)
    return polib.pofile(str(path), wrapwidth=_WIDTH) if path.exists() else polib.POFile(wrapwidth=_WIDTH)


def merged(code: str, messages: Iterable[SourceMessage], old: polib.POFile) -> polib.POFile:
    """Return the catalogue that ``messages`` ask for, with the translations that ``old`` has for the very same strings.

    Nothing is guessed: a changed string is a new, empty entry; one that is gone is dropped.
    """
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=_WIDTH)
    catalogue.metadata = {
        "Project-Id-Version": "migrant-portal",
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_header(code),
    }
    for message in messages:
        if message.context == STAFF_CONTEXT and code != STAFF_LANGUAGE:
            continue
        catalogue.append(_entry(code, message, known.get(message.key)))
    return catalogue


def _entry(code: str, message: SourceMessage, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.msgid,
        msgctxt=message.context,
        msgid_plural=message.plural,
        comment="\n".join(message.comments),
        occurrences=[(name, "") for name in message.files],
        flags=["python-format"] if "%(" in message.msgid + message.plural else [],
    )
    if message.plural:
        entry.msgstr_plural = dict.fromkeys(range(len(form_examples(code))), "")
    if old is not None and old.msgid_plural == message.plural:
        entry.tcomment = old.tcomment
        if "fuzzy" in old.flags:
            entry.flags.append("fuzzy")
        if message.plural:
            entry.msgstr_plural |= dict(old.msgstr_plural)
        else:
            entry.msgstr = old.msgstr
    return entry


def rendered(catalogue: polib.POFile) -> str:
    """Return a catalogue's text as it stands in its file."""
    return str(catalogue).rstrip("\n") + "\n"


def write(root: Path, code: str, catalogue: polib.POFile) -> bool:
    """Write a catalogue; return whether the file changed."""
    path = catalogue_path(root, code)
    text = rendered(catalogue)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def compile_catalogues(root: Path) -> int:
    """Make the ``.mo`` files that Django reads, where they are missing or older; return how many were made."""
    made = 0
    for code in catalogue_codes():
        source = catalogue_path(root, code)
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns):
            continue
        # Another process may be reading the old file: replace it in one step.
        partial = target.with_suffix(".mo.partial")
        read(root, code).save_as_mofile(str(partial))
        partial.replace(target)
        made += 1
    return made
