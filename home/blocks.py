"""The body of news, events and projects: what every page may say, and documents to take along."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from portal import languages
from portal.blocks import BodyBlock


class DocumentBlock(blocks.StructBlock):
    """A file to download: what it is, in which language, of which type, how large."""

    document = DocumentChooserBlock(label=pgettext_lazy("staff", "Document"))
    title = blocks.CharBlock(label=pgettext_lazy("staff", "What it is"), max_length=120)
    language = blocks.ChoiceBlock(
        choices=languages.django_choices,
        default=languages.SOURCE_CODE,
        label=pgettext_lazy("staff", "Language of the document"),
    )

    class Meta:
        icon = "doc-full"
        label = pgettext_lazy("staff", "Document")
        template = "blocks/document.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the language by its names."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["tongue"] = languages.get_language(value["language"] or languages.SOURCE_CODE)
        return context


class StoryBlock(BodyBlock):
    """The body of a page that tells what happens."""

    document = DocumentBlock()
