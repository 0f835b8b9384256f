"""Readers' answers where editors read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from home.pages import HomePage
from home.roles import EDITOR, TRANSLATOR, sync_roles
from portal.feedback.models import Feedback
from tests.factories import FeedbackFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(signed_in: Callable[[Any], Client]) -> Client:
    """An editor at work, in English."""
    user = User.objects.create_user("editor")
    user.groups.add(sync_roles()[EDITOR])
    UserProfile.objects.create(user=user, preferred_language="en")
    return signed_in(user)


@pytest.fixture
def page() -> Page:
    return Page.objects.get(depth=2, locale__language_code="ro")


def lists(desk: Client, **filters: Any) -> set[str]:
    response = desk.get(reverse("feedback:index"), filters)
    assert response.status_code == 200
    return {row.comment for row in response.context["object_list"]}


def test_the_list_narrows_down(desk: Client, page: Page) -> None:
    FeedbackFactory(comment="a", state="new", translation_key=page.translation_key, language="ro")
    FeedbackFactory(comment="b", state="done", language="ar", is_helpful=True)
    FeedbackFactory(comment="")
    assert lists(desk) == {"a", "b", ""}
    assert lists(desk, state="new") == {"a"}
    assert lists(desk, language="ar") == {"b"}
    assert lists(desk, is_helpful="true") == {"b"}
    assert lists(desk, has_comment="false") == {""}
    assert lists(desk, translation_key=page.translation_key) == {"a"}
    html = desk.get(reverse("feedback:index")).content.decode()
    assert page.title in html
    assert "العربية" in html


def test_the_list_costs_the_same_for_many(desk: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("feedback:index"))
        return len(queries)

    FeedbackFactory(commented=True)
    cost()
    before = cost()
    FeedbackFactory.create_batch(8, commented=True)
    assert cost() == before


def test_a_comment_is_marked_as_done_and_the_list_stays(desk: Client) -> None:
    waiting = FeedbackFactory(commented=True)
    address = reverse("feedback:done", args=[waiting.pk])
    assert address in desk.get(reverse("feedback:index")).content.decode()
    response = desk.post(address, {"back": "state=new"})
    assert response["Location"] == f"{reverse('feedback:index')}?state=new"
    waiting.refresh_from_db()
    assert waiting.state == Feedback.State.DONE
    assert address not in desk.get(reverse("feedback:index")).content.decode()


def test_a_comment_cannot_be_rewritten(desk: Client) -> None:
    waiting = FeedbackFactory(commented=True)
    address = reverse("feedback:edit", args=[waiting.pk])
    assert "Lipsește adresa." in desk.get(address).content.decode()
    desk.post(address, {"state": "done", "comment": "Totul e bine.", "is_helpful": "on"})
    waiting.refresh_from_db()
    assert (waiting.comment, waiting.is_helpful, waiting.state) == ("Lipsește adresa.", False, "done")


def test_the_list_leaves_as_a_file_without_formulas(desk: Client, page: Page) -> None:
    FeedbackFactory(comment="=1+1", state="new", translation_key=page.translation_key)
    FeedbackFactory(comment="other", state="done")
    response: Any = desk.get(reverse("feedback:export"), {"state": "new", "format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, row = text.strip().splitlines()
    assert len(header.split(";")) == len(row.split(";")) == 7
    assert "'=1+1" in row
    assert page.title in row
    workbook: Any = desk.get(reverse("feedback:export"), {"format": "xlsx"})
    assert b"".join(workbook.streaming_content).startswith(b"PK")
    html = desk.get(reverse("feedback:index"), {"state": "new"}).content.decode()
    assert f"{reverse('feedback:export')}?state=new&amp;format=csv" in html


def test_the_first_page_counts_what_waits(desk: Client, signed_in: Callable[[Any], Client]) -> None:
    address = f"{reverse('feedback:index')}?state=new"
    assert address not in desk.get(reverse("wagtailadmin_home")).content.decode()
    FeedbackFactory(commented=True)
    FeedbackFactory(commented=True, suspicion="honeypot")
    html = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert address in html
    assert "1 new comment on a page" in html
    translator = User.objects.create_user("translator")
    translator.groups.add(sync_roles()[TRANSLATOR])
    assert address not in signed_in(translator).get(reverse("wagtailadmin_home")).content.decode()


def test_a_page_says_what_its_readers_think(desk: Client) -> None:
    page = HomePage(title="Acasă", slug="acasa", welcome="Bun venit", intro="Aici", locale=Locale.get_default())
    Page.get_first_root_node().add_child(instance=page)
    FeedbackFactory(translation_key=page.translation_key, is_helpful=True)
    FeedbackFactory(translation_key=page.translation_key, language="ar", commented=True)
    FeedbackFactory(commented=True)
    html = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    html = html.replace("&#x27;", "'")
    assert f"{reverse('feedback:index')}?translation_key={page.translation_key}" in html
    assert "1 new comment)" in html
    assert "In this language: 1 said that it helps, 0 that it doesn't." in html
