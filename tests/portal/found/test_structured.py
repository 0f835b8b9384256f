"""What machines are told of a page: complete as schema.org and search engines want it, true, and harmless."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from courses.catalogue.models import Run
from courses.catalogue.structured import MOST_RUNS
from home.events.models import Event
from home.events.pages import EventPage
from portal.directory.models import Centre
from portal.found.structured import as_script
from resources.guides.pages import GuidePage
from tests.home.test_public_pages import PAGES, language_to_try
from tests.portal.found.reading import head_of, things_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

MUST_HAVE = {
    "Organization": {"name"},
    "WebSite": {"name", "url", "potentialAction"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement"},
    "ListItem": {"position"},
    "Article": {"headline", "author", "dateModified", "inLanguage"},
    "NewsArticle": {"headline", "author", "datePublished", "dateModified", "inLanguage"},
    "Event": {
        *("name", "description", "startDate", "endDate", "eventStatus", "eventAttendanceMode", "location"),
        *("organizer", "image", "url", "inLanguage"),
    },
    "LearningResource": {"name", "inLanguage"},
    "Course": {"name", "description", "provider", "offers", "hasCourseInstance"},
    "CourseInstance": {"courseMode", "courseWorkload", "location", "startDate", "endDate", "inLanguage"},
    "Offer": {"category", "price", "priceCurrency"},
    "Place": {"name", "address"},
    "VirtualLocation": set(),
    "PostalAddress": {"streetAddress", "addressLocality", "addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"},
    "LocalBusiness": {"name", "address", "telephone", "openingHoursSpecification", "geo", "url"},
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes"},
    "VideoObject": {
        "name",
        "description",
        "thumbnailUrl",
        "uploadDate",
        "duration",
        "contentUrl",
        "inLanguage",
        "caption",
    },
    "MediaObject": {"contentUrl", "encodingFormat", "inLanguage"},
    "FAQPage": {"mainEntity", "inLanguage"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
}
"""What search engines require of each type, or ask for and the portal has."""
SAYS = {
    "home.HomePage": {"Organization", "WebSite"},
    "home.PlainPage": {"Article"},
    "home.CentrePage": {"LocalBusiness"},
    "home.NewsPage": {"NewsArticle"},
    "home.EventPage": {"Event"},
    "home.ProjectPage": {"Article"},
    "courses.CoursesPage": {"ItemList"},
    "courses.CoursePage": {"Course"},
    "resources.GuidePage": {"Article"},
    "resources.VideoPage": {"VideoObject"},
    "resources.LessonPage": {"LearningResource"},
    "resources.ReadAlongPage": {"LearningResource"},
}
NOWHERE = {"venue": "", "address": "", "city": "", "county": None}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOST_BYTES = 600
"""What a page weighs more, compressed."""


def all_things(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from all_things(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_things(inner)


def weight(html: str) -> int:
    return len(gzip.compress(html.encode()))


def check(things: list[dict[str, Any]]) -> None:
    """Fail where something that is required is missing or empty, or where a date, a length or an address is none."""
    for thing in all_things(things):
        kind = thing["@type"]
        assert kind in MUST_HAVE, f"{kind}: what it must have isn't known here"
        missing = MUST_HAVE[kind] - thing.keys()
        assert not missing, (kind, missing)
        for name, value in thing.items():
            assert value not in ("", [], None), (kind, name)
            if name in {"startDate", "endDate", "dateModified", "datePublished", "uploadDate"}:
                assert DAY.match(value), (kind, name, value)
            if name in {"duration", "courseWorkload", "timeRequired"}:
                assert re.fullmatch(r"PT(?=\d)(\d+H)?(\d+M)?(\d+S)?", value), value
            if name in {"url", "item", "contentUrl", "thumbnailUrl", "logo"}:
                assert value.startswith("http://testserver/"), value


def test_the_checker_finds_what_is_missing() -> None:
    with pytest.raises(AssertionError):
        check([{"@type": "Answer"}])
    with pytest.raises(AssertionError):
        check([{"@type": "Answer", "text": ""}])


@pytest.mark.parametrize("code", ["ro", "ar"])
@pytest.mark.parametrize(("page_type", "path"), PAGES.items(), ids=PAGES.keys())
def test_a_page_says_what_it_is(client: Client, code: str, page_type: str, path: str) -> None:
    html = client.get(f"/{language_to_try(path, code)}/{path}").content.decode()
    head = html.partition("</head>")[0]
    things = things_of(head)
    check(things)
    kinds = {thing["@type"] for thing in things}
    assert kinds - {"BreadcrumbList"} == SAYS.get(page_type, set())
    assert ("BreadcrumbList" in kinds) == bool(path)
    assert "{fact:" not in head
    without = re.sub(r'<script type="application/ld.*?</script>', "", html, flags=re.DOTALL)
    assert 0 < weight(html) - weight(without) <= MOST_BYTES


def test_the_way_to_a_page_names_each_page_above_it(client: Client) -> None:
    (way,) = [
        thing for thing in things_of(head_of(client, "/en/resources/citizenship/anthem/")) if "itemListElement" in thing
    ]
    steps = way["itemListElement"]
    assert [step["item"].removeprefix("http://testserver/en/") for step in steps] == [
        "",
        "resources/",
        "resources/citizenship/",
        "resources/citizenship/anthem/",
    ]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert steps[0]["name"] == "Home"


def test_a_course_names_the_groups_that_start_next(client: Client) -> None:
    Run.objects.filter(course__code="romanian-a1").update(mode="online")
    (course,) = [
        thing for thing in things_of(head_of(client, "/uk/courses/romanian-a1/")) if thing["@type"] == "Course"
    ]
    groups = course["hasCourseInstance"]
    assert 1 <= len(groups) <= MOST_RUNS
    assert {group["courseMode"] for group in groups} == {"Online"}
    assert {group["location"]["@type"] for group in groups} == {"VirtualLocation"}
    assert course["offers"]["price"] == 0
    assert groups[0]["inLanguage"][0] == "ro"
    Run.objects.update(state="draft")
    (course,) = [
        thing for thing in things_of(head_of(client, "/uk/courses/romanian-a1/")) if thing["@type"] == "Course"
    ]
    assert "hasCourseInstance" not in course
    assert course["timeRequired"] == "PT70H"


def test_a_centre_without_anything_is_still_one(client: Client) -> None:
    centre = Centre.objects.get(code="iasi")
    centre.phones.all().delete()
    centre.hours.all().delete()
    Centre.objects.filter(pk=centre.pk).update(latitude=None, email="")
    office = things_of(head_of(client, "/ro/centres/iasi/"))[0]
    assert office["@type"] == "LocalBusiness"
    assert not {"telephone", "email", "geo", "openingHoursSpecification"} & office.keys()


def test_an_event_says_where_it_is_and_whether_it_takes_place(client: Client) -> None:
    path = f"/en/{PAGES['home.EventPage']}"
    event = EventPage.objects.get(url_path=path.replace("/en/", "/home-en/", 1)).event
    Event.objects.filter(pk=event.pk).update(
        is_cancelled=True, is_all_day=False, centre=None, online_url="http://testserver/room", **NOWHERE
    )
    thing = things_of(head_of(client, path))[0]
    check([thing])
    assert thing["eventStatus"] == "https://schema.org/EventCancelled"
    assert thing["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert [place["@type"] for place in thing["location"]] == ["VirtualLocation"]
    Event.objects.filter(pk=event.pk).update(
        is_cancelled=False, centre=Centre.objects.get(code="iasi"), starts_at="2026-12-10T08:00:00Z", online_url=""
    )
    thing = things_of(head_of(client, path))[0]
    assert thing["eventStatus"] == "https://schema.org/EventScheduled"
    assert thing["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert thing["location"][0]["address"]["addressLocality"] == "Iași"


def test_a_guide_that_asks_is_a_question_with_its_short_answer(client: Client) -> None:
    guide = GuidePage.objects.get(slug="residence-permit", locale__language_code="ar")
    guide.title, guide.short_answer = "كيف أجدد تصريح الإقامة؟", "خلال {fact:permit-renew-days}."
    guide.save()
    faq = things_of(head_of(client, "/ar/resources/residence-permit/"))[0]
    check([faq])
    assert faq["@type"] == "FAQPage"
    (question,) = faq["mainEntity"]
    assert question["name"] == guide.title
    assert "30" in question["acceptedAnswer"]["text"]
    assert "<" not in question["acceptedAnswer"]["text"]


def test_no_text_ends_the_script_that_it_stands_in(client: Client) -> None:
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    page = Page.objects.get(url_path="/home/help/").specific
    page.title = evil
    page.save()
    head = head_of(client, "/ro/help/")
    assert "<script>alert" not in head
    assert things_of(head)[0]["headline"] == evil
    assert "</script><script>" not in as_script([{"@type": "X", "name": evil}]).removesuffix("</script>")
    assert json.loads(re.sub(r"^<script[^>]*>|</script>$", "", as_script([{"name": evil}])))["name"] == evil


@pytest.mark.parametrize("path", ["/ar/search/", "/ar/show/", "/ar/certificates/", "/ar/status/"])
def test_a_page_that_is_not_to_be_kept_says_nothing(client: Client, path: str) -> None:
    assert not things_of(head_of(client, path))
