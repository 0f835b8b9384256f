"""Updating keeps what is translated and guesses nothing; translators' files go out and come back."""

from __future__ import annotations

import os
from pathlib import Path

import polib

from portal.catalogues import exchange, files
from portal.catalogues.extraction import SourceMessage
from portal.catalogues.plurals import form_examples


def _messages(*texts: str) -> list[SourceMessage]:
    return [SourceMessage(text, files=["home/pages.py"]) for text in texts]


def _translated(code: str, *pairs: tuple[str, str]) -> polib.POFile:
    catalogue = files.merged(code, _messages(*(text for text, _ in pairs)), polib.POFile())
    for entry, (_, translation) in zip(catalogue, pairs, strict=True):
        entry.msgstr = translation
    return catalogue


def test_merging_keeps_translations_and_drops_what_is_gone() -> None:
    old = _translated("tr", ("Hello", "Merhaba"), ("Gone", "Gitti"))
    new = files.merged("tr", _messages("Hello", "Hello!"), old)
    assert [(entry.msgid, entry.msgstr) for entry in new] == [("Hello", "Merhaba"), ("Hello!", "")]


def test_a_string_that_gets_a_plural_is_translated_anew() -> None:
    old = _translated("tr", ("%(n)s place", "%(n)s yer"))
    (entry,) = files.merged("tr", [SourceMessage("%(n)s place", "%(n)s places")], old)
    assert entry.msgstr_plural == {0: "", 1: ""}


def test_words_for_staff_are_in_the_romanian_catalogue_only() -> None:
    messages = [SourceMessage("Inbox", context="staff"), SourceMessage("Hello")]
    assert len(files.merged("ro", messages, polib.POFile())) == 2
    assert [entry.msgid for entry in files.merged("ar", messages, polib.POFile())] == ["Hello"]


def test_writing_is_stable(tmp_path: Path) -> None:
    catalogue = _translated("ar", ("Hello %(name)s", "مرحبا %(name)s"))
    assert files.write(tmp_path, "ar", catalogue)
    again = files.merged("ar", _messages("Hello %(name)s"), files.read(tmp_path, "ar"))
    assert not files.write(tmp_path, "ar", again)


def test_compiling_follows_changes(tmp_path: Path) -> None:
    files.write(tmp_path, "tr", _translated("tr", ("Hello", "Merhaba")))
    assert files.compile_catalogues(tmp_path) == 1
    assert files.compile_catalogues(tmp_path) == 0
    source = files.catalogue_path(tmp_path, "tr")
    compiled = source.with_suffix(".mo")
    os.utime(source, ns=(0, compiled.stat().st_mtime_ns + 1))
    assert files.compile_catalogues(tmp_path) == 1


def test_a_translator_gets_what_is_missing_and_hands_it_back() -> None:
    messages = [*_messages("Hello", "Done"), SourceMessage("%(n)s day", "%(n)s days")]
    catalogue = files.merged("ro", messages, polib.POFile())
    catalogue[1].msgstr = "Gata"
    document = exchange.exported("ro", catalogue)
    assert [message["id"] for message in document["messages"]] == ["Hello", "%(n)s day"]
    assert len(document["forms"]) == len(form_examples("ro"))

    document["messages"][0]["translation"] = "Salut"
    document["messages"][1]["translation"] = ["o zi", "%(n)s zile", "%(n)s de zile"]
    assert exchange.imported("ro", catalogue, document) == (2, [])
    assert catalogue[0].tcomment == files.MACHINE_MARK
    assert catalogue[2].msgstr_plural[2] == "%(n)s de zile"
    assert exchange.exported("ro", catalogue)["messages"] == []


def test_what_a_person_wrote_carries_no_mark() -> None:
    catalogue = files.merged("ro", _messages("Hello"), polib.POFile())
    document = {"language": "ro", "messages": [{"id": "Hello", "translation": "Salut"}]}
    exchange.imported("ro", catalogue, document, machine=False)
    assert catalogue[0].tcomment == ""


def test_a_wrong_translation_is_refused_and_the_others_are_taken() -> None:
    catalogue = files.merged("ro", _messages("Hello %(name)s", "Done"), polib.POFile())
    document = {
        "language": "ro",
        "messages": [
            {"id": "Hello %(name)s", "translation": "Salut"},
            {"id": "Done", "translation": "Gata"},
            {"id": "Unknown", "translation": "Necunoscut"},
        ],
    }
    accepted, refused = exchange.imported("ro", catalogue, document)
    assert accepted == 1
    assert catalogue[0].msgstr == ""
    assert len(refused) == 2
    assert exchange.imported("tr", catalogue, document)[0] == 0
