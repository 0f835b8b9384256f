"""The demo's pictures: drawings without words, so that one file serves every language."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import ContentFile
from wagtail.images.models import Image

from home.demo.errors import DemoError
from portal.images import is_only_a_drawing


def load_pictures(folder: Path) -> dict[str, int]:
    """Store every drawing of the folder ``pictures`` as an image of Wagtail's; return their keys by code.

    Raises :class:`DemoError` for a file that is no plain drawing.
    """
    pictures: dict[str, int] = {}
    for path in sorted((folder / "pictures").glob("*.svg")):
        content = path.read_bytes()
        if not is_only_a_drawing(content):
            raise DemoError(f"pictures/{path.name}: it is no plain drawing: broken, with scripts or with links")
        title = path.stem.replace("-", " ").capitalize()
        image = Image(title=title, file=ContentFile(content, name=path.name))
        image._set_image_file_metadata()
        image.save()
        pictures[path.stem] = image.pk
    return pictures
