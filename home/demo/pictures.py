"""The demo's pictures: drawings without words, so that one file serves every language."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import ContentFile
from wagtail.images.models import Image

from home.demo.errors import DemoError
from portal.images import is_only_a_drawing


def load_pictures(folder: Path) -> None:
    """Store every drawing of the folder ``pictures`` as an image of Wagtail's.

    Raises :class:`DemoError` for a file that is no plain drawing.
    """
    for path in _drawings(folder):
        content = path.read_bytes()
        if not is_only_a_drawing(content):
            raise DemoError(f"pictures/{path.name}: it is no plain drawing: broken, with scripts or with links")
        image = Image(title=_title(path), file=ContentFile(content, name=path.name))
        image._set_image_file_metadata()
        image.save()


def stored_pictures(folder: Path) -> dict[str, int]:
    """Return the keys of the stored drawings by code. One query."""
    codes = {_title(path): path.stem for path in _drawings(folder)}
    rows = Image.objects.filter(title__in=codes).order_by("-pk").values_list("title", "pk")
    return {codes[title]: pk for title, pk in rows}


def _drawings(folder: Path) -> list[Path]:
    return sorted((folder / "pictures").glob("*.svg"))


def _title(path: Path) -> str:
    return path.stem.replace("-", " ").capitalize()
