"""A film comes whole, for little data and as sound alone, each with its size, and nothing loads before it is asked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from portal import languages
from resources.videos.external import provider_of
from resources.videos.models import Video, VideoFile
from resources.videos.pages import VideoPage, versions_of

pytestmark = pytest.mark.django_db

FILM = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 8


@pytest.fixture
def video() -> Video:
    film = Video(code="film", duration_seconds=30)
    film.file.save("film.mp4", ContentFile(FILM), save=False)
    film.save()
    return film


@pytest.fixture
def version(video: Video) -> Callable[[str, str], VideoFile]:
    def store(variant: str, language: str = "") -> VideoFile:
        row = VideoFile(video=video, variant=variant, language=language, is_synthetic=variant == "audio")
        row.file.save(f"{variant}-{language}.m4a", ContentFile(FILM[: 100 + len(language)]), save=False)
        row.save()
        return row

    return store


def variants(video: Video, code: str) -> dict[str, str]:
    return {one.variant: one.url for one in versions_of(video, video.files.all(), code)}


def test_the_languages_own_file_comes_before_the_one_for_all(
    video: Video, version: Callable[[str, str], VideoFile]
) -> None:
    assert variants(video, "ar") == {"full": video.file.url}
    everybody, arabic = version("low", ""), version("low", "ar")
    sound, film = version("audio", "ar"), version("full", "ar")
    assert variants(video, "ar") == {"full": film.file.url, "low": arabic.file.url, "audio": sound.file.url}
    assert variants(video, "en") == {"full": video.file.url, "low": everybody.file.url}
    assert sound.size_bytes == 102


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.youtube.com/watch?v=x", "YouTube"),
        ("https://youtu.be/x", "YouTube"),
        ("https://player.vimeo.com/video/1", "Vimeo"),
        ("https://notyoutube.com/x", "notyoutube.com"),
        ("", ""),
    ],
)
def test_a_provider_has_the_name_that_people_know(url: str, name: str) -> None:
    assert provider_of(url) == name


@pytest.mark.usefixtures("demo")
class TestPage:
    """The page of the demo's film."""

    def page(self, client: Client, query: str = "", code: str = "ar") -> str:
        response = client.get(f"/{code}/resources/first-steps/{query}")
        assert response.status_code == 200
        return response.content.decode()

    @pytest.fixture
    def film(self) -> Video:
        film = Video.objects.get(code="first-steps")
        film.files.all().delete()
        for variant, language, size in [("low", "", 200_000), ("audio", "ar", 300_000)]:
            row = VideoFile(video=film, variant=variant, language=language, is_synthetic=variant == "audio")
            ending = "m4a" if variant == "audio" else "mp4"
            row.file.save(f"{variant}.{ending}", ContentFile(FILM.ljust(size, b"x")), save=False)
            row.save()
        return film

    def test_every_version_says_its_size_before_it_plays(self, client: Client, film: Video) -> None:
        html = self.page(client)
        for size in ["0.8 MB", "0.2 MB", "0.3 MB"]:
            assert html.count(size) >= 2, "in the choice, and on the button to save it"
        assert 'preload="none"' in html
        assert not re.search(r'preload="(?:auto|metadata)"|autoplay', html)

    def test_a_link_plays_the_small_film_or_the_sound(self, client: Client, film: Video) -> None:
        assert film.file.url in re.findall(r'<source src="([^"]+)"', self.page(client))
        low = film.files.get(variant="low").file.url
        assert re.findall(r'<source src="([^"]+)"', self.page(client, "?data=low")) == [low]
        sound = self.page(client, "?data=audio")
        assert "<video" not in sound
        assert film.files.get(variant="audio").file.url in sound
        assert "machine" in sound or "آلة" in sound or "<svg" in sound
        assert 'preload="none"' in sound

    @pytest.mark.parametrize("query", ["?data=audio", "?data=nonsense"])
    def test_what_a_language_lacks_is_the_whole_film(self, client: Client, film: Video, query: str) -> None:
        html = self.page(client, query, "en")
        assert re.findall(r'<source src="([^"]+)"', html) == [film.file.url]
        assert "?data=audio" not in html

    def test_a_computers_voice_is_called_one(self, client: Client, film: Video) -> None:
        film.files.filter(variant="audio").update(language="en")
        assert "A computer reads this aloud." in self.page(client, "?data=audio", "en")
        film.files.filter(variant="audio").update(is_synthetic=False)
        assert "A computer reads this aloud." not in self.page(client, "?data=audio", "en")

    @pytest.mark.parametrize("code", languages.CODES)
    def test_captions_in_the_readers_language_are_on(self, client: Client, code: str) -> None:
        html = self.page(client, code=code)
        tracks = re.findall(r"<track.*?>", html, re.DOTALL)
        assert [re.search(r'srclang="(\w+)"', track).group(1) for track in tracks if "default" in track] == [code]  # type: ignore[union-attr]

    def test_a_film_elsewhere_sends_nothing_before_the_click(self, client: Client, film: Video) -> None:
        Video.objects.filter(pk=film.pk).update(external_url="https://www.youtube.com/watch?v=x", file="")
        film.files.all().delete()
        html = self.page(client, code="en")
        assert "This film is on <bdi>YouTube</bdi>" in html
        assert "learns the address of your connection" in html
        assert '<a class="button secondary"' in html
        assert re.search(
            r'href="https://www.youtube.com/watch\?v=x"\s+target="_blank"\s+rel="noopener noreferrer"', html
        )
        assert not re.search(r"<iframe|<video|preconnect|(?:src|poster)=\"https?:", html)

    def test_a_film_can_be_jumped_in(self, client: Client, film: Video) -> None:
        for url, kind in [
            (film.file.url, "video/mp4"),
            (film.files.get(variant="audio").file.url, "audio/mp4"),
        ]:
            response = client.get(url, headers={"range": "bytes=100-199"})
            assert response.status_code == 206
            assert re.fullmatch(r"bytes 100-199/\d+", response.headers["Content-Range"])
            assert response.headers["Content-Type"] in {kind, "audio/x-m4a" if "audio" in kind else kind}

    def test_a_topic_brings_its_guides(self, client: Client) -> None:
        page = VideoPage.objects.get(locale__language_code="en", slug="first-steps")
        assert page.topic
        assert 'aria-labelledby="same-topic"' in self.page(client, code="en")
