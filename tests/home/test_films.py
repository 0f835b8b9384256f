"""The demo's films are whole: every language has its texts and captions, at the same times, and the files are small."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pytest
import webvtt

from home.demo.files import FOLDER, film_folders, read_film_texts, read_tree, read_yaml
from portal import languages
from resources.videos.captions import check_captions

FILMS = film_folders(FOLDER)
MAX_FILM, MAX_LOW, MAX_POSTER, MAX_AUDIO = 800_000, 250_000, 25_000, 150_000
MAX_LINES, MAX_CHARACTERS = 2, 48
"""A line that is longer is cut or covers the picture; marks of Indic scripts are counted too."""

film = pytest.mark.parametrize("film", FILMS, ids=[path.name for path in FILMS])


def captions_of(film: Path, code: str) -> list[webvtt.Caption]:
    text = (film / "captions" / f"{code}.vtt").read_text(encoding="utf-8")
    return list(webvtt.from_buffer(io.StringIO(text)).captions)


@film
def test_every_language_has_texts_and_captions(film: Path) -> None:
    texts = read_film_texts(film)

    assert set(texts) == set(languages.CODES)
    assert {path.stem for path in (film / "captions").glob("*.vtt")} == set(languages.CODES)
    assert {code for code, words in texts.items() if not words["machine"]} == {"ro", "en"}
    for code, words in texts.items():
        assert 0 < len(words["summary"]) <= 400, code
        assert all(paragraph.strip() for paragraph in words["transcript"]), code


@film
def test_captions_are_the_same_in_every_language(film: Path) -> None:
    seconds = read_yaml(film / "film.yaml")["duration_seconds"]
    source = captions_of(film, languages.SOURCE_CODE)

    for code in languages.CODES:
        check_captions((film / "captions" / f"{code}.vtt").read_bytes())
        captions = captions_of(film, code)
        assert [(each.start, each.end) for each in captions] == [(each.start, each.end) for each in source], code
        assert captions[-1].end_in_seconds <= seconds, code
        for before, after in pairwise(captions):
            assert before.end_in_seconds <= after.start_in_seconds, code
        for each in captions:
            assert len(each.lines) <= MAX_LINES, (code, each.text)
            assert max(map(len, each.lines)) <= MAX_CHARACTERS, (code, each.text)


@film
def test_machine_translated_captions_say_so(film: Path) -> None:
    for code, words in read_film_texts(film).items():
        noted = "NOTE machine-translated" in (film / "captions" / f"{code}.vtt").read_text(encoding="utf-8")
        assert noted is words["machine"], code


@film
def test_files_are_small(film: Path) -> None:
    numbers = read_yaml(film / "film.yaml")

    assert numbers["code"] == film.name
    assert (film / "film.mp4").stat().st_size == numbers["bytes"] < MAX_FILM
    assert (film / "low.mp4").stat().st_size == numbers["low_bytes"] < MAX_LOW
    assert (film / "poster.webp").stat().st_size < MAX_POSTER
    for audio in (film / "audio").glob("*.m4a"):
        assert languages.is_supported(audio.stem)
        assert audio.stat().st_size < MAX_AUDIO, audio.name


def test_every_film_has_its_page_and_its_source() -> None:
    assert {spec.video for spec in read_tree(FOLDER) if spec.video} == {path.name for path in FILMS}
    assert {path.stem for path in (FOLDER / "films" / "source").glob("*.html")} == {path.name for path in FILMS}
