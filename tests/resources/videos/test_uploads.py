"""A file is what its first bytes say, and as large as is allowed; a film that is nowhere is refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from resources.videos.models import Video, VideoFile
from resources.videos.uploads import CAPTIONS, FILM, FILM_OR_SOUND, POSTER, Upload

MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(8)
AVIF = b"\x00\x00\x00\x20ftypavif" + bytes(8)
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 "
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
JPG = b"\xff\xd8\xff\xe0" + bytes(12)


@pytest.mark.parametrize(
    ("check", "name", "content"),
    [
        (FILM, "a.mp4", MP4),
        (FILM, "A.MP4", MP4),
        (FILM_OR_SOUND, "a.m4a", MP4),
        (POSTER, "a.webp", WEBP),
        (POSTER, "a.avif", AVIF),
        (POSTER, "a.png", PNG),
        (POSTER, "a.jpeg", JPG),
        (CAPTIONS, "a.vtt", b"\xef\xbb\xbfWEBVTT\n"),
    ],
)
def test_what_it_says_it_is(check: Upload, name: str, content: bytes) -> None:
    check(ContentFile(content, name=name))


@pytest.mark.parametrize(
    ("check", "name", "content", "said"),
    [
        (FILM, "a.mp4", b"<html>not a film</html>", "no such file"),
        (FILM, "a.mp4", AVIF, "no such file"),
        (FILM, "a.mp4", b"", "no such file"),
        (FILM, "a.m4a", MP4, "not allowed"),
        (FILM, "a.exe", MP4, "not allowed"),
        (POSTER, "a.webp", PNG, "no such file"),
        (POSTER, "a.svg", b"<svg onload=alert(1)>", "not allowed"),
        (CAPTIONS, "a.vtt", b"1\n00:00:00,000", "no such file"),
        (Upload("mp4", megabytes=0.00001), "a.mp4", MP4, "at most 1e-05 MB"),
    ],
)
def test_what_it_is_not(check: Upload, name: str, content: bytes, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        check(ContentFile(content, name=name))
    assert said in str(caught.value.messages[0])


def test_the_file_is_left_as_it_was() -> None:
    file = ContentFile(MP4, name="a.mp4")
    FILM(file)
    assert file.read() == MP4


def test_a_film_is_here_or_elsewhere() -> None:
    with pytest.raises(ValidationError, match="needs a file"):
        Video(code="x").clean()
    Video(code="x", external_url="https://www.youtube.com/watch?v=x").clean()


def test_a_film_of_a_language_says_which_and_is_no_sound() -> None:
    with pytest.raises(ValidationError, match="stands above"):
        VideoFile(variant="full").clean()
    with pytest.raises(ValidationError, match="MP4"):
        VideoFile(variant="low", file="a.m4a").clean()
    VideoFile(variant="audio", language="ar", file="a.m4a").clean()


@pytest.mark.django_db
def test_the_admin_names_the_line_of_the_captions(admin_client: Client, admin_user: User) -> None:
    UserProfile.objects.create(user=admin_user, preferred_language="en")
    data = {
        "code": "film",
        "width": "854",
        "height": "480",
        "duration_seconds": "30",
        "external_url": "",
        "file": ContentFile(MP4, name="film.mp4"),
        "poster": ContentFile(WEBP, name="poster.webp"),
        "tracks-TOTAL_FORMS": "1",
        "tracks-INITIAL_FORMS": "0",
        "tracks-0-language": "ro",
        "tracks-0-transcript": "Text",
        "tracks-0-captions": ContentFile(b"WEBVTT\n\n00:02.000 --> 00:01.000\nx\n", name="ro.vtt"),
        "files-TOTAL_FORMS": "0",
        "files-INITIAL_FORMS": "0",
    }
    response = admin_client.post(reverse("films:add"), data)
    assert response.status_code == 200
    assert "Line 3: this caption ends before it begins." in response.content.decode()
    assert not Video.objects.exists()
