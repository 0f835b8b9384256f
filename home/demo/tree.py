"""The demo's page tree in every language, planted at once.

Wagtail's own way (``add_child``, ``save_revision``, an index update a page) costs some 30 queries for each of
300 pages, and wagtail-localize's some 2,700 for each translated one. Here the pages are made in memory, in the order
of the tree, and stored together; the search and reference indexes are filled once at the end.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F
from django.utils import timezone
from modelsearch.backends import get_search_backends
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, ReferenceIndex, Revision
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import BaseValue

from courses.catalogue.models import Course
from home.demo.errors import DemoError
from home.demo.files import HOME, TEXT_FOLDERS, PageSpec, PageText, read_texts, read_tree
from home.demo.streams import Choosable, stable_id, stored_body
from home.events.models import Event
from portal import clock, languages
from portal.directory.models import Centre, Project
from portal.facts.tokens import codes_in, unknown_codes
from portal.pages import BasePage, fingerprint, texts_in
from resources.videos.models import Video


@dataclass(frozen=True)
class Planted:
    """One page in one language; its segments are read once, because reading them takes most of the time."""

    page: BasePage
    where: str
    segments: list[BaseValue]


Tree = dict[str, dict[str, Planted]]
"""Pages by path, then by language code; the source language comes first."""

FILLED_BY_THE_TREE = {"slug", "url_path", "locale", "content_type", "translation_key", "path", "depth", "numchild"}


@dataclass(frozen=True)
class Plan:
    """What is to be planted: the pages without a language, parents first, and their texts by language and path."""

    specs: list[PageSpec]
    texts: Mapping[str, Mapping[str, PageText]]


def read_plan(folder: Path, *, folders: Iterable[str] = TEXT_FOLDERS) -> Plan:
    """Read the tree and the texts in these folders. Raises :class:`DemoError` when they don't fit each other."""
    specs, texts = read_tree(folder), read_texts(folder, folders=folders)
    _check_paths(specs, texts)
    return Plan(specs, texts)


def plant_tree(
    plan: Plan,
    specs: list[PageSpec],
    *,
    locales: Mapping[str, Locale],
    films: Mapping[str, Video],
    pictures: Mapping[str, int] = MappingProxyType({}),
    documents: Mapping[str, int] = MappingProxyType({}),
) -> Tree:
    """Store these pages of a plan in every language that has a text for them, and return them.

    What they stand below is among them or in the database already. All are live and have a first revision;
    :func:`index_pages` makes them findable. Raises :class:`DemoError` when a file doesn't fit the models.
    """
    texts = plan.texts
    rows = {
        "course": {course.code: course for course in Course.objects.all()},
        "centre": {centre.code: centre for centre in Centre.objects.all()},
        "event": {event.code: event for event in Event.objects.all()},
        "project": {project.code: project for project in Project.objects.all()},
        "video": dict(films),
    }
    choosable = Choosable(_chosen_pages(plan), pictures, documents)
    tree: Tree = {spec.path: {} for spec in specs if spec.path in texts[languages.SOURCE_CODE]}
    for code in languages.CODES:
        for spec in specs:
            text = texts[code].get(spec.path)
            if text is not None:
                tree[spec.path][code] = _make(spec, text, locales[code], rows, choosable)
    _check_facts(tree)
    _place(tree)
    _fingerprint(tree)
    _store(list(every_page(tree)))
    return tree


def page_key(path: str) -> uuid.UUID:
    """Return what the translations of one page have in common, the same on every load."""
    return uuid.UUID(stable_id(f"page:{path}"))


def _chosen_pages(plan: Plan) -> dict[str, int | None]:
    """Return the pages that a text may choose, by path: as they were written, in whatever language they are shown.

    None stands for a page that nobody has written yet: an entry that chooses it is left out.
    """
    keys = {page_key(spec.path): spec.path for spec in plan.specs}
    stored = Page.objects.filter(locale__language_code=languages.SOURCE_CODE, translation_key__in=keys)
    pages: dict[str, int | None] = dict.fromkeys(keys.values())
    pages.update((keys[key], pk) for key, pk in stored.values_list("translation_key", "pk"))
    return pages


def every_page(tree: Tree) -> Iterator[BasePage]:
    """Return the pages in every language, parents before children."""
    return (planted.page for translations in tree.values() for planted in translations.values())


