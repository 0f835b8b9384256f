"""List, map and form lead to the same answer, without a script; the hours are those of the moment."""

from __future__ import annotations

import datetime as dt
import gzip
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.centres.pages import CentrePage
from home.events.pages import EventPage
from portal import clock, languages
from portal.directory.models import Centre, County
from portal.directory.special_days import SpecialDay
from tests.factories import CentreFactory, CentreHoursFactory, CentrePhoneFactory, SpecialDayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

CODES = {"bucuresti", "iasi", "cluj", "timisoara", "constanta", "galati", "brasov", "craiova", "radauti"}


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def cards(html: str) -> dict[str, str]:
    """The cards of a page by the centre's code, in their order."""
    found = re.findall(r'<li class="centre-card"\s+id="([\w-]+)"(.*?)</ul>\s*</li>', html, re.DOTALL)
    return dict(found)


def test_without_a_choice_all_centres_are_there_and_the_form_asks(client: Client) -> None:
    html = read(client, "/en/centres/")
    assert set(cards(html)) == CODES
    assert re.findall(r"<h2[^>]*>\s*(.*?)\s*</h2>", html.split("<main")[1].split("<footer")[0]) == ["All centres"]
    form = re.search(
        r'<form class="finder[^"]*"\s+method="get"\s+action="/en/centres/#found".*?</form>', html, re.DOTALL
    )
    assert form
    options = re.findall(r'<option value="(\w*)"', form.group())
    assert options[0] == "" and len(options) == 43


@pytest.mark.parametrize(("county", "first"), [("VS", "iasi"), ("IS", "iasi"), ("B", "bucuresti"), ("BT", "radauti")])
def test_a_countys_own_centre_comes_first_under_its_own_heading(client: Client, county: str, first: str) -> None:
    html = read(client, f"/en/centres/?county={county}")
    mine, others = html.split("Other centres")
    assert list(cards(mine)) == [first]
    assert set(cards(others)) == CODES - {first}
    assert html.index('id="found"') < html.index("For people in")
    assert re.search(rf'<option value="{county}"\s+selected', html)


@pytest.mark.parametrize("query", ["?county=XX", "?county=", "?county=IS%00", "?county=<script>", "?other=1"])
def test_what_is_no_county_is_no_error(client: Client, query: str) -> None:
    html = read(client, f"/en/centres/{query}")
    assert set(cards(html)) == CODES and "All centres" in html


def test_a_county_without_a_centre_is_told_so_and_whom_to_call(client: Client) -> None:
    for centre in Centre.objects.filter(counties_served="TL"):
        centre.counties_served.remove("TL")
    html = read(client, "/en/centres/?county=TL")
    assert "There is no centre for this county yet. Please call any of our centres." in html
    assert set(cards(html)) == CODES
    assert "county=TL#found" in html, "it was chosen, so it is marked"
    assert "county=TL#found" not in read(client, "/en/centres/"), "what nobody serves leads nowhere"


def test_the_map_leads_where_the_form_leads(client: Client) -> None:
    html = read(client, "/ar/centres/?county=VS")
    (drawing,) = re.findall(r"<svg viewBox=.*?</svg>", html.split('<figure class="map"')[1], re.DOTALL)
    links = re.findall(r'<a class="map-(\w+)"\s+href="\?county=(\w+)#found"[^>]*><title>([^<]+)</title><use', drawing)
    counties = dict(County.objects.values_list("code", "name"))
    assert {code: name for _tone, code, name in links} == counties
    tones: dict[str, set[str]] = {}
    for tone, code, _name in links:
        tones.setdefault(tone, set()).add(code)
    assert tones["chosen"] == {"VS"} and tones["mine"] == {"IS", "NT"}
    assert drawing.count('aria-current="true"') == 1
    pins = re.findall(r'<a class="map-pin"\s+href="([^"]+)"', drawing)
    assert set(pins) == {f"/ar/centres/{code}/" for code in CODES}


def test_a_town_with_two_centres_has_one_pin_that_leads_to_its_county(client: Client) -> None:
    page = CentrePage.objects.get(slug="cluj", locale__language_code="en")
    second = CentreFactory(city="Cluj-Napoca", county=page.centre.county, latitude="46.7", longitude="23.6")
    CentrePage.objects.filter(slug="radauti").update(centre=second)
    html = read(client, "/en/centres/")
    assert re.search(r'<a class="map-pin"\s+href="\?county=CJ#found"', html)


