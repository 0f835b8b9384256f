"""What may be uploaded with a film: by the file's first bytes, not only its name, and not too large."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import pgettext

HEAD_BYTES = 16
MEGABYTE = 1_000_000


def _is_mp4(head: bytes) -> bool:
    """ISO base media: a box "ftyp" first, of a brand for moving pictures or sound, none of AVIF or HEIC."""
    return head[4:8] == b"ftyp" and head[8:12] not in {b"avif", b"avis", b"heic", b"mif1"}


FORMATS: dict[str, Callable[[bytes], bool]] = {
    "mp4": _is_mp4,
    "m4a": _is_mp4,
    "webp": lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP",
    "avif": lambda head: head[4:8] == b"ftyp" and head[8:12] in {b"avif", b"avis", b"mif1"},
    "jpg": lambda head: head[:3] == b"\xff\xd8\xff",
    "png": lambda head: head[:8] == b"\x89PNG\r\n\x1a\n",
    "vtt": lambda head: head.removeprefix(b"\xef\xbb\xbf")[:6] == b"WEBVTT",
}
"""How a file of each ending begins."""


@deconstructible
class Upload:
    """Refuses a file by its ending, its first bytes or its size, with a sentence that says what is wanted."""

    def __init__(self, *formats: str, megabytes: float) -> None:
        self.formats = formats
        self.megabytes = megabytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Upload) and (self.formats, self.megabytes) == (other.formats, other.megabytes)

    def __hash__(self) -> int:
        return hash((self.formats, self.megabytes))

    def __call__(self, file: Any) -> None:
        """Check one file. Raises ``ValidationError``."""
        FileExtensionValidator([*self.formats, *(["jpeg"] if "jpg" in self.formats else [])])(file)
        if file.size > self.megabytes * MEGABYTE:
            message = pgettext("staff", "This file has %(size)s MB; at most %(most)s MB are allowed.")
            sizes = {"size": f"{file.size / MEGABYTE:.1f}", "most": f"{self.megabytes:g}"}
            raise ValidationError(message, code="too_large", params=sizes)
        ending = file.name.rpartition(".")[2].lower().replace("jpeg", "jpg")
        if not FORMATS[ending](_head(file)):
            message = pgettext("staff", "The name ends in .%(ending)s, but this is no such file.")
            raise ValidationError(message, code="wrong_content", params={"ending": ending})


def _head(file: Any) -> bytes:
    """Return the first bytes, and leave the file as whoever saves it expects it."""
    was_closed = file.closed
    if was_closed:
        file.open("rb")
    file.seek(0)
    head: bytes = file.read(HEAD_BYTES)
    file.seek(0)
    if was_closed:
        file.close()
    return head


FILM = Upload("mp4", megabytes=60)
FILM_OR_SOUND = Upload("mp4", "m4a", megabytes=60)
POSTER = Upload("webp", "avif", "jpg", "png", megabytes=0.5)
CAPTIONS = Upload("vtt", megabytes=0.5)
