"""Pictures that editors upload. A drawing (SVG) is a document that could carry scripts: those that do are refused."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import pgettext
from wagtail.images.forms import BaseImageForm

ACTIVE_TAGS = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "listener"})
"""Elements of a drawing that do something, or bring in what does."""


class PictureForm(BaseImageForm):
    """Wagtail's form of a picture, which looks into drawings."""

    def clean_file(self) -> Any:
        """Refuse a drawing that isn't only a drawing."""
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data and file.name.lower().endswith(".svg"):
            file.seek(0)
            content = file.read()
            file.seek(0)
            if not is_only_a_drawing(content):
                raise ValidationError(
                    pgettext("staff", "This drawing holds scripts or things from elsewhere. Export it as a plain SVG.")
                )
        return file


def is_only_a_drawing(content: bytes) -> bool:
    """Whether an SVG file parses, and has no scripts, no handlers and no links but to its own parts."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return False
    return all(_is_passive(element) for element in root.iter())


def _is_passive(element: Element) -> bool:
    if str(element.tag).rpartition("}")[2].lower() in ACTIVE_TAGS:
        return False
    for name, value in element.attrib.items():
        bare = name.rpartition("}")[2].lower()
        if bare.startswith("on") or (bare == "href" and not value.strip().startswith(("#", "data:image/"))):
            return False
    return True
