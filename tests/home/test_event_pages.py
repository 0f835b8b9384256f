"""The list of events with its choices, and the page of one: to come, past, cancelled, in another language."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from home.events.models import Event
from home.events.pages import PART, EventPage, next_events
from portal import clock
from tests.factories import EventPageFactory, EventRowFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

DEMO = {
    "coming": {"permits-bucuresti", "women-timisoara", "open-day-iasi", "coordination-cluj", "workshop-craiova"}
    | {"mother-language-day", "nowruz-brasov"},
    "past": {"open-day-radauti", "health-insurance-online"},
}


def slugs(client: Client, query: str = "", language: str = "en") -> set[str]:
    """The events that a list shows."""
    html = client.get(f"/{language}/events/{query}").content.decode()
    shown = html.partition('id="found"')[2].partition("<aside")[0]
    return set(re.findall(r'href="/\w+/events/([\w-]+)/"', shown))


def test_the_list_shows_what_comes_and_the_past_has_a_view_of_its_own(client: Client) -> None:
    assert slugs(client) == DEMO["coming"]
    assert slugs(client, "?when=past") == DEMO["past"]


def test_events_are_chosen_by_kind_county_and_centre(client: Client) -> None:
    assert slugs(client, "?kind=celebration") == {"mother-language-day", "nowruz-brasov"}
    assert slugs(client, "?kind=celebration&county=CV") == {"nowruz-brasov"}, "the centre serves this county"
    assert slugs(client, "?centre=iasi") == {"open-day-iasi"}
    assert slugs(client, "?county=IS") == {"open-day-iasi"}
    assert slugs(client, "?kind=open-day&when=past") == {"open-day-radauti"}
    assert slugs(client, "?county=TM&when=past") == {"health-insurance-online"}, "online fits everywhere"


@pytest.mark.parametrize("query", ["?kind=x", "?county=XX", "?centre=nowhere", "?when=later", "?page=x", "?page=0"])
def test_a_choice_that_does_not_exist_is_none(client: Client, query: str) -> None:
    assert slugs(client, query) == DEMO["coming"]


def test_links_of_the_choices_keep_each_other(client: Client) -> None:
    html = client.get("/en/events/?kind=celebration&county=BV&when=past").content.decode().replace("&amp;", "&")
    assert 'href="/en/events/?kind=open-day&county=BV&when=past#found"' in html
    assert 'href="/en/events/?kind=celebration&county=BV#found"' in html, "the same, to come"
    assert re.search(r'<option value="BV" selected>', html)
    assert '<input type="hidden" name="kind" value="celebration">' in html


def test_nothing_found_leads_on(client: Client) -> None:
    html = client.get("/en/events/?kind=workshop&county=TM").content.decode()
    assert "No event fits this choice." in html
    assert '<a class="button secondary" href="/en/events/">' in html


def test_a_long_list_comes_in_parts_without_a_link_for_each(client: Client) -> None:
    for _ in range(2 * PART):
        EventPageFactory(event=EventRowFactory())
    first = client.get("/en/events/").content.decode()
    assert len(slugs(client)) == PART
    assert re.findall(r"page=\d+", first) == ["page=2"]
    assert slugs(client).isdisjoint(slugs(client, "?page=2"))
    second = client.get("/en/events/?page=2").content.decode()
    assert 'href="/en/events/?#found"' in second
    assert re.findall(r"page=\d+", second.partition("<main")[2].partition("</main>")[0]) == ["page=3"]
    assert slugs(client, "?page=999999999999") == set()


def test_an_event_without_a_page_is_not_listed(client: Client) -> None:
    EventRowFactory()
    EventPage.objects.get(slug="open-day-iasi", locale__language_code="ro").unpublish()
    assert slugs(client) == DEMO["coming"]
    for page in EventPage.objects.filter(slug="open-day-iasi"):
        page.unpublish()
    assert slugs(client) == DEMO["coming"] - {"open-day-iasi"}


def test_a_reader_is_led_to_another_language_where_theirs_is_missing(client: Client) -> None:
    EventPage.objects.exclude(locale__language_code__in=["ro"]).filter(slug="open-day-iasi").delete()
    html = client.get("/en/events/?centre=iasi").content.decode()
    assert re.search(r'<a href="/ro/events/open-day-iasi/"\s+lang="ro" dir="ltr" hreflang="ro">Zi deschisă', html)
    assert 'The page is in another language: <bdi lang="ro">Română</bdi>' in html
    assert client.get("/en/events/open-day-iasi/").status_code == 404


def test_a_page_says_when_and_where_in_the_readers_language(client: Client) -> None:
    row = Event.objects.get(code="open-day-iasi")
    html = client.get("/ro/events/open-day-iasi/").content.decode()
    assert f'<time datetime="{row.starts_at.astimezone(clock.ZONE).isoformat()}">sâmbătă, ' in html
    assert '<bdi class="strong" dir="ltr">10:00–15:00</bdi>' in html
    assert "Strada Lămpilor Aprinse 8, Iași" in html
    assert 'href="tel:+40232000022"' in html
    assert "Fundația Acasă Împreună" in html
    assert '<bdi lang="uk">Українська</bdi>' in html


def test_a_whole_day_has_no_hours(client: Client) -> None:
    html = client.get("/en/events/mother-language-day/").content.decode()
    assert re.search(r'<time datetime="20\d\d-02-21">\w+,? 21 February 20\d\d</time>', html)
    assert "00:00" not in html
    assert "23:59" not in html


def test_a_cancelled_event_says_so_everywhere_and_why(client: Client) -> None:
    html = client.get("/en/events/workshop-craiova/").content.decode()
    assert "This event does not take place." in html
    assert "The trainer is ill." in html
    assert "You don&#x27;t need to register" not in html
    assert "Show me the way" not in html
    assert 'href="/en/events/workshop-craiova.ics"' in html, "so that calendars hear of it"
    assert "Cancelled" in client.get("/en/events/?kind=workshop").content.decode()
    assert "workshop-craiova" not in {item.page.slug for item in next_events("en", 10)}


def test_a_past_event_leads_to_what_comes(client: Client) -> None:
    html = client.get("/en/events/open-day-radauti/").content.decode()
    assert "This event has been." in html
    assert ".ics" not in html.partition("<main")[2]


def test_documents_say_type_size_and_language_before_they_are_loaded(client: Client) -> None:
    html = client.get("/en/events/open-day-iasi/").content.decode()
    link = re.search(r'<a href="(/documents/\d+/[\w-]+\.pdf)" hreflang="ro" download>Programme of the day</a>', html)
    assert link
    assert re.search(r'<bdi dir="ltr">PDF, \d+ KB</bdi>\s*· <bdi lang="ro">Română</bdi>', html)
    assert client.get(link.group(1)).status_code == 200


def test_the_first_page_shows_what_is_next(client: Client) -> None:
    html = client.get("/en/").content.decode()
    section = html.partition('id="whats-on"')[2].partition("</section>")[0]
    assert re.findall(r'href="/en/events/([\w-]+)/"', section) == [
        "permits-bucuresti",
        "women-timisoara",
        "open-day-iasi",
    ]
    assert re.findall(r'href="/en/news/([\w-]+)/"', section) == [
        "evening-groups",
        "radauti-opened",
        "renew-in-time",
    ]
    assert 'href="/en/events/"' in section
    assert 'href="/en/news/"' in section


def test_the_first_page_has_no_such_section_where_nothing_is_translated(client: Client) -> None:
    Page.objects.filter(locale__language_code="si", depth__gte=3).filter(
        url_path__regex="^/home-si/(events|news)/.+"
    ).specific().delete()
    html = client.get("/si/").content.decode()
    assert 'id="whats-on"' not in html


def test_the_footer_leads_there_and_the_menu_stays_short(client: Client) -> None:
    html = client.get("/en/courses/").content.decode()
    header, _, footer = html.partition('<footer class="bottom">')
    for slug in ("events", "news", "projects"):
        assert f'href="/en/{slug}/"' in footer
        assert f'href="/en/{slug}/"' not in header


def test_an_event_has_one_page_a_language() -> None:
    page = EventPage.objects.get(slug="open-day-iasi", locale__language_code="ro")
    other = EventPage(title="x", slug="x", event=page.event, locale=page.locale)
    with pytest.raises(ValidationError) as caught:
        other.clean()
    assert "event" in caught.value.message_dict
    page.clean()


def test_an_event_is_found_by_its_town_and_kind(client: Client) -> None:
    page = EventPage.objects.get(slug="nowruz-brasov", locale__language_code="en")
    assert page.search_terms() == ["Celebration", "Brașov", "Casa Grădinii", "Brașov"]
    assert "/en/events/nowruz-brasov/" in client.get("/en/search/", {"q": "celebration Brasov"}).content.decode()


def test_demo_events_lie_around_the_demos_today() -> None:
    rows = {row.code: row for row in Event.objects.all()}
    assert set(rows) == DEMO["coming"] | DEMO["past"]
    assert rows["open-day-iasi"].starts_at.astimezone(clock.ZONE).weekday() == 5
    assert rows["mother-language-day"].first_day > clock.today()
    assert rows["mother-language-day"].first_day < clock.today() + dt.timedelta(days=366)
    assert rows["coordination-cluj"].partners.count() == 3
