"""The other ways to have a demo film: small, and the sound alone in each language."""

from __future__ import annotations

from pathlib import Path

from django.core.files import File

from home.demo.errors import DemoError
from portal import languages
from resources.videos.models import Video, VideoFile


def load_versions(folder: Path, video: Video) -> None:
    """Store ``low.mp4`` and ``audio/<code>.m4a`` of a film's folder, as far as they are there.

    The voices of the demo are a computer's. Raises :class:`DemoError` for a language that the portal doesn't speak.
    """
    low = folder / "low.mp4"
    if low.exists():
        _store(low, VideoFile(video=video, variant=VideoFile.Variant.LOW), f"{video.code}-low.mp4")
    for path in sorted((folder / "audio").glob("*.m4a")):
        if not languages.is_supported(path.stem):
            raise DemoError(f"{folder.name}/audio/{path.name}: the portal doesn't speak it")
        sound = VideoFile(video=video, variant=VideoFile.Variant.AUDIO, language=path.stem, is_synthetic=True)
        _store(path, sound, f"{video.code}-{path.name}")


def _store(path: Path, version: VideoFile, name: str) -> None:
    with path.open("rb") as file:
        version.file.save(name, File(file), save=False)
    version.save()