def _check_paths(specs: list[PageSpec], texts: Mapping[str, Mapping[str, PageText]]) -> None:
    """Refuse texts for pages that the tree lacks, and gaps that the tree can't have."""
    known = {spec.path: spec for spec in specs}
    for code, pages in texts.items():
        if pages and HOME not in pages:
            raise DemoError(f"content/{code}.yaml: there is no home page")
        for path, text in pages.items():
            if path not in known:
                raise DemoError(f"{text.where}: pages.yaml has no page {path!r}")
            if path not in texts[languages.SOURCE_CODE]:
                raise DemoError(f"{text.where}: content/{languages.SOURCE_CODE}.yaml has no such page to translate")
            if path != HOME and known[path].parent not in pages:
                raise DemoError(f"{text.where}: the page above has no text in this language")


def _make(
    spec: PageSpec,
    text: PageText,
    locale: Locale,
    rows: Mapping[str, Mapping[str, Any]],
    choosable: Choosable,
) -> Planted:
    """Return one page that isn't stored yet, with everything but its place in the tree."""
    model: type[BasePage] = apps.get_model(spec.model)
    names = {field.name for field in model._meta.concrete_fields} - FILLED_BY_THE_TREE
    unknown = set(text.values) - names
    if unknown:
        raise DemoError(f"{text.where}: {spec.model} has no {', '.join(sorted(unknown))}")

    values: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in text.values.items()
        if value is not None
    }
    streams = {
        field.name: field.stream_block for field in model._meta.concrete_fields if isinstance(field, StreamField)
    }
    bodies = {
        name: stored_body(spec.path, values[name], text.where, block, choosable)
        for name, block in streams.items()
        if name in values
    }
    values.update({name: streams[name].to_python(body) for name, body in bodies.items()})
    for name in ("course", "centre", "video", "event", "project"):
        row_code = getattr(spec, name)
        if row_code:
            if row_code not in rows[name]:
                raise DemoError(f"pages.yaml, {spec.path!r}: there is no {name} {row_code!r}")
            values[name] = rows[name][row_code]
    values |= {name: getattr(spec, name) for name in ("topic", "symbol", "kind") if getattr(spec, name)}
    if spec.audiences:
        values["audiences"] = list(spec.audiences)
    if "subject" in names:
        values["subject"] = spec.subject
    if spec.days_ago is not None:
        values["published_on"] = clock.today() - dt.timedelta(days=spec.days_ago)

    now = timezone.now()
    is_source = locale.language_code == languages.SOURCE_CODE
    page = model(
        slug=_slug(spec, locale),
        locale=locale,
        translation_key=page_key(spec.path),
        translated_by=BasePage.TranslatedBy.SOURCE if is_source else text.translated_by,
        checked_on=spec.checked_on,
        show_in_menus=spec.in_menu,
        draft_title=values["title"],
        live=True,
        first_published_at=now,
        last_published_at=now,
        latest_revision_created_at=now,
        **values,
    )
    _check(page, text.where)
    planted = Planted(page, text.where, extract_segments(page))
    for name, body in bodies.items():
        # A body whose blocks have been looked at is written in another order than one from the database,
        # and wagtail-localize would take the page for one that was edited since.
        setattr(page, name, streams[name].to_python(body))
    return planted


def _slug(spec: PageSpec, locale: Locale) -> str:
    """Slugs are the same in every language, except of the home pages, which are siblings: as Wagtail names them."""
    if spec.path != HOME:
        return spec.slug
    return "home" if locale.language_code == languages.SOURCE_CODE else f"home-{locale.language_code}"


def _check(page: BasePage, where: str) -> None:
    """Refuse what the admin would refuse: too long, empty, or not a choice."""
    relations = {field.name for field in page._meta.get_fields() if field.is_relation}
    try:
        page.clean_fields(exclude={*relations, *FILLED_BY_THE_TREE})
        for field in page._meta.concrete_fields:
            value = field.value_from_object(page)
            if isinstance(field, StreamField):
                field.stream_block.clean(value)
            elif isinstance(field, models.TextField) and field.max_length:
                # Of a TextField only forms check the length.
                MaxLengthValidator(field.max_length)(value)
    except ValidationError as error:
        raise DemoError(f"{where}: {_reasons(error)}") from error


