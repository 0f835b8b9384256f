"""Which address of a page is kept: every public view names its own, without its choices, or asks not to be kept."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page

from courses.catalogue.models import Run
from courses.enrolment.links import make_token
from home.news import pages as news
from home.pages import HomePage
from portal import clock, languages
from tests.factories import EnrolmentFactory, RunFactory
from tests.home.test_public_pages import PAGES, language_to_try, languages_of
from tests.portal.found.reading import canonicals_of, head_of, links_of, metas_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

SITE = "http://testserver"
VIEWS = ["level-check/", "resources/citizenship/practice/history/", "resources/citizenship/questions/history/"]
"""What is no page and may be kept."""
CHOICES = [
    "?for=eu",
    "?kind=romanian&county=IS",
    "?topic=health",
    "?data=low",
    "?page=2",
    "?page=99",
    "?q=x&utm_source=y",
]


@pytest.mark.parametrize("path", [*PAGES.values(), *VIEWS])
def test_an_address_names_itself_and_its_sisters(client: Client, path: str) -> None:
    code = language_to_try(path, "ur") if path not in VIEWS else "ur"
    head = head_of(client, f"/{code}/{path}")
    own = f"{SITE}/{code}/{path}"
    assert canonicals_of(head) == [own]
    assert metas_of(head)["og:url"] == [own]
    links = links_of(head)
    assert links == {
        **{one: f"{SITE}/{one}/{path}" for one in (languages.CODES if path in VIEWS else languages_of(path))},
        "x-default": f"{SITE}/en/{path}" if path else f"{SITE}/",
    }
    assert "robots" not in metas_of(head)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_choices_are_left_out_of_the_address_that_is_kept(client: Client, path: str) -> None:
    code = language_to_try(path, "ur")
    for query in CHOICES:
        if (path, query) == ("courses/", "?page=2"):
            continue  # the demo has so many groups: a page of its own, see below
        head = head_of(client, f"/{code}/{path}{query}")
        assert canonicals_of(head) == [f"{SITE}/{code}/{path}"]
        assert all("?" not in address for address in links_of(head).values())


def test_a_later_part_of_a_list_is_a_page_of_its_own(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "PART", 1)
    head = head_of(client, "/ro/news/?page=2")
    assert canonicals_of(head) == [f"{SITE}/ro/news/?page=2"]
    assert not links_of(head), "its sisters have other parts"
    kind = news.NewsPage.objects.live()[0].kind
    assert canonicals_of(head_of(client, f"/ro/news/?kind={kind}&page=2")) == [f"{SITE}/ro/news/"]
    assert canonicals_of(head_of(client, "/ro/news/?page=400")) == [f"{SITE}/ro/news/"]


def test_a_later_part_of_the_groups_too(client: Client) -> None:
    RunFactory.create_batch(13)
    assert canonicals_of(head_of(client, "/ro/courses/?page=2")) == [f"{SITE}/ro/courses/?page=2"]
    assert canonicals_of(head_of(client, "/ro/courses/?kind=romanian&page=2")) == [f"{SITE}/ro/courses/"]


def test_a_missing_translation_is_named_by_nobody(client: Client) -> None:
    Page.objects.get(url_path="/home-en/help/").specific.unpublish()
    links = links_of(head_of(client, "/ur/help/"))
    assert "en" not in links
    assert links["x-default"] == f"{SITE}/ro/help/"


def test_what_is_shown_under_a_language_without_a_home_belongs_to_the_source(client: Client) -> None:
    HomePage.objects.get(locale__language_code="si").delete()
    head = head_of(client, "/si/")
    assert canonicals_of(head) == [f"{SITE}/ro/"]
    assert "si" not in links_of(head)


def not_kept() -> list[str]:
    run = Run.objects.open_on(clock.today())[0]
    enrolment = EnrolmentFactory(run=run)
    return [
        "search/",
        "search/?q=permit",
        "show/help/",
        f"enrol/{run.pk}/",
        "enrol/interest/",
        f"enrol/received/{make_token(enrolment, 'received')}/",
        "status/",
        "status/link/",
        f"status/{make_token(enrolment, 'status')}/",
        "certificates/",
        "resources/citizenship/self-test/dacia-and-rome/",
        "resources/citizenship/practice/history/?answer=1",
        "resources/citizenship/interview/abc/",
    ]


def test_what_is_for_one_person_or_for_now_is_not_kept(client: Client) -> None:
    for path in not_kept():
        head = head_of(client, f"/en/{path}")
        assert metas_of(head)["robots"] == ["noindex"], path
        assert not canonicals_of(head), path
        assert not links_of(head), path
        assert "og:image" not in metas_of(head), path


@pytest.mark.parametrize("path", ["/en/nothing/", "/en/courses/nothing/", "/language/xx/"])
def test_an_error_is_not_kept(client: Client, path: str) -> None:
    head = client.get(path).content.decode().partition("</head>")[0]
    assert metas_of(head)["robots"] == ["noindex"]
    assert not canonicals_of(head)
    assert not links_of(head)
