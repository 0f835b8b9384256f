"""Captions are refused with the line of what is wrong; those of every film are right in every language."""

from __future__ import annotations

import pytest
from django.test import Client

from portal import languages
from resources.videos.captions import CaptionError, check_captions
from resources.videos.models import Video

GOOD = "WEBVTT\n\n1\n00:00.000 --> 00:02.000\nHello\n\n00:02.000 --> 00:04.000 align:start\nthere\n"


@pytest.mark.parametrize(
    "text", [GOOD, "\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD.replace("WEBVTT", "WEBVTT - x")]
)
def test_good_captions_are_counted(text: str) -> None:
    assert check_captions(text.encode()) == 2


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("1\n00:00.000 --> 00:02.000\nHello\n", 1, "WEBVTT"),
        ("WEBVTTX\n", 1, "WEBVTT"),
        (GOOD.replace("00:02.000 --> 00:04.000 align:start", "00:02,000 --> 00:04,000"), 7, "00:01.000 -->"),
        (GOOD.replace("00:02.000 --> 00:04.000 align:start", "00:02.000 -> 00:04.000"), 7, "00:01.000 -->"),
        (GOOD.replace("00:00.000 --> 00:02.000", "00:03.000 --> 00:02.000"), 4, "ends before"),
        (GOOD.replace("00:00.000 --> 00:02.000", "00:03.000 --> 00:04.000"), 7, "order of time"),
        (GOOD.replace("there\n", ""), 7, "no text"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(CaptionError) as caught:
        check_captions(text.encode())
    assert f"Line {line}:" in str(caught.value)
    assert reason in str(caught.value)


def test_another_encoding_is_named_with_its_line() -> None:
    with pytest.raises(CaptionError, match="Line 5: .*UTF-8"):
        check_captions(GOOD.replace("Hello", "Bună").encode("iso-8859-2"))


def test_a_file_without_captions_is_refused() -> None:
    with pytest.raises(CaptionError, match="no captions"):
        check_captions(b"WEBVTT\n")


def test_a_time_in_a_text_is_no_error() -> None:
    assert check_captions(GOOD.replace("there", "at\n12:30.000 sharp").encode()) == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("code", languages.CODES)
def test_every_film_has_captions_in_time_order_and_a_transcript(client: Client, code: str) -> None:
    for video in Video.objects.all():
        track = video.tracks.get(language=code)
        with track.captions.open("rb") as file:
            assert check_captions(file.read()) > 2, video.code
        assert track.transcript.strip()
        response = client.get(track.captions.url)
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith("text/vtt")