def _reasons(error: ValidationError) -> str:
    """Return what a form would show; a StreamField's errors are nested and have no message of their own."""
    nested = getattr(error, "block_errors", None)
    if nested:
        return "; ".join(f"block {key}: {_reasons(reason)}" for key, reason in dict(nested).items())
    return "; ".join(error.messages)


def _check_facts(tree: Tree) -> None:
    """Refuse tokens that no fact has, with one query for all pages."""
    named = [(planted.where, texts_in(planted.segments)) for pages in tree.values() for planted in pages.values()]
    missing = unknown_codes(text for _, texts in named for text in texts)
    for where, texts in named:
        here = missing.intersection(code for text in texts for code in codes_in(text)) if missing else set()
        if here:
            raise DemoError(f"{where}: there is no fact {', '.join(sorted(here))}")


def _place(tree: Tree) -> None:
    """Give every page its place: treebeard's materialised path, and Wagtail's address."""
    above = _parents(tree)
    children: Counter[str] = Counter()
    for parent in above.values():
        last = parent.get_last_child()
        children[parent.path] = int(last.path[-Page.steplen :], 36) if last else 0
    before = children.copy()
    for path, translations in tree.items():
        for code, planted in translations.items():
            page, over = planted.page, path.rpartition("/")[0]
            parent = (
                tree[over][code].page if path != HOME and over in tree else above["" if path == HOME else code, over]
            )
            children[parent.path] += 1
            page.depth = parent.depth + 1
            page.path = Page._get_path(parent.path, page.depth, children[parent.path])
            page.set_url_path(parent)
    for page in every_page(tree):
        page.numchild = children[page.path]
    for parent in above.values():
        added = children[parent.path] - before[parent.path]
        Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + added)


def _parents(tree: Tree) -> dict[tuple[str, str], Page]:
    """Return the stored pages that new ones are put under, by language and path, locked until all is stored.

    The home pages stand under the root, which has neither. Raises :class:`DemoError` where one isn't there.
    """
    if HOME in tree:
        root = Page.get_first_root_node()
        if root.numchild:
            raise DemoError("There are pages in this database already; the demo needs an empty one.")
        return {("", HOME): root}
    paths = {page_key(over): over for over in {path.rpartition("/")[0] for path in tree} - tree.keys()}
    found = Page.objects.filter(translation_key__in=paths).select_for_update(of=("self",)).select_related("locale")
    above = {(page.locale.language_code, paths[page.translation_key]): page for page in found}
    for path, translations in tree.items():
        over = path.rpartition("/")[0]
        for code, planted in translations.items():
            if over not in tree and (code, over) not in above:
                raise DemoError(f"{planted.where}: the page above is not there any more")
    return above


def _fingerprint(tree: Tree) -> None:
    """Note what each text was, and which source its translator saw: today's."""
    for translations in tree.values():
        seen = fingerprint(texts_in(translations[languages.SOURCE_CODE].segments))
        for code, planted in translations.items():
            planted.page.content_fingerprint = fingerprint(texts_in(planted.segments))
            planted.page.source_fingerprint = "" if code == languages.SOURCE_CODE else seen


def _store(pages: list[BasePage]) -> None:
    """Insert the pages: the common table in one go, then each page's own; then their revisions."""
    common = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    bases = Page.objects.bulk_create(Page(**{name: getattr(page, name) for name in common}) for page in pages)
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.page_ptr_id = page.id = base.pk
        # Raw as in a fixture: this table only, and no handler updates an index.
        page.save_base(raw=True, force_insert=True)

    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=page.get_content_type(),
            base_content_type=page.get_base_content_type(),
            object_id=str(page.pk),
            created_at=page.latest_revision_created_at,
            object_str=str(page),
            content=page.serializable_data(),
        )
        for page in pages
    )
    for page, base, revision in zip(pages, bases, revisions, strict=True):
        page.latest_revision = page.live_revision = base.latest_revision = base.live_revision = revision
    Page.objects.bulk_update(bases, ["latest_revision", "live_revision"])


def index_pages(tree: Tree) -> None:
    """Bring the search and reference indexes up to date; the last step, because it opens every body."""
    by_model: dict[type[BasePage], list[BasePage]] = {}
    for page in every_page(tree):
        by_model.setdefault(type(page), []).append(page)
        ReferenceIndex.create_or_update_for_object(page)
    for backend in get_search_backends(with_auto_update=True):
        for model, of_model in by_model.items():
            backend.get_index_for_model(model).add_model(model)
            backend.add_bulk(model, of_model)
