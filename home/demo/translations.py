"""wagtail-localize's records of translations that were made elsewhere, so that its editor opens filled.

Its own ``update_or_create_from_instance`` and ``import_po`` look up and store each text by itself, some 7 queries
a text and language. These records are the same, made in memory and stored table by table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import quote_path_component
from wagtail_localize.strings import validate_translation_links

from home.demo.errors import DemoError
from home.demo.tree import Planted, Tree
from portal import languages
from portal.pages import BasePage

M = TypeVar("M", bound=models.Model)


def record_translations(tree: Tree) -> None:
    """Store, for every page of the tree, what wagtail-localize would know if its editor had made the translations.

    Raises :class:`DemoError` naming file, page and place where a translation has another number of texts or
    links than its source.
    """
    sources = [pages[languages.SOURCE_CODE] for pages in tree.values()]
    translations = [
        (pages[languages.SOURCE_CODE], translation)
        for pages in tree.values()
        for code, translation in pages.items()
        if code != languages.SOURCE_CODE
    ]
    _Recorder(sources).record(translations)


class _Recorder:
    """The records of the sources, which those of the translations point to."""

    def __init__(self, sources: list[Planted]) -> None:
        self.locale: Locale = sources[0].page.locale
        self._store_sources(sources)
        self._store_texts(sources)
        self._store_segments(sources)

    def record(self, translations: list[tuple[Planted, Planted]]) -> None:
        """Store what the translations say."""
        self._store_translations(translations)
        strings: dict[tuple[int, int, int], StringTranslation] = {}
        overrides: list[SegmentOverride] = []
        for source, translation in translations:
            for ours, theirs in _pairs(source, translation):
                record = self._string_translation(ours, theirs, source.page, translation.page)
                # The same text twice in one place has one translation there: the first.
                strings.setdefault((record.translation_of_id, record.locale_id, record.context_id), record)
            overrides += [
                SegmentOverride(
                    locale=translation.page.locale,
                    context=self.contexts[source.page.translation_key, path],
                    data_json=json.dumps(data),
                )
                for path, data in _differences(source, translation)
            ]
        StringTranslation.objects.bulk_create(strings.values(), batch_size=1000)
        SegmentOverride.objects.bulk_create(overrides)

    def _store_sources(self, sources: list[Planted]) -> None:
        now = timezone.now()
        TranslatableObject.objects.bulk_create(
            TranslatableObject(
                translation_key=source.page.translation_key,
                content_type=ContentType.objects.get_for_model(source.page.get_translation_model()),
            )
            for source in sources
        )
        versions = {label: get_schema_version(label) for label in {source.page._meta.app_label for source in sources}}
        stored = TranslationSource.objects.bulk_create(
            TranslationSource(
                object_id=source.page.translation_key,
                specific_content_type=source.page.get_content_type(),
                locale=self.locale,
                object_repr=str(source.page)[:200],
                content_json=source.page.to_json(),
                schema_version=versions[source.page._meta.app_label],
                last_updated_at=now,
            )
            for source in sources
        )
        self.sources: dict[UUID, TranslationSource] = {row.object_id: row for row in stored}

    def _store_texts(self, sources: list[Planted]) -> None:
        """Store each text, template and place once."""
        strings: dict[UUID, String] = {}
        templates: dict[UUID, Template] = {}
        contexts: dict[tuple[UUID, str], TranslationContext] = {}
        for source in sources:
            for segment in source.segments:
                key = (source.page.translation_key, segment.path)
                if key not in contexts:
                    contexts[key] = _context(source.page, segment.path)
                if isinstance(segment, StringSegmentValue):
                    digest = String._get_data_hash(segment.string.data)
                    strings[digest] = String(locale=self.locale, data=segment.string.data, data_hash=digest)
                elif isinstance(segment, TemplateSegmentValue):
                    template = _template(segment)
                    templates[template.uuid] = template
        self.strings = _stored(String, "data_hash", strings, locale=self.locale)
        self.templates = _stored(Template, "uuid", templates)
        TranslationContext.objects.bulk_create(contexts.values(), batch_size=1000)
        self.contexts = contexts

    def _store_segments(self, sources: list[Planted]) -> None:
        """Store which text stands where in which source."""
        segments: dict[type[models.Model], list[Any]] = {StringSegment: [], TemplateSegment: [], OverridableSegment: []}
        for source in sources:
            for segment in source.segments:
                place = {
                    "source": self.sources[source.page.translation_key],
                    "context": self.contexts[source.page.translation_key, segment.path],
                    "order": segment.order,
                }
                match segment:
                    case StringSegmentValue():
                        attrs = json.dumps(segment.attrs, cls=DjangoJSONEncoder)
                        segments[StringSegment].append(
                            StringSegment(string=self._string(segment), attrs=attrs, **place)
                        )
                    case TemplateSegmentValue():
                        template = self.templates[_template(segment).uuid]
                        segments[TemplateSegment].append(TemplateSegment(template=template, **place))
                    case OverridableSegmentValue():
                        data = json.dumps(segment.data, cls=DjangoJSONEncoder)
                        segments[OverridableSegment].append(OverridableSegment(data_json=data, **place))
                    case _:
                        raise DemoError(f"{source.where}, {segment.path}: points to a translatable row")
        for model, rows in segments.items():
            model._default_manager.bulk_create(rows, batch_size=1000)

    def _store_translations(self, translations: list[tuple[Planted, Planted]]) -> None:
        now = timezone.now()
        Translation.objects.bulk_create(
            Translation(
                source=self.sources[source.page.translation_key],
                target_locale=translation.page.locale,
                translations_last_updated_at=now,
                destination_last_updated_at=now,
            )
            for source, translation in translations
        )

    def _string(self, segment: StringSegmentValue) -> String:
        return self.strings[String._get_data_hash(segment.string.data)]

    def _string_translation(
        self, ours: StringSegmentValue, theirs: StringSegmentValue, source: BasePage, translation: BasePage
    ) -> StringTranslation:
        by_machine = translation.translated_by == BasePage.TranslatedBy.MACHINE
        return StringTranslation(
            translation_of=self._string(ours),
            locale=translation.locale,
            context=self.contexts[source.translation_key, ours.path],
            data=theirs.string.data,
            translation_type=(
                StringTranslation.TRANSLATION_TYPE_MACHINE if by_machine else StringTranslation.TRANSLATION_TYPE_MANUAL
            ),
        )


def _pairs(source: Planted, translation: Planted) -> Iterator[tuple[StringSegmentValue, StringSegmentValue]]:
    """Return each text of the source with its translation.

    Raises :class:`DemoError` where there is a different number of them, or of links in them.
    """
    ours, theirs = _strings(source), _strings(translation)
    ours_at, theirs_at = _by_path(ours), _by_path(theirs)
    for path in sorted({*ours_at, *theirs_at}, key=lambda path: (path not in ours_at, path)):
        here, there = ours_at.get(path, []), theirs_at.get(path, [])
        if len(here) != len(there):
            text = (here or there)[0].render_text()
            raise DemoError(
                f"{translation.where}, {path}: {len(there)} texts where the source has {len(here)} (near “{text[:60]}”)"
            )
        for our, their in zip(here, there, strict=True):
            if "<a" in our.string.data or "<a" in their.string.data:
                try:
                    validate_translation_links(our.string.data, their.string.data)
                except ValueError as error:
                    raise DemoError(f"{translation.where}, {path}: {error}") from error
            yield our, their


def _differences(source: Planted, translation: Planted) -> Iterator[tuple[str, object]]:
    """Return what isn't text and differs all the same, as path and value: web addresses."""
    theirs_at = {s.path: s.data for s in translation.segments if isinstance(s, OverridableSegmentValue)}
    links: dict[str, object] = {}
    for our, their in zip(_strings(source), _strings(translation), strict=True):
        for name, attrs in (our.attrs or {}).items():
            href = (their.attrs or {}).get(name, {}).get("href")
            if "href" in attrs and href and href != attrs["href"]:
                links[f"{our.path}.{quote_path_component(attrs['href'])}"] = href
    for segment in source.segments:
        if isinstance(segment, OverridableSegmentValue):
            value = links.get(segment.path, theirs_at.get(segment.path, segment.data))
            if value != segment.data:
                yield segment.path, value


