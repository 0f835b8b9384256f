"""Every public page type, in every language: it answers, says what language it is, and costs what it costs."""

from __future__ import annotations

import re
from functools import lru_cache, partial

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import Translation

from courses.catalogue.models import Course, Run
from courses.catalogue.pages import CoursePage
from home.demo.files import FOLDER, read_texts
from home.events.models import Event
from portal import clock, languages
from portal.directory.models import Centre, Project
from portal.facts.models import Fact
from portal.pages import BasePage
from tests.factories import (
    CentreHoursFactory,
    CentrePhoneFactory,
    EnrolmentFactory,
    EventPageFactory,
    EventRowFactory,
    FactFactory,
    NewsPageFactory,
    OrganisationFactory,
    PhraseFactory,
    PhraseTextFactory,
    ProjectFactory,
    ProjectPartnerFactory,
    RunFactory,
    SessionFactory,
    make_question,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

PAGES = {
    "home.HomePage": "",
    "home.PlainPage": "help/",
    "home.CentresPage": "centres/",
    "home.CentrePage": "centres/iasi/",
    "home.EventsPage": "events/",
    "home.EventPage": "events/open-day-iasi/",
    "home.NewsIndexPage": "news/",
    "home.NewsPage": "news/evening-groups/",
    "home.ProjectsPage": "projects/",
    "home.ProjectPage": "projects/acasa-in-est/",
    "courses.CoursesPage": "courses/",
    "courses.CoursePage": "courses/romanian-a1/",
    "resources.ResourcesPage": "resources/",
    "resources.GuidePage": "resources/residence-permit/",
    "resources.SituationPage": "resources/just-arrived/",
    "resources.PhrasebookPage": "resources/first-words/",
    "resources.VideoPage": "resources/first-steps/",
    "resources.CitizenshipPage": "resources/citizenship/",
    "resources.LessonPage": "resources/citizenship/dacia-and-rome/",
    "resources.ReadAlongPage": "resources/citizenship/anthem/",
}
"""A page of the demo for each page type."""

MOST_QUERIES = {
    "home.HomePage": 12,
    "home.PlainPage": 4,
    "home.CentresPage": 10,
    "home.CentrePage": 12,
    "home.EventsPage": 8,
    "home.EventPage": 7,
    "home.NewsIndexPage": 5,
    "home.NewsPage": 5,
    "home.ProjectsPage": 5,
    "home.ProjectPage": 11,
    "courses.CoursesPage": 8,
    "courses.CoursePage": 7,
    "resources.ResourcesPage": 8,
    "resources.GuidePage": 6,
    "resources.SituationPage": 6,
    "resources.PhrasebookPage": 6,
    "resources.VideoPage": 8,
    "resources.CitizenshipPage": 7,
    "resources.LessonPage": 7,
    "resources.ReadAlongPage": 5,
}
"""Finding and reading the page takes two of them, the navigation and the facts take one each."""


texts_of_the_demo = lru_cache(partial(read_texts, FOLDER))


def languages_of(path: str) -> list[str]:
    """The languages in which the demo has a page: what is new comes in Romanian and English, the others follow."""
    texts = texts_of_the_demo()
    return [code for code in languages.CODES if path.strip("/") in texts[code]]


def language_to_try(path: str, preferred: str) -> str:
    """This language, or English where the demo's page isn't translated yet."""
    return preferred if preferred in languages_of(path) else "en"


def page_types() -> set[str]:
    return {model._meta.label for model in apps.get_models() if issubclass(model, BasePage)}


def test_every_page_type_is_walked() -> None:
    assert set(PAGES) == page_types()


@pytest.mark.parametrize("language", languages.LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_whole(client: Client, language: languages.Language, path: str) -> None:
    response = client.get(f"/{language.code}/{path}")
    assert response.status_code == (200 if language.code in languages_of(path) else 404)
    html = response.content.decode()
    assert re.search(rf'<html lang="{language.code}"\s+dir="{language.direction}"', html)
    assert len(re.findall(r"<h1[\s>]", html)) == 1
    assert not re.search(r"\{fact:|\{%|\{\{|%\(", html), "nothing of the machinery is seen"
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title and title.group(1).strip()
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_names_its_sisters(client: Client, path: str) -> None:
    code = language_to_try(path, "ar")
    html = client.get(f"/{code}/{path}").content.decode()
    links = dict(re.findall(r'<link rel="alternate"\s+hreflang="([\w-]+)"\s+href="([^"]+)"', html))
    assert set(links) == {*languages_of(path), "x-default"}
    for other in languages_of(path):
        assert links[other].endswith(f"/{other}/{path}")
        assert client.get(links[other].removeprefix("http://testserver")).status_code == 200
    canonical = re.search(r'<link rel="canonical"\s+href="([^"]+)"', html)
    assert canonical and canonical.group(1) == links[code]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_no_third_party_and_nothing_inline(client: Client, path: str) -> None:
    response = client.get(f"/{language_to_try(path, 'ne')}/{path}")
    html = response.content.decode()
    assert not re.findall(r'(?:src|srcset|poster)="https?://', html)
    assert not re.findall(r'<link rel="(?:stylesheet|preload|preconnect)"[^>]*href="https?://', html)
    assert not re.findall(r"<script>|\sstyle=|\son\w+=", html)
    assert html.count("<style") == 1, "the page's own, whose hash its policy names"
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_the_switcher_names_every_language_in_its_own_script(client: Client) -> None:
    html = client.get("/ro/courses/").content.decode()
    for language in languages.LANGUAGES:
        assert f"/language/{language.code}/?next=/{language.code}/courses/" in html.replace("%2F", "/")
        assert re.search(rf'lang="{language.code}"[^>]*>\s*{language.native}', html)


def count_queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def add_rows() -> None:
    """More of everything that a page may list."""
    centre = Centre.objects.get(code="iasi")
    course = Course.objects.get(code="romanian-a1")
    for weekday in (5, 6):
        CentreHoursFactory(centre=centre, weekday=weekday)
    CentrePhoneFactory(centre=centre)
    for number in range(5):
        run = RunFactory(course=course, centre=centre)
        SessionFactory(run=run)
        EnrolmentFactory(run=run, confirmed=True)
        EnrolmentFactory(run=run, waiting=True)
        FactFactory()
        PhraseTextFactory(phrase_id=PhraseFactory().pk, language="ar")
        make_question(f"more-{number}", lesson="dacia-and-rome")
    add_pages()


def add_pages() -> None:
    """More guides, films, situations, events, news and projects beside those there are."""
    parent = Page.objects.get(url_path="/home-ar/resources/").specific
    for number, slug in enumerate(["residence-permit", "first-steps", "just-arrived"]):
        page = Page.objects.get(url_path=f"/home-ar/resources/{slug}/").specific
        for copy in range(2):
            page.copy(to=parent, update_attrs={"slug": f"more-{number}-{copy}"}, reset_translation_key=True)
    centre, project = Centre.objects.get(code="iasi"), Project.objects.get(code="acasa-in-est")
    partners = OrganisationFactory.create_batch(2)
    Event.objects.get(code="open-day-iasi").partners.add(*partners)
    for number, partner in enumerate(partners):
        ProjectPartnerFactory(project=project, organisation=partner)
        RunFactory(centre=centre, project=project)
        EventPageFactory(language="en", event=EventRowFactory(centre=centre, partners=partners))
        NewsPageFactory(language="en", centre=centre, project=project)
        page = Page.objects.get(url_path="/home-en/projects/pas-cu-pas-sud/").specific
        page.copy(update_attrs={"slug": f"more-{number}", "project": ProjectFactory()}, reset_translation_key=True)


@pytest.mark.parametrize(("page_type", "path"), PAGES.items(), ids=PAGES.keys())
def test_queries_are_few_and_stay_the_same_when_rows_are_added(client: Client, page_type: str, path: str) -> None:
    address = f"/{language_to_try(path, 'ar')}/{path}"
    before = count_queries(client, address)
    assert before <= MOST_QUERIES[page_type]
    add_rows()
    assert count_queries(client, address) == before


def test_queries_of_the_form_stay_the_same_when_rows_are_added(client: Client) -> None:
    run = Run.objects.open_on(clock.today()).order_by("starts_on")[0]
    before = count_queries(client, f"/ar/enrol/{run.pk}/")
    assert before <= 8
    add_rows()
    assert count_queries(client, f"/ar/enrol/{run.pk}/") == before


@pytest.mark.parametrize("path", ["/ar/courses/romanian-a1/", "/ar/help/"])
def test_a_page_that_is_not_published_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
    Page.objects.get(url_path=path.replace("/ar/", "/home-ar/")).specific.unpublish()
    assert client.get(path).status_code == 404


def test_a_page_answers_at_its_whole_address_alone(client: Client) -> None:
    for path in ["/ar/romanian-a1/", "/ar/resources/romanian-a1/", "/ar/courses/iasi/", "/ar/courses/courses/"]:
        assert client.get(path).status_code == 404


def test_a_public_page_cannot_be_made_private(admin_client: Client) -> None:
    page = Page.objects.get(url_path="/home/help/")
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    admin_client.post(address, {"restriction_type": "login"}, headers={"x-requested-with": "XMLHttpRequest"})
    assert not PageViewRestriction.objects.exists()
    assert Client().get("/ro/help/").status_code == 200


@pytest.mark.parametrize("field", ["summary", "search_description", "seo_title"])
def test_a_text_that_is_empty_in_one_language_breaks_no_page(client: Client, field: str) -> None:
    for page in Page.objects.filter(locale__language_code="ur").specific():
        setattr(page, field, "")
        page.save()
    for path in PAGES.values():
        assert client.get(f"/ur/{path}").status_code == (200 if "ur" in languages_of(path) else 404)


def test_a_page_that_is_not_translated_says_so_and_offers_what_there_is(client: Client) -> None:
    CoursePage.objects.get(locale__language_code="si", slug="romanian-a2").delete()
    response = client.get("/si/courses/romanian-a2/")
    assert response.status_code == 404
    html = response.content.decode()
    assert '<html lang="si"' in html
    assert [row["language"].code for row in response.context["existing"]] == [
        code for code in languages.CODES if code != "si"
    ]
    assert 'href="/ro/courses/romanian-a2/"' in html
    assert client.get("/si/courses/").status_code == 200


def test_a_changed_fact_shows_at_once_in_every_language(client: Client) -> None:
    for code in languages.CODES:
        assert "777" not in client.get(f"/{code}/resources/residence-permit/").content.decode()
    Fact.objects.filter(code="permit-renew-days").update(value="777")
    for code in languages.CODES:
        assert "777" in client.get(f"/{code}/resources/residence-permit/").content.decode()


def test_a_fact_that_is_gone_leaves_no_token(client: Client) -> None:
    Fact.objects.all().delete()
    for path in PAGES.values():
        assert "{fact:" not in client.get(f"/ro/{path}").content.decode()


@pytest.mark.parametrize("path", ["/xx/", "/ar/nothing/here/", "/ar/courses/nothing/", "/ar/enrol/abc/"])
def test_what_is_not_there_is_not_found_with_a_way_on(client: Client, path: str) -> None:
    response = client.get(path, follow=True)
    assert response.status_code == 404
    assert 'href="/' in response.content.decode()


def test_the_film_says_its_size_loads_nothing_and_has_captions_in_every_language(client: Client) -> None:
    html = client.get("/fa/resources/first-steps/").content.decode()
    assert 'preload="none"' in html
    tracks = re.findall(r'<track[^>]*srclang="(\w+)"', html)
    assert sorted(tracks) == sorted(languages.CODES)
    default = re.findall(r'<track[^>]*srclang="(\w+)"[^>]*\bdefault\b', html)
    assert default == ["fa"]
    assert re.search(r"0[.,]8", html), "megabytes before it plays"


def test_the_translations_of_a_page_stay_current_until_the_source_changes(client: Client) -> None:
    source = CoursePage.objects.get(locale__language_code="ro", slug="romanian-a1")
    translation = CoursePage.objects.get(locale__language_code="ar", slug="romanian-a1")
    assert not translation.is_behind_source
    source.save()  # a save alone is no change
    assert not CoursePage.objects.get(pk=translation.pk).is_behind_source
    source.summary = "Alt rezumat."
    source.save(update_fields=["has_unpublished_changes"])  # Wagtail's bookkeeping is none either
    assert not CoursePage.objects.get(pk=translation.pk).is_behind_source
    source.save()
    assert CoursePage.objects.get(pk=translation.pk).is_behind_source


def test_a_translation_that_is_published_with_gaps_says_that_it_is_behind(client: Client) -> None:
    source = CoursePage.objects.get(locale__language_code="ro", slug="romanian-a1")
    translation = CoursePage.objects.get(locale__language_code="ar", slug="romanian-a1")
    source.summary = "Alt rezumat, pe care nu l-a tradus nimeni."
    source.save_revision().publish()
    record = Translation.objects.get(source__object_id=source.translation_key, target_locale=translation.locale)
    record.source.update_from_db()
    record.save_target()
    page = CoursePage.objects.get(pk=translation.pk)
    assert page.summary == source.summary
    assert page.is_behind_source
