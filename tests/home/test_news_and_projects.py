"""News, newest first and by what they are about; projects with their partners, groups and the funder's emblem."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale

from courses.catalogue.models import Run
from home.news.pages import PART, NewsPage
from home.projects.pages import ProjectPage
from portal import clock
from portal.directory.models import Project
from tests.factories import NewsPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

PROJECT = "/en/projects/acasa-in-est/"


def news(client: Client, query: str = "") -> list[str]:
    html = client.get(f"/en/news/{query}").content.decode()
    return re.findall(r'href="/en/news/([\w-]+)/"', html.partition("<main")[2].partition("<aside")[0])


def test_the_newest_stands_first() -> None:
    english = NewsPage.objects.live().filter(locale__language_code="en")
    days = [page.published_on for page in english.newest()]
    assert days == sorted(days, reverse=True)
    assert days[0] == clock.today() - dt.timedelta(days=3)


def test_news_are_chosen_by_what_they_are_about(client: Client) -> None:
    assert news(client)[:2] == ["evening-groups", "radauti-opened"]
    assert news(client, "?kind=courses") == ["evening-groups", "check-certificate"]
    assert len(news(client, "?kind=nothing")) == 6


def test_nothing_new_about_this_leads_to_all(client: Client) -> None:
    NewsPage.objects.filter(kind="community").delete()
    assert "There is nothing new about this yet." in client.get("/en/news/?kind=community").content.decode()


def test_many_news_come_in_parts(client: Client) -> None:
    for number in range(PART):
        NewsPageFactory(published_on=clock.today() - dt.timedelta(days=number))
    first, second = news(client, "?kind=courses"), news(client, "?kind=courses&page=2")
    assert (len(first), len(second)) == (PART, 2)
    assert "?kind=courses&amp;page=2#found" in client.get("/en/news/?kind=courses").content.decode()


def test_a_day_is_written_in_the_readers_language(client: Client) -> None:
    page = NewsPage.objects.get(slug="evening-groups", locale__language_code="ro")
    assert f'<time datetime="{page.published_on}">' in client.get("/ro/news/evening-groups/").content.decode()
    assert str(page.published_on.year) in client.get("/ro/news/").content.decode()


def test_facts_work_in_news(client: Client) -> None:
    html = client.get("/en/news/renew-in-time/").content.decode()
    assert "30 days" in html
    assert "{fact:" not in html


def test_news_of_a_funded_project_name_who_pays(client: Client) -> None:
    assert "Co-funded by the European Union" in client.get("/en/news/evening-groups/").content.decode()
    assert "Co-funded by the European Union" not in client.get("/en/news/cooking-together/").content.decode()


def test_a_project_shows_the_emblem_and_what_the_rules_ask_for(client: Client) -> None:
    html = " ".join(client.get(PROJECT).content.decode().split())
    assert re.search(
        r'<img src="/static/icons/eu[\w.]*\.svg" width="90" height="60" alt="Emblem of the European Union">', html
    )
    assert "<strong>Co-funded by the European Union</strong>" in html
    assert "co-financed by the European Union through the Asylum, Migration and Integration Fund" in html


def test_a_project_that_somebody_else_pays_for_shows_no_emblem(client: Client) -> None:
    Project.objects.filter(code="acasa-in-est").update(fund="", budget_lei=None, funding_reference="")
    html = client.get(PROJECT).content.decode()
    assert "icons/eu" not in html
    assert "Total budget" not in html


def test_the_emblem_has_twelve_stars_in_the_shape_that_is_prescribed() -> None:
    from django.conf import settings

    svg = (settings.BASE_DIR / "static/icons/eu.svg").read_text()
    assert 'viewBox="0 0 270 180"' in svg, "three to two"
    path = re.search(r'd="(M[^"]+z)"/></svg>', svg)
    assert path
    stars = [
        [tuple(float(number) for number in point.split()) for point in star.strip("M").split("L")]
        for star in path.group(1).split("z")
        if star
    ]
    assert len(stars) == 12
    for star in stars:
        centre = (sum(x for x, _ in star) / 5, sum(y for _, y in star) / 5)
        assert ((centre[0] - 135) ** 2 + (centre[1] - 90) ** 2) ** 0.5 == pytest.approx(60, abs=0.1)
        for x, y in star:
            assert ((x - centre[0]) ** 2 + (y - centre[1]) ** 2) ** 0.5 == pytest.approx(10, abs=0.1)
        top = min(star, key=lambda point: point[1])
        assert top[0] == pytest.approx(centre[0], abs=0.1), "every star stands upright"


def test_a_project_shows_money_partners_counties_and_period(client: Client) -> None:
    html = client.get(PROJECT).content.decode()
    assert "5,200,000 lei" in html
    assert "75%" in html
    assert "FAMI/21-27/DEMO-102" in html
    assert "Fundația Acasă Împreună" in html
    assert "Asociația Punte" in html
    assert '<bdi lang="ro">Galați</bdi>' in html
    assert '<time datetime="2028-12-31">31 December 2028</time>' in html


def test_a_project_offers_its_own_groups_and_centres(client: Client) -> None:
    runs = Run.objects.upcoming(clock.today())
    own, other = runs.filter(project__code="acasa-in-est")[0], runs.filter(project__code="pas-cu-pas-sud")[0]
    html = client.get(PROJECT).content.decode()
    assert f'href="/en/enrol/{own.pk}/"' in html
    assert f'href="/en/enrol/{other.pk}/"' not in html
    assert set(re.findall(r'href="/en/centres/([\w-]+)/"', html)) == {"iasi", "galati", "constanta", "radauti"}
    assert 'href="/en/news/radauti-opened/"' in html


def test_each_line_of_what_a_project_wants_is_an_item(client: Client) -> None:
    html = client.get(PROJECT).content.decode()
    part = html.partition("What the project wants to achieve")[2].partition("</ul>")[0]
    assert part.count("<li>") == 3


def test_projects_that_have_ended_stand_below(client: Client) -> None:
    assert "Projects that have ended" not in client.get("/en/projects/").content.decode()
    Project.objects.filter(code="acasa-in-est").update(ends_on=clock.today() - dt.timedelta(days=1))
    html = client.get("/en/projects/").content.decode()
    running, _, ended = html.partition("Projects that have ended")
    assert "/en/projects/acasa-in-est/" in ended
    assert "/en/projects/vecini-in-vest/" in running


def test_a_project_has_one_page_a_language() -> None:
    other = ProjectPage(
        title="x",
        slug="x",
        project=Project.objects.get(code="acasa-in-est"),
        locale=Locale.objects.get(language_code="en"),
    )
    with pytest.raises(ValidationError):
        other.clean()
