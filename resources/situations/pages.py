"""Situations: "I have just arrived", and what to read, watch and do then, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import QueryDict
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal import languages
from portal.caching.marks import Parameters
from portal.context import public_path
from portal.pages import BasePage
from resources.facets import Reader

if TYPE_CHECKING:
    from django.http import HttpRequest


_LANGUAGE = models.F("locale__language_code")


class EntryBlock(blocks.StructBlock):
    """One page to open, and a sentence why and when."""

    page = blocks.PageChooserBlock(
        label=pgettext_lazy("staff", "Page"),
        help_text=pgettext_lazy("staff", "In any language: readers are led to it in theirs."),
    )
    text = blocks.TextBlock(label=pgettext_lazy("staff", "Why, in a sentence"), max_length=400)

    class Meta:
        icon = "list-ol"
        label = pgettext_lazy("staff", "Page to open")


class EntriesBlock(blocks.StreamBlock):
    """Pages in the order in which to open them."""

    entry = EntryBlock()


@dataclass(frozen=True)
class Entry:
    """A page as a reader of one language meets it: ``language`` is another one where theirs is missing."""

    title: str
    url: str
    text: str
    icon: str
    language: languages.Language
    is_foreign: bool


class SituationPage(BasePage):
    """What to do, in order, for somebody in one situation of life."""

    class Symbol(models.TextChoices):
        SUITCASE = "suitcase", pgettext_lazy("staff", "Suitcase")
        BRIEFCASE = "briefcase", pgettext_lazy("staff", "Briefcase")
        SPEAK = "speak", pgettext_lazy("staff", "Speech bubble")
        CHILD = "child", pgettext_lazy("staff", "Child")
        KEY = "key", pgettext_lazy("staff", "Key")
        HEALTH = "health", pgettext_lazy("staff", "First-aid box")
        UMBRELLA = "umbrella", pgettext_lazy("staff", "Umbrella")
        LEAF = "leaf", pgettext_lazy("staff", "Plant")
        SHIELD = "shield", pgettext_lazy("staff", "Shield")
        STEPS = "steps", pgettext_lazy("staff", "Steps")

    symbol = models.CharField(
        pgettext_lazy("staff", "pictogram"), max_length=20, choices=Symbol.choices, default=Symbol.STEPS
    )
    entries = StreamField(EntriesBlock(), blank=True, verbose_name=pgettext_lazy("staff", "pages to open, in order"))

    parameters = Parameters(("for",))
    symbol_in_lists = "steps"
    search_kind = "situation"
    can_be_saved = True
    template = "resources/situation_page.html"
    parent_page_types: ClassVar = ["resources.ResourcesPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        SynchronizedField("symbol", overridable=False),
    ]
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("symbol"), FieldPanel("entries")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary"), index.SearchField("entries")]

    class Meta:
        verbose_name = pgettext_lazy("staff", "situation")
        verbose_name_plural = pgettext_lazy("staff", "situations")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the entries for the page's language. One query."""
        context = super().get_context(request, *args, **kwargs)
        reader = Reader.of(request)
        context.update(carried=reader.carried, entries=entries_in(self.entries.raw_data, self.language.code))
        return context

    def pages_to_save(self, query: QueryDict) -> list[str]:
        """Return the pages to open, each in the language that a reader is led to. Two queries."""
        return [entry.url for entry in entries_in(self.entries.raw_data, self.language.code)]


def entries_in(rows: Iterable[Any], code: str) -> list[Entry]:
    """Return the stored entries with each page in a language: in this one, else in English, else as it was written.

    What isn't public in any language is left out. ``rows`` is the raw data of the field: reading its values would
    ask for the pages once more.
    """
    wanted = [(row["value"].get("page"), row["value"].get("text") or "") for row in rows]
    chosen = Page.objects.filter(pk__in=[pk for pk, _ in wanted if pk]).values("translation_key")
    pages: dict[Any, dict[str, dict[str, Any]]] = {}
    keys: dict[int, Any] = {}
    # A page in twelve languages each: five columns of it instead of thirty.
    found = Page.objects.filter(translation_key__in=chosen).order_by()
    for page in found.values("pk", "translation_key", "live", "title", "url_path", "content_type", language=_LANGUAGE):
        keys[page["pk"]] = page["translation_key"]
        if page["live"]:
            pages.setdefault(page["translation_key"], {})[page["language"]] = page
    entries = []
    for pk, text in wanted:
        translations = pages.get(keys.get(pk), {})
        known = next((one for one in (code, "en", languages.SOURCE_CODE, *translations) if one in translations), None)
        if known:
            page = translations[known]
            model = ContentType.objects.get_for_id(page["content_type"]).model_class()
            entries.append(
                Entry(
                    title=page["title"],
                    url=public_path(page["url_path"], known),
                    text=text,
                    icon=getattr(model, "symbol_in_lists", "arrow"),
                    language=languages.get_language(known),
                    is_foreign=known != code,
                )
            )
    return entries
