"""The demo's films: file, poster, captions and transcripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile

from home.demo.errors import DemoError
from home.demo.files import film_folders, read_film_texts, read_yaml
from resources.videos.models import Video, VideoTrack


def load_films(folder: Path) -> dict[str, Video]:
    """Store every finished film of the folder ``films`` through the configured storage; return them by code.

    Raises :class:`DemoError` when a file is missing or captions don't parse.
    """
    films: dict[str, Video] = {}
    for path in film_folders(folder):
        description = read_yaml(path / "film.yaml")
        code = description["code"]
        video = Video(
            code=code,
            duration_seconds=description["duration_seconds"],
            width=description["width"],
            height=description["height"],
        )
        try:
            with (path / "film.mp4").open("rb") as film, (path / "poster.webp").open("rb") as poster:
                video.file.save(f"{code}.mp4", File(film), save=False)
                video.poster.save(f"{code}.webp", File(poster), save=False)
        except OSError as error:
            raise DemoError(f"{path.name}: {error}") from error
        video.save()
        for language, words in read_film_texts(path).items():
            _load_track(path, video, language, words)
        films[code] = video
    return films


def _load_track(path: Path, video: Video, language: str, words: dict[str, Any]) -> None:
    track = VideoTrack(
        video=video,
        language=language,
        transcript="\n\n".join(paragraph.strip() for paragraph in words["transcript"]),
        is_machine=bool(words["machine"]),
    )
    try:
        captions = (path / "captions" / f"{language}.vtt").read_bytes()
        track.captions.save(f"{video.code}-{language}.vtt", ContentFile(captions), save=False)
        track.clean()
    except (OSError, ValidationError) as error:
        raise DemoError(f"{path.name}/captions/{language}.vtt: {error}") from error
    track.save()