def test_a_card_says_how_to_call_to_write_and_to_go_there(client: Client) -> None:
    card = cards(read(client, "/fa/centres/"))["iasi"]
    assert 'href="tel:+40232000022"' in card
    assert 'href="https://wa.me/40700000022?text=' in card
    assert 'href="https://www.openstreetmap.org/directions?to=47.15850%2C27.60140"' in card
    assert 'data-at="47.15850 27.60140"' in card, "digits and points as a script reads them"
    assert 'href="/fa/centres/iasi/"' in card


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 11, 26), ["Open now", "Closes at 17:00"]),  # noon of a Thursday
        (dt.date(2026, 11, 28), ["Closed today", "Opens: Wednesday, 09:00"]),  # Saturday before two holidays
        (dt.date(2026, 12, 1), ["Closed today", "National Day", "Opens tomorrow at 09:00"]),
    ],
)
def test_a_card_says_whether_it_is_open(client: Client, settings, day: dt.date, expected: list[str]) -> None:
    settings.DEMO_TODAY = day
    SpecialDay.objects.all().delete()
    text = re.sub(r"<[^>]+>", "", cards(read(client, "/en/centres/"))["iasi"])
    text = re.sub(r"\s+", " ", text)
    position = -1
    for part in expected:
        assert text.index(part) > position, text
        position = text.index(part)


def test_a_centres_page_tells_other_hours_beforehand(client: Client, settings) -> None:
    settings.DEMO_TODAY = dt.date(2026, 11, 26)
    iasi = Centre.objects.get(code="iasi")
    SpecialDay.objects.all().delete()
    SpecialDayFactory(centre=iasi, day=dt.date(2026, 12, 3), reason="training")
    SpecialDayFactory(centre=iasi, day=dt.date(2026, 12, 5), reason="event", opens=dt.time(10), closes=dt.time(14))
    html = read(client, "/en/centres/iasi/")
    changes = re.search(r'<ul class="opening-changes plain">(.*?)</ul>', html, re.DOTALL)
    assert changes
    told = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", item)).strip() for item in changes.group(1).split("</li>")[:-1]]
    assert [line.split(" ", 1)[1] for line in told] == [
        "30 November 2026 Saint Andrew&#x27;s Day Closed",
        "1 December 2026 National Day Closed",
        "3 December 2026 Staff training Closed",
        "5 December 2026 Event at the centre 10:00–14:00",
    ]
    assert html.count('aria-current="date"') == 1


def test_a_centres_page_says_what_people_find_there(client: Client) -> None:
    html = read(client, "/en/centres/iasi/")
    for text in (
        "Legal advice",
        "Talking with a psychologist",
        "No steps at the entrance",
        "Toilet for wheelchair users",
    ):
        assert text in html
    assert '<bdi lang="ar">العربية</bdi>' in html
    bare = Centre.objects.get(code="iasi")
    bare.offers, bare.access, bare.spoken_languages = ["gone-since"], [], []
    bare.save()
    html = read(client, "/en/centres/iasi/")
    assert "What you find here" not in html and "People here speak" not in html


def test_a_centres_page_tells_what_is_on_there_and_nowhere_else(client: Client) -> None:
    html = read(client, "/en/centres/iasi/")
    heading, _, events = html.partition("Events here")
    assert "Courses here" in heading
    pages = EventPage.objects.live().filter(locale__language_code="en")
    coming = pages.filter(event__ends_at__gt=clock.now(), event__is_cancelled=False)
    assert coming.filter(event__centre__code="iasi").exists() and coming.exclude(event__centre__code="iasi").exists()
    for page in coming.select_related("event__centre"):
        assert (f'href="/en/events/{page.slug}/"' in events) == (page.event.centre_id == centre_id("iasi"))


def centre_id(code: str) -> int:
    return Centre.objects.get(code=code).pk


@pytest.mark.parametrize("language", languages.CODES)
def test_pages_are_light_in_every_language(client: Client, language: str) -> None:
    for path in ("centres/", "centres/?county=VS", "centres/iasi/"):
        html = client.get(f"/{language}/{path}").content
        assert len(gzip.compress(html, 9)) <= 14 * 1024, path


def test_more_centres_ask_no_more_queries(client: Client) -> None:
    def count(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            read(client, path)
        return len(queries)

    paths = ["/en/centres/", "/en/centres/?county=VS", "/en/centres/cluj/"]
    before = [count(path) for path in paths]
    for page in CentrePage.objects.filter(locale__language_code="en").select_related("centre"):
        for weekday in (5, 6):
            CentreHoursFactory(centre=page.centre, weekday=weekday)
        CentrePhoneFactory(centre=page.centre)
        SpecialDayFactory(centre=page.centre)
        page.centre.counties_served.add("TL")
    assert [count(path) for path in paths] == before


@pytest.mark.parametrize(
    ("opens", "closes", "field"),
    [(dt.time(9), None, "closes"), (None, dt.time(9), "opens"), (dt.time(9), dt.time(9), "closes")],
)
def test_half_of_the_hours_of_a_special_day_are_refused(opens, closes, field: str) -> None:
    row = SpecialDayFactory.build(centre=CentreFactory(), opens=opens, closes=closes)
    with pytest.raises(ValidationError) as refused:
        row.clean()
    assert set(refused.value.message_dict) == {field}
    with pytest.raises(IntegrityError):
        row.save()
