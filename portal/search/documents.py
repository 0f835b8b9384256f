"""What is searched: one :class:`Document` for each thing and language, and where they come from.

**A page type** needs nothing: its title, its summary and all its texts are found. It may say more about itself:

- ``search_kind = "guide"``: a code of ``kinds.KINDS``, for the label, the icon and the rank beside others;
- ``search_terms()``: what belongs to the page but stands in rows or is shown big (a town, a level, a short answer);
- ``search_extra()``: more text (a film's transcript).

**What is no page** (questions that lead to a lesson) is brought by an object with the two methods of
:class:`Provider`, which its app registers when it is ready::

    register_provider("question", QuestionDocuments())

and of which its services say when something has changed: ``services.index_keys(["question:history-12"])``. A document
of a language that the portal lacks a translation for is found there in Romanian or English, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.apps import apps
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail_localize.fields import TranslatableField, get_translatable_fields

from portal.context import public_path
from portal.search.kinds import DEFAULT

if TYPE_CHECKING:
    from portal.pages import BasePage

PAGE = "page"
HEADING_LENGTH = 80
"""A longer text of a block isn't a heading."""

_SENTENCE_END = re.compile(r"[.!;…。؛]\s*$")
_OWN_FIELDS_LEFT_OUT = {"summary", "content_fingerprint", "source_fingerprint"}


@dataclass(frozen=True)
class Document:
    """One thing in one language.

    ``key`` is ``provider:identity``, the same in every language; ``path`` the address without its language and
    without a slash before it. Texts may hold tokens of facts. How much a word counts follows from where it
    stands: title, then ``summary`` and ``terms``, then ``headings``, then ``body``.
    """

    key: str
    language: str
    kind: str
    path: str
    title: str
    summary: str = ""
    terms: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


class Provider(Protocol):
    """Where documents come from that are no pages."""

    def all_documents(self) -> Iterable[Document]:
        """Return the documents of everything that is published, in every language."""
        ...

    def documents(self, keys: Collection[str]) -> Iterable[Document]:
        """Return the documents with these keys in every language; none for what is gone or isn't published."""
        ...


_providers: dict[str, Provider] = {}


def register_provider(prefix: str, provider: Provider) -> None:
    """Have a provider asked for the documents whose keys begin with ``prefix:``. The same prefix replaces it."""
    _providers[prefix] = provider


def all_documents() -> Iterator[Document]:
    """Return everything that can be found, from every provider."""
    for provider in _providers.values():
        yield from provider.all_documents()


def documents_of(keys: Collection[str]) -> list[Document]:
    """Return the documents with these keys in every language."""
    by_prefix: dict[str, list[str]] = {}
    for key in keys:
        by_prefix.setdefault(key.partition(":")[0], []).append(key)
    return [
        document
        for prefix, wanted in by_prefix.items()
        if prefix in _providers
        for document in _providers[prefix].documents(wanted)
    ]


# --- Pages -------------------------------------------------------------------------------------------


class PageDocuments:
    """The live pages of every type."""

    def all_documents(self) -> Iterator[Document]:
        """Go through the types one by one."""
        for model in page_types():
            for page in model.objects.live().select_related("locale").order_by("pk").iterator(chunk_size=500):
                yield page_document(page)

    def documents(self, keys: Collection[str]) -> Iterator[Document]:
        """Look the translation keys up, then read the pages of each type."""
        wanted = [key.partition(":")[2] for key in keys]
        found = Page.objects.live().filter(translation_key__in=wanted).select_related("locale").specific()
        for page in found:
            if hasattr(page, "search_kind"):
                yield page_document(page)


def page_types() -> list[type[BasePage]]:
    """Return the types of public pages."""
    models = [model for model in apps.get_models() if issubclass(model, Page) and hasattr(model, "search_kind")]
    return cast("list[type[BasePage]]", models)


def page_key(page: Page) -> str:
    """Return the key of a page, which its translations share."""
    return f"{PAGE}:{page.translation_key}"


def page_document(page: BasePage) -> Document:
    """Return what is found of a page: its title, summary, own texts and blocks, and what it says of itself."""
    code = page.locale.language_code
    texts = list(_texts_of_blocks(page))
    headings = [text for text in texts if len(text) <= HEADING_LENGTH and not _SENTENCE_END.search(text)]
    seen = set(headings)
    return Document(
        key=page_key(page),
        language=code,
        kind=page.search_kind or DEFAULT,
        path=public_path(page.url_path, code).removeprefix(f"/{code}/"),
        title=page.title,
        summary=page.summary or page.search_description,
        terms=[*_own_texts(page), *page.search_terms()],
        headings=headings,
        body=[*(text for text in texts if text not in seen), *page.search_extra()],
    )


def _own_texts(page: BasePage) -> list[str]:
    """Return the plain texts that this type of page has beside its title and summary: its short answer."""
    return [
        value
        for name in _own_fields(page._meta.label)
        if isinstance(value := getattr(page, name), str) and value and name not in _OWN_FIELDS_LEFT_OUT
    ]


@lru_cache(maxsize=64)
def _own_fields(label: str) -> tuple[str, ...]:
    """The names of the fields that hold a translatable text of this type of page alone."""
    model = apps.get_model(label)
    fields = (each.field_name for each in get_translatable_fields(model) if isinstance(each, TranslatableField))
    inherited = {field.name for field in Page._meta.get_fields()}
    plain = {
        field.name for field in model._meta.concrete_fields if field.get_internal_type() in ("CharField", "TextField")
    }
    chosen = {field.name for field in model._meta.concrete_fields if field.choices}
    streams = {field.name for field in model._meta.concrete_fields if isinstance(field, StreamField)}
    return tuple(name for name in fields if name in plain - inherited - chosen - streams)


def _texts_of_blocks(page: BasePage) -> Iterator[str]:
    for stream in page._meta.concrete_fields:
        if isinstance(stream, StreamField):
            for text in _texts_of(stream.stream_block, getattr(page, stream.name)):
                if text := " ".join(text.split()):
                    yield text


def _texts_of(block: blocks.Block, value: Any) -> Iterator[str]:
    """Return the texts that people read, in order: no addresses, no choices, no pictures."""
    if value is None:
        return
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _texts_of(child.block, child.value)
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _texts_of(child_block, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _texts_of(block.child_block, item)
    elif isinstance(block, blocks.RichTextBlock):
        yield get_text_for_indexing(value.source)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield str(value)


register_provider(PAGE, PageDocuments())
