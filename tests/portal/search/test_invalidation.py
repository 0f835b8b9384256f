"""The index says what is published, in every language, after each change."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

import pytest
from wagtail.models import Page

from courses.catalogue.pages import CoursePage
from home.pages import PlainPage
from portal.facts.models import Fact
from portal.search.documents import Document, register_provider
from portal.search.models import SearchEntry, SearchWord
from portal.search.queries import search
from portal.search.services import index_keys, rebuild_index
from tests.portal.search.conftest import document

pytestmark = pytest.mark.django_db


def state() -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """All that the index holds, without ids."""
    entries = SearchEntry.objects.order_by("language", "key")
    words = SearchWord.objects.order_by("language", "word", "stem")
    return (
        list(
            entries.values_list(
                "language", "key", "text_language", "kind", "path", "title", "summary", "text", "vector"
            )
        ),
        list(words.values_list("language", "word", "stem", "entries")),
    )


def paths(query: str, language: str) -> list[str]:
    return [hit.entry.url for hit in search(query, language).hits]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Callable) -> Callable[[Callable[[], object]], None]:
    """Does something, and what follows its commit; then the index is as if it had been made anew."""

    def do(change: Callable[[], object]) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            change()
        by_step = state()
        rebuild_index()
        assert by_step == state()

    return do


@pytest.mark.usefixtures("demo")
class TestPages:
    def test_a_page_that_is_taken_back_is_found_no_more_in_its_language(self, committed: Callable) -> None:
        page = CoursePage.objects.get(locale__language_code="ar", slug="romanian-a1")
        assert "/ar/courses/romanian-a1/" in paths("romanian a1", "ar")
        committed(page.unpublish)
        found = paths("romanian a1", "ar")
        assert "/ar/courses/romanian-a1/" not in found
        assert "/en/courses/romanian-a1/" in found, "it is offered in English instead"

    def test_a_change_is_found_when_it_is_published_and_not_before(self, committed: Callable) -> None:
        page = PlainPage.objects.get(locale__language_code="en", slug="help")
        page.title = "Quokkas"
        committed(page.save_revision)
        assert not paths("quokkas", "en")
        committed(lambda: page.get_latest_revision().publish())
        assert paths("quokkas", "en") == ["/en/help/"]
        assert paths("quokkas", "ne") == ["/ne/help/"], "its English title stands in the entries of the others"

    def test_a_deleted_page_is_gone(self, committed: Callable) -> None:
        for page in CoursePage.objects.filter(slug="romanian-a1"):
            committed(page.delete) if page.locale.language_code in ("ar", "ro") else page.delete()
        index_keys([f"page:{page.translation_key}"])
        assert not [path for path in paths("romanian a1", "ar") if path.endswith("/romanian-a1/")]

    def test_a_moved_page_is_found_at_its_new_address(self, committed: Callable) -> None:
        page = Page.objects.get(url_path="/home/courses/").specific
        page.slug = "cursuri"
        committed(lambda: page.save_revision().publish())
        assert "/ro/cursuri/romanian-a1/" in paths("limba romana a1", "ro")

    def test_a_changed_fact_is_found_in_every_page_that_names_it(self, committed: Callable) -> None:
        fact = Fact.objects.get(code="permit-renew-days")
        fact.value = "7654"
        committed(fact.save)
        for code in ("ro", "ar"):
            assert f"/{code}/resources/residence-permit/" in paths("7654", code)


class Lessons:
    """A provider as another app would bring it."""

    def __init__(self) -> None:
        self.known: dict[str, Document] = {}

    def all_documents(self) -> Iterable[Document]:
        return self.known.values()

    def documents(self, keys: Iterable[str]) -> Iterable[Document]:
        return [self.known[key] for key in keys if key in self.known]


def test_another_app_brings_what_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.search.documents._providers", {})
    lessons = Lessons()
    register_provider("question", lessons)
    question = document("x", kind="question", title="Who wrote the anthem?", path="resources/citizenship/anthem/#q-1")
    lessons.known["question:1"] = Document(**{**question.__dict__, "key": "question:1"})
    rebuild_index()
    assert paths("anthem", "en") == ["/en/resources/citizenship/anthem/#q-1"]
    del lessons.known["question:1"]
    index_keys(["question:1", "unknown:7"])
    assert paths("anthem", "en") == []
    assert not SearchWord.objects.exists()


def test_what_is_unknown_changes_nothing(index: Callable) -> None:
    index(document("a", title="Permit"))
    before = state()
    index_keys([f"page:{uuid.uuid4()}", "nobody:1", "odd"])
    assert state() == before
