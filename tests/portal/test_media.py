"""Uploads can be read in parts: phones don't play a film otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

CONTENT = bytes(range(256))


@pytest.fixture
def film(tmp_path: Path, settings) -> str:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "film.mp4").write_bytes(CONTENT)
    (tmp_path / "captions.vtt").write_text("WEBVTT\n")
    return "/media/film.mp4"


def _body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_whole_file(client: Client, film: str) -> None:
    response = client.get(film)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert _body(response) == CONTENT


def test_a_part_of_it(client: Client, film: str) -> None:
    response = client.get(film, headers={"range": "bytes=10-19"})
    assert response.status_code == 206
    assert response.headers["Content-Range"] == "bytes 10-19/256"
    assert _body(response) == CONTENT[10:20]


def test_a_part_that_is_not_there(client: Client, film: str) -> None:
    assert client.get(film, headers={"range": "bytes=300-400"}).status_code == 416


def test_captions_have_their_type(client: Client, film: str) -> None:
    assert client.get("/media/captions.vtt").headers["Content-Type"] == "text/vtt"


@pytest.mark.parametrize("path", ["missing.mp4", "../conftest.py", "..%2F..%2Fmanage.py", ""])
def test_nothing_else_is_served(client: Client, film: str, path: str, db: None) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_it_is_for_reading(client: Client, film: str, db: None) -> None:
    assert client.post(film).status_code == 405
