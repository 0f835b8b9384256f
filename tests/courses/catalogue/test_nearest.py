"""No group fits all choices of the finder: those that come near."""

from __future__ import annotations

import pytest
from django.test import Client

from courses.catalogue.alternatives import nearest_to
from courses.catalogue.models import Run
from portal import clock
from tests.factories import CentreFactory, CountyFactory, CourseFactory, RunFactory

pytestmark = pytest.mark.django_db


def test_what_is_to_be_learnt_stays_and_the_county_comes_first() -> None:
    near, far = CentreFactory(county=CountyFactory(code="IS")), CentreFactory(county=CountyFactory(code="CJ"))
    romanian, other = CourseFactory(kind="romanian", level="A1"), CourseFactory(kind="citizenship", level="")
    elsewhere = RunFactory(course=romanian, centre=far, time_of_day="evening")
    here = RunFactory(course=romanian, centre=near, time_of_day="morning")
    here_later = RunFactory(course=CourseFactory(kind="romanian", level="A2"), centre=near, time_of_day="morning")
    RunFactory(course=other, centre=near, time_of_day="evening")
    choices = {"kind": "romanian", "level": "A1", "county": near.county_id, "time_of_day": "evening"}
    assert nearest_to(choices, clock.today()) == [here, here_later, elsewhere]


def test_women_and_parents_are_shown_what_they_can_join() -> None:
    women = RunFactory(audience="women", childcare=True)
    RunFactory(audience="everybody", childcare=True)
    RunFactory(audience="women", childcare=False)
    choices = {"women_only": True, "childcare": True, "time_of_day": "weekend"}
    assert nearest_to(choices, clock.today()) == [women]


@pytest.mark.usefixtures("demo")
def test_the_finder_shows_them_where_it_finds_nothing(client: Client) -> None:
    Run.objects.filter(time_of_day="weekend").delete()
    html = client.get("/en/courses/?kind=romanian&time_of_day=weekend").content.decode()
    assert 'id="nearest"' in html
    assert html.count('<article class="card">') == 3
    assert 'id="nearest"' not in client.get("/en/courses/?kind=romanian").content.decode()
