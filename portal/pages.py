"""BasePage: what every public page has - a summary, facts that are checked, a trust line, a fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import BaseValue

from portal import languages
from portal.caching.marks import Parameters
from portal.facts.tokens import unknown_codes
from portal.feedback.panels import FeedbackPanel
from portal.sources import Source, parse_sources, validate_sources

INCOMPLETE = "incomplete"
"""Stands for the source that a translation was made of where part of it isn't translated: no source's fingerprint."""


class BasePage(Page):
    """What every public page has."""

    class TranslatedBy(models.TextChoices):
        SOURCE = "source", pgettext_lazy("staff", "Written in this language")
        PERSON = "person", pgettext_lazy("staff", "Translated or checked by a person")
        MACHINE = "machine", pgettext_lazy("staff", "Translated by a machine, not checked yet")

    summary = models.TextField(
        pgettext_lazy("staff", "summary"),
        max_length=400,
        blank=True,
        help_text=pgettext_lazy("staff", "One or two sentences: lists, search and shared links show them."),
    )
    checked_on = models.DateField(pgettext_lazy("staff", "content checked on"), null=True, blank=True)
    translated_by = models.CharField(
        pgettext_lazy("staff", "translation"),
        max_length=10,
        choices=TranslatedBy.choices,
        default=TranslatedBy.MACHINE,
        help_text=pgettext_lazy("staff", "Readers are told. A page in Romanian is always the source."),
    )
    sources = models.TextField(
        pgettext_lazy("staff", "sources"),
        blank=True,
        validators=[validate_sources],
        help_text=pgettext_lazy(
            "staff",
            "What the text rests on, one a line: the title, a space, the web address. The sources of facts are named "
            "by themselves.",
        ),
    )
    content_fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    source_fingerprint = models.CharField(max_length=32, blank=True, editable=False)

    # Addresses are the same in every language, so that a link can be passed on across languages.
    override_translatable_fields: ClassVar = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("checked_on", overridable=False),
        SynchronizedField("sources", overridable=False),
        # Neither translated nor copied: a translation that is published again must not call itself the source.
        BaseTranslatableField("translated_by"),
    ]

    parameters: ClassVar[Parameters | None] = None
    """What the page reads of its address. As long as a type doesn't say, it is kept without any alone."""
    served_with: ClassVar[tuple[str, ...]] = ()
    """Foreign keys whose rows the page shows: they are read with it."""
    # What search says a page is; this and the two hooks below: see portal.search.documents.
    search_kind: ClassVar[str] = ""

    can_be_saved: ClassVar[bool] = False
    """Whether "save this section" stands on it (``portal.offline``), for ``pages_to_save``."""

    # A public page is public: it is cached for everybody, and lists, navigation and search name it.
    private_page_options: ClassVar[list[str]] = []

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("summary")]
    settings_panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("checked_on"), FieldPanel("translated_by"), FieldPanel("sources")],
            heading=pgettext_lazy("staff", "Trust"),
        ),
        FeedbackPanel(heading=pgettext_lazy("staff", "Was this page helpful?")),
        *Page.settings_panels,
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a text that names a fact which doesn't exist."""
        super().clean()
        missing = unknown_codes(self.texts())
        if missing:
            message = pgettext_lazy("staff", "These facts don't exist: %(codes)s")
            raise ValidationError(message, params={"codes": ", ".join(sorted(missing))})

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return none, without the two queries of asking: see ``private_page_options``."""
        return PageViewRestriction.objects.none()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Remember what the text was, and for a translation which source the translator saw."""
        if not kwargs.get("update_fields"):
            # Else it is Wagtail's own bookkeeping, such as the number of the newest revision.
            self._remember_texts()
        super().save(*args, **kwargs)

    def _remember_texts(self) -> None:
        self.content_fingerprint = fingerprint(self.texts())
        if self.locale.language_code == languages.SOURCE_CODE:
            self.translated_by = self.TranslatedBy.SOURCE
            self.source_fingerprint = ""
        elif source := self._translation_source():
            complete = self._has_every_text(source)
            self.source_fingerprint = fingerprint(texts_of(source.as_instance())) if complete else INCOMPLETE
            self.translated_by = self._translator()

    def _translation_source(self) -> TranslationSource | None:
        """Return what this page is a translation of, as its translator saw it."""
        sources = TranslationSource.objects.filter(object_id=self.translation_key)
        return sources.exclude(locale_id=self.locale_id).first()

    def _has_every_text(self, source: TranslationSource) -> bool:
        """Whether no text of the source stands in for one that nobody has translated.

        The translation editor publishes such a page when it is told to; its readers are told too.
        """
        translation = source.translations.filter(target_locale_id=self.locale_id).first()
        if translation is None:
            return True
        total, translated = translation.get_progress()
        return translated >= total

    def _translator(self) -> str:
        """Return who made the texts of this translation; one text by a machine is enough to say so.

        Before there is any text it is a copy of the source, and must not call itself the source.
        """
        made_by = set(
            StringTranslation.objects.filter(context__object=self.translation_key, locale_id=self.locale_id)
            .order_by()
            .values_list("translation_type", flat=True)
            .distinct()
        )
        if StringTranslation.TRANSLATION_TYPE_MACHINE in made_by:
            return self.TranslatedBy.MACHINE
        if made_by:
            return self.TranslatedBy.PERSON
        return self.TranslatedBy.MACHINE if self.translated_by == self.TranslatedBy.SOURCE else self.translated_by

    def texts(self) -> list[str]:
        """Return every translatable text of this page, in order."""
        return texts_of(self)

    def search_terms(self) -> list[str]:
        """Return words that a page is looked for by and that stand in no text of it: a town, a level."""
        return []

    def search_extra(self) -> list[str]:
        """Return texts that belong to the page and stand elsewhere: a transcript."""
        return []

    def pages_to_save(self, query: QueryDict) -> list[str]:
        """Return the addresses of the pages that belong to this one and are kept with it to be read without a network.

        ``query`` is what the page was asked with, where that chooses among them (``?topic=health``).
        """
        return []

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return what this page is, in the words of schema.org; see :mod:`portal.found.structured`.

        ``context`` is the one of its template: nothing is to be read anew.
        """
        return []

    def trail(self) -> list[tuple[str, str]]:
        """Return title and path of the pages between its section and this one, the upper first."""
        return []

    @property
    def language(self) -> languages.Language:
        """The language this page is written in."""
        return languages.get_language(self.locale.language_code)

    @property
    def listed_sources(self) -> list[Source]:
        """What the text rests on."""
        return parse_sources(self.sources)

    @cached_property
    def live_translations(self) -> dict[str, str]:
        """This page's path in the tree in every language it is live in, by code, in the launch list's order.

        One query; a page that was found by its address (``portal.serving``) has them already.
        """
        rows = (
            type(self)
            .objects.filter(translation_key=self.translation_key, live=True)
            .values_list("locale__language_code", "url_path")
        )
        paths = dict(rows)
        return {code: paths[code] for code in languages.CODES if code in paths}

    @cached_property
    def source_now(self) -> str | None:
        """The fingerprint of the source as it is live now, ``None`` where there is none. A query, as above."""
        source = type(self).objects.filter(translation_key=self.translation_key, live=True)
        source = source.filter(locale__language_code=languages.SOURCE_CODE)
        return cast("str | None", source.values_list("content_fingerprint", flat=True).first())

    @property
    def beside(self) -> models.QuerySet[Page]:
        """The live pages of the same section in the same language, this one among them, in order. One query."""
        return Page.objects.live().sibling_of(self).order_by("path").only("title", "url_path")

    @property
    def is_behind_source(self) -> bool:
        """Whether the source has changed since this translation was made."""
        return bool(self.source_fingerprint) and self.source_now not in (None, self.source_fingerprint)


def refuse_second_page(page: BasePage, field: str, message: str | Promise) -> None:
    """Raise ``ValidationError`` at a field where another page of the same language is about the same row."""
    row = getattr(page, f"{field}_id")
    others = type(page)._default_manager.filter(**{field: row}, locale=page.locale_id).exclude(pk=page.pk)
    if row and others.exclude(translation_key=page.translation_key).exists():
        raise ValidationError({field: message})


def texts_of(page: Page) -> list[str]:
    """Return every translatable text of a page as wagtail-localize sees it, in order."""
    return texts_in(extract_segments(page))


def texts_in(segments: Iterable[BaseValue]) -> list[str]:
    """Return the texts among the segments of a page, in order."""
    return [
        segment.string.data if isinstance(segment, StringSegmentValue) else segment.template
        for segment in segments
        if isinstance(segment, StringSegmentValue | TemplateSegmentValue)
    ]


def fingerprint(texts: Iterable[str]) -> str:
    """Return a short hash of a page's translatable texts: the same texts, the same fingerprint."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:32]
