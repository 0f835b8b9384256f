"""What is wrong with a translation. One list of findings that the check and the import share."""

from __future__ import annotations

import re
from collections import Counter

import polib

from portal import languages
from portal.catalogues.plurals import form_examples

_PERCENT = re.compile(r"%\(\w+\)[sd]|%[sd]")
_BRACES = re.compile(r"\{[\w:.-]+\}")
_TAGS = re.compile(r"</?[a-z][^>]*>")
_ENGLISH_WORD = re.compile(r"\b[A-Za-z]{3,}\b")
_ISOLATES = "\u2066\u2067\u2068"
_ISOLATE_END = "\u2069"
_EMBEDDINGS = frozenset("\u202a\u202b\u202c\u202d\u202e")


def placeholders(text: str) -> Counter[str]:
    """Return what a text wants filled in: ``%(name)s``, ``{name}``, ``{fact:code}``, with how often."""
    bare = text.replace("%%", "")
    return Counter(_PERCENT.findall(bare) + _BRACES.findall(bare))


def problems(code: str, entry: polib.POEntry) -> list[str]:
    """Return a sentence for everything that is wrong with one entry of a language's catalogue."""
    if "fuzzy" in entry.flags:
        return ["is marked as fuzzy"]
    if entry.msgid_plural:
        return _plural_problems(code, entry)
    if not entry.msgstr.strip():
        return ["isn't translated"]
    found = _text_problems(code, entry.msgid, entry.msgstr)
    if set(placeholders(entry.msgid)) != set(placeholders(entry.msgstr)):
        found.append(f"has other placeholders: {_names(entry.msgid)} became {_names(entry.msgstr)}")
    if _tags(entry.msgid) != _tags(entry.msgstr):
        found.append("has other markup")
    return found


def _plural_problems(code: str, entry: polib.POEntry) -> list[str]:
    forms = form_examples(code)
    if sorted(entry.msgstr_plural) != list(range(len(forms))):
        return [f"has {len(entry.msgstr_plural)} plural forms instead of {len(forms)}"]
    wanted = set(placeholders(entry.msgid)) | set(placeholders(entry.msgid_plural))
    found: list[str] = []
    for index, (name, numbers) in enumerate(forms):
        text = entry.msgstr_plural[index]
        if not text.strip():
            found.append(f"isn't translated for {name}")
            continue
        found += _text_problems(code, entry.msgid, text)
        have = set(placeholders(text))
        # "One place", "two places": a form that is for a single number may leave that number out.
        spare = 1 if len(numbers) == 1 else 0
        if have - wanted or len(wanted - have) > spare:
            found.append(f"has other placeholders for {name}: {sorted(wanted)} became {sorted(have)}")
        if not spare and _tags(text) not in (_tags(entry.msgid), _tags(entry.msgid_plural)):
            found.append(f"has other markup for {name}")
    return found


def _text_problems(code: str, source: str, text: str) -> list[str]:
    found = []
    if _outer_space(source) != _outer_space(text):
        found.append("begins or ends with other white space")
    if _EMBEDDINGS & set(text):
        found.append("uses directional embeddings; isolates (U+2066 to U+2069) are safe, these aren't")
    if sum(text.count(mark) for mark in _ISOLATES) != text.count(_ISOLATE_END):
        found.append("opens a directional isolate without closing it, or the reverse")
    copied = text == source and languages.get_language(code).script != "Latn"
    if copied and len(_ENGLISH_WORD.findall(_TAGS.sub("", _PERCENT.sub("", source)))) > 1:
        found.append("is the English text")
    return found


def _outer_space(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _names(text: str) -> list[str]:
    return sorted(set(placeholders(text)))


def _tags(text: str) -> list[str]:
    return sorted(_TAGS.findall(text))