def _strings(planted: Planted) -> list[StringSegmentValue]:
    return [segment for segment in planted.segments if isinstance(segment, StringSegmentValue)]


def _by_path(segments: Iterable[StringSegmentValue]) -> dict[str, list[StringSegmentValue]]:
    grouped: dict[str, list[StringSegmentValue]] = {}
    for segment in segments:
        grouped.setdefault(segment.path, []).append(segment)
    return grouped


def _context(page: BasePage, path: str) -> TranslationContext:
    """Return the place of a text, as ``StringSegment.from_value`` would; the editor adds the field's name later."""
    return TranslationContext(
        object_id=page.translation_key, path=path, path_id=TranslationContext._get_path_id(path), field_path=""
    )


def _template(segment: TemplateSegmentValue) -> Template:
    """Return the template as ``Template.from_value`` would store it: its id is a hash of its text."""
    namespace = uuid5(Template.BASE_UUID_NAMESPACE, segment.format)
    return Template(
        uuid=uuid5(namespace, segment.template),
        template=segment.template,
        template_format=segment.format,
        string_count=segment.string_count,
    )


def _stored(model: type[M], key: str, rows: dict[UUID, M], **scope: object) -> dict[UUID, M]:
    """Store the rows that aren't there yet (texts outlive the pages they came from); return all by key."""
    manager = model._default_manager
    manager.bulk_create(rows.values(), ignore_conflicts=True, batch_size=1000)
    return {getattr(row, key): row for row in manager.filter(**{f"{key}__in": list(rows)}, **scope)}
