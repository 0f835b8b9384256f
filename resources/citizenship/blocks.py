"""Blocks of lessons: pictures, key words with their sound, and lines to read along.

What is Romanian in them is the same in every language: it is what people learn, and no translator meets it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail_localize.segments.types import BaseValue

from portal.blocks import BodyBlock

PHOTOGRAPH = ("width-480|format-webp", "width-1200|format-webp")
"""The sizes in which a photograph is sent: one format that every phone in use reads, and that is one copy offline."""


class RomanianBlock(blocks.CharBlock):
    """A Romanian text that stays Romanian in every translation."""

    def get_translatable_segments(self, value: str) -> list[BaseValue]:
        """Give wagtail-localize nothing to translate."""
        return []

    def restore_translated_segments(self, value: str, segments: list[BaseValue]) -> str:
        """Keep the source's text, whatever a translation made before this rule brings."""
        return value


class PictureBlock(blocks.StructBlock):
    """A drawing or a photograph, and what it shows in words."""

    image = ImageChooserBlock(label=pgettext_lazy("staff", "Picture"))
    alt = blocks.CharBlock(
        label=pgettext_lazy("staff", "What it shows"),
        max_length=250,
        help_text=pgettext_lazy("staff", "For who can't see it: what somebody would tell them on the phone."),
    )
    caption = blocks.CharBlock(label=pgettext_lazy("staff", "Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = pgettext_lazy("staff", "Picture")
        template = "blocks/picture.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the file: a drawing as it is, a photograph in a size for phones and one for wide or dense screens."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        image = value.get("image")
        if image is not None and image.is_svg():
            context["file"] = image
        elif image is not None:
            made = image.get_renditions(*PHOTOGRAPH)
            context["file"], larger = (made[spec] for spec in PHOTOGRAPH)
            if larger.width > context["file"].width:
                context["larger"] = larger
        return context

    def bulk_to_python(self, values: Any) -> list[Any]:
        """Read the pictures of a page together with their renditions: two queries, however many there are."""
        found: list[Any] = super().bulk_to_python(values)
        images = {value["image"].pk: value["image"] for value in found if value.get("image")}
        renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=PHOTOGRAPH)
        to_attr = "prefetched_renditions"
        prefetch_related_objects(
            [image for image in images.values() if not image.is_svg()], Prefetch("renditions", renditions, to_attr)
        )
        return found


class WordBlock(blocks.StructBlock):
    """A word to know: in Romanian, as it sounds, and what it means."""

    romanian = RomanianBlock(label=pgettext_lazy("staff", "Romanian"), max_length=120)
    sound = blocks.CharBlock(
        label=pgettext_lazy("staff", "How it sounds"),
        required=False,
        max_length=160,
        help_text=pgettext_lazy("staff", "As a reader of this language would write it; the stressed part is marked."),
    )
    meaning = blocks.CharBlock(label=pgettext_lazy("staff", "What it means"), max_length=250)

    class Meta:
        label = pgettext_lazy("staff", "Word")


class WordsBlock(blocks.StructBlock):
    """Key words of a lesson."""

    title = blocks.CharBlock(label=pgettext_lazy("staff", "Heading"), required=False, max_length=120)
    items = blocks.ListBlock(WordBlock(), label=pgettext_lazy("staff", "Words"), min_num=1)

    class Meta:
        icon = "openquote"
        label = pgettext_lazy("staff", "Key words")
        template = "blocks/words.html"


class LineBlock(blocks.StructBlock):
    """A line of a text that people say by heart, and what it means."""

    romanian = RomanianBlock(label=pgettext_lazy("staff", "Romanian"), max_length=600)
    meaning = blocks.CharBlock(label=pgettext_lazy("staff", "What it means"), required=False, max_length=800)

    class Meta:
        label = pgettext_lazy("staff", "Line")


class VersesBlock(blocks.StructBlock):
    """A stanza or an article, line by line."""

    title = blocks.CharBlock(label=pgettext_lazy("staff", "Heading"), required=False, max_length=120)
    lines = blocks.ListBlock(LineBlock(), label=pgettext_lazy("staff", "Lines"), min_num=1)

    class Meta:
        icon = "pilcrow"
        label = pgettext_lazy("staff", "Text to read along")
        template = "blocks/verses.html"


class LessonBlock(BodyBlock):
    """The body of a lesson: what every page may have, pictures, words and lines."""

    picture = PictureBlock()
    words = WordsBlock()
    verses = VersesBlock()
