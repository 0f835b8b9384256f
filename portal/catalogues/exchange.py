"""Hands untranslated entries to a translator as JSON, and takes translations back.

The file holds ``language``, ``forms`` (the plural forms in order, with numbers they are for) and ``messages``.
A message has ``id`` (the English text), ``translation`` (to be filled in; a list with one text for each form
where there is a ``plural``), and where they help ``context``, ``plural``, ``comment`` and ``files``.
"""

from __future__ import annotations

from typing import Any

import polib

from portal.catalogues import checks
from portal.catalogues.files import MACHINE_MARK
from portal.catalogues.plurals import form_examples


def exported(code: str, catalogue: polib.POFile, *, everything: bool = False) -> dict[str, Any]:
    """Return the entries of a catalogue that need a translator, or every entry."""
    return {
        "language": code,
        "forms": [_form(name, numbers) for name, numbers in form_examples(code)],
        "messages": [_message(entry) for entry in catalogue if everything or checks.problems(code, entry)],
    }


def imported(
    code: str, catalogue: polib.POFile, document: dict[str, Any], *, machine: bool = True
) -> tuple[int, list[str]]:
    """Put the translations of ``document`` into ``catalogue``; return how many, and what was refused and why.

    A translation that :func:`portal.catalogues.checks.problems` objects to is refused. ``machine`` marks the
    accepted ones as not yet checked by a person; messages without a translation are passed over.
    """
    if document.get("language") != code:
        return 0, [f"The file is for {document.get('language')!r}, not for {code!r}."]
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    accepted = 0
    refused: list[str] = []
    for message in document["messages"]:
        translation = message.get("translation")
        texts = translation if isinstance(translation, list) else [translation or ""]
        if not any(texts):
            continue
        entry = entries.get((message.get("context"), message["id"]))
        if entry is None:
            refused.append(f"{message['id']!r} isn't in the catalogue")
            continue
        candidate = _filled(entry, texts)
        found = checks.problems(code, candidate)
        if found:
            refused += [f"{message['id']!r} {problem}" for problem in found]
            continue
        entry.msgstr, entry.msgstr_plural, entry.flags = candidate.msgstr, candidate.msgstr_plural, candidate.flags
        entry.tcomment = MACHINE_MARK if machine else ""
        accepted += 1
    return accepted, refused


def _filled(entry: polib.POEntry, texts: list[str]) -> polib.POEntry:
    """A copy of an entry with these texts, to be checked before the entry itself is touched."""
    candidate = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural)
    candidate.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    if entry.msgid_plural:
        candidate.msgstr_plural = dict(enumerate(texts))
    else:
        candidate.msgstr = texts[0]
    return candidate


def _message(entry: polib.POEntry) -> dict[str, Any]:
    message: dict[str, Any] = {"id": entry.msgid}
    if entry.msgctxt:
        message["context"] = entry.msgctxt
    if entry.msgid_plural:
        message["plural"] = entry.msgid_plural
    if entry.comment:
        message["comment"] = entry.comment
    message["files"] = [name for name, _line in entry.occurrences]
    message["translation"] = (
        [entry.msgstr_plural[index] for index in sorted(entry.msgstr_plural)] if entry.msgid_plural else entry.msgstr
    )
    return message


def _form(name: str, numbers: tuple[int, ...]) -> str:
    examples = ", ".join(map(str, numbers[:5]))
    return f"{name}: {examples}, ..." if len(numbers) > 5 else f"{name}: {examples}"
