"""Plain pages with the benchmark's texts, and Wagtail's own index of them."""

from __future__ import annotations

import random
import uuid

from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from home.pages import PlainPage
from portal.search.documents import all_documents
from tests.bench.search_texts import Texts

ADDED_AT_ONCE = 500


def make_pages(count: int, code: str) -> int:
    """Put so many live pages below the home page of a language and index them as Wagtail does; return how many."""
    home = Page.objects.get(depth=2, locale__language_code=code)
    locale = Locale.objects.get(language_code=code)
    texts = Texts([document for document in all_documents() if document.language == code], 5)
    luck = random.Random(5)
    pages = [
        PlainPage(
            title=texts.title(),
            slug=f"made-{n}",
            summary=texts.line(18),
            locale=locale,
            translation_key=uuid.UUID(int=luck.getrandbits(128)),
            body=[("paragraph", f"<p>{'</p><p>'.join(texts.body())}</p>")],
            path=Page._get_path(home.path, 3, home.numchild + 1 + n),
            depth=3,
            url_path=f"{home.url_path}made-{n}/",
            live=True,
            draft_title="",
        )
        for n in range(count)
    ]
    common = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    content_type = PlainPage(title="x").content_type_id
    for page in pages:
        page.content_type_id = content_type
    bases = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in common}) for page in pages], batch_size=ADDED_AT_ONCE
    )
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.page_ptr_id = page.id = base.pk
        page.save_base(raw=True, force_insert=True)
    index = get_search_backend().get_index_for_model(PlainPage)
    for start in range(0, len(pages), ADDED_AT_ONCE):
        index.add_items(PlainPage, pages[start : start + ADDED_AT_ONCE])
    return len(pages)
