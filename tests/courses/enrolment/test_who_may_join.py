"""Who may join is said before the form; what doesn't fit is explained with other groups, and staff decide."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.alternatives import alternatives_to
from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from portal import clock
from portal.directory.statuses import LegalStatus
from portal.protection.models import RateCounter
from tests.factories import CentreFactory, CountyFactory, ProjectFactory, RunFactory

pytestmark = pytest.mark.django_db

ANSWERS = {"name": "Olena", "phone": "0720 000 001", "consent": "on", "submission_id": "a" * 32}
PROTECTED = [LegalStatus.REFUGEE, LegalStatus.SUBSIDIARY]


def a_run_for(*statuses: str, **run: object) -> Run:
    created: Run = RunFactory(project=ProjectFactory(eligible_statuses=list(statuses)), **run)
    return created


def url(run: Run) -> str:
    return f"/en/enrol/{run.pk}/"


def text_of(client: Client, run: Run) -> str:
    return re.sub(r"\s+", " ", client.get(url(run)).content.decode())


def hidden_fields(page: str) -> dict[str, str]:
    """What a browser sends along of a page's form beside what somebody typed."""
    found = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page)
    assert found
    return dict(found)


def test_the_page_names_whom_a_project_pays_for(client: Client) -> None:
    page = text_of(client, a_run_for(*PROTECTED))
    before_the_form = page[: page.index('<form class="form')]
    assert "A project pays for this group. It is for:" in before_the_form
    assert "<li>Refugee</li><li>Subsidiary protection</li>" in before_the_form
    assert "Asylum seeker" not in before_the_form


@pytest.mark.parametrize(
    ("audience", "sentence"),
    [
        ("everybody", "Everybody can join this group."),
        ("women", "Only women can join this group."),
        ("children", "This group is for children. A parent or guardian enrols them."),
    ],
)
def test_the_page_says_for_whom_a_group_without_a_project_is(client: Client, audience: str, sentence: str) -> None:
    sentences = {
        "Everybody can join this group.",
        "Only women can join this group.",
        "This group is for children. A parent or guardian enrols them.",
    }
    page = text_of(client, RunFactory(audience=audience))
    assert {known for known in sentences if known in page} == {sentence}


def test_the_page_names_the_counties_of_the_project(client: Client) -> None:
    project = ProjectFactory(counties=[CountyFactory(code="CJ"), CountyFactory(code="IS")])
    page = text_of(client, RunFactory(project=project))
    assert '<bdi lang="ro">Cluj</bdi> · <bdi lang="ro">Iași</bdi>' in page


@pytest.mark.parametrize("status", ["", "refugee", "other"])
def test_who_fits_or_does_not_say_or_is_not_sure_is_not_held_up(client: Client, status: str) -> None:
    run = a_run_for(*PROTECTED)
    assert client.post(url(run), {**ANSWERS, "status": status}).status_code == 303


def test_a_status_is_asked_in_sight_only_where_it_decides_something(client: Client) -> None:
    def open_fields(run: Run) -> set[str]:
        groups = client.get(url(run)).context["form"].groups
        return {field.name for group in groups if not group.collapsed for field in group.fields}

    assert "status" in open_fields(a_run_for(*PROTECTED))
    assert "status" not in open_fields(RunFactory())


def test_what_does_not_fit_is_explained_once_and_nothing_is_lost(client: Client) -> None:
    run = a_run_for(*PROTECTED)
    response = client.post(url(run), {**ANSWERS, "status": "eu_citizen", "comment": "after six"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "This group is for people with another status." in page
    assert 'value="Olena"' in page
    assert "after six" in page
    assert not Enrolment.objects.exists()
    assert not RateCounter.objects.exists(), "nothing was sent yet"


def test_sent_all_the_same_it_is_taken_and_staff_see_the_status(client: Client) -> None:
    run = a_run_for(*PROTECTED)
    answers = {**ANSWERS, "status": "eu_citizen"}
    page = client.post(url(run), answers).content.decode()
    assert client.post(url(run), {**answers, **hidden_fields(page), "opened": ""}).status_code == 303
    assert Enrolment.objects.get().status_then == "eu_citizen"


def test_an_error_and_what_does_not_fit_are_said_together(client: Client) -> None:
    run = a_run_for(*PROTECTED)
    other = RunFactory(course=run.course)
    answers = {**ANSWERS, "status": "eu_citizen", "phone": "abc"}
    page = client.post(url(run), answers).content.decode()
    assert f'href="{url(other)}"' in page
    assert 'id="id_phone_error"' in page
    assert "This group is for people with another status." in page
    assert "Send it all the same" not in page, "there is something to mend first"
    mended = {**answers, **hidden_fields(page), "phone": "0720 000 001"}
    assert client.post(url(run), mended).status_code == 303


def test_groups_that_fit_are_offered_and_no_others(client: Client) -> None:
    run = a_run_for(*PROTECTED)
    fits = RunFactory(course=run.course)
    fits_too = a_run_for("eu_citizen", course=run.course)
    a_run_for(*PROTECTED, course=run.course)
    RunFactory(course=run.course, audience="children")
    RunFactory(course=run.course, closed=True)
    RunFactory(course__kind="orientation")
    response = client.post(url(run), {**ANSWERS, "status": "eu_citizen"})
    assert {other for other, _page in response.context["alternatives"]} == {fits, fits_too}
    assert f'href="{url(fits)}"' in response.content.decode()


def test_the_nearest_group_comes_first() -> None:
    here = CentreFactory(county=CountyFactory(code="IS"))
    far = CentreFactory(county=CountyFactory(code="CJ"))
    run = RunFactory(centre=here)
    away = RunFactory(course=run.course, centre=far)
    next_door = RunFactory(course=run.course, centre=CentreFactory(county=here.county))
    same_house = RunFactory(course=run.course, centre=here)
    other_course = RunFactory(centre=here)
    assert alternatives_to(run, clock.today(), count=4) == [same_house, next_door, away, other_course]


def test_a_womens_group_is_an_alternative_to_a_womens_group_alone() -> None:
    women = RunFactory(audience="women")
    everybody, more_women = RunFactory(course=women.course), RunFactory(course=women.course, audience="women")
    assert set(alternatives_to(women, clock.today())) == {everybody, more_women}
    assert alternatives_to(everybody, clock.today()) == []


def test_an_adult_in_a_group_of_children_is_asked_about_the_child(client: Client) -> None:
    run = RunFactory(audience="children")
    answers = {**ANSWERS, "guardian_name": "Olena", "birth_year": str(clock.today().year - 30)}
    response = client.post(url(run), answers)
    assert response.status_code == 422
    assert response.context["form"].misfits == [
        "This group is for children. Please write the name and the year of birth of the child."
    ]
    again = {**answers, **hidden_fields(response.content.decode())}
    assert client.post(url(run), again).status_code == 303


def test_the_page_takes_the_same_queries_however_much_there_is_to_say(client: Client) -> None:
    def queries(run: Run) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.post(url(run), {**ANSWERS, "status": "eu_citizen"}).status_code == 422
        return len(seen)

    run = a_run_for(*PROTECTED)
    RunFactory(course=run.course)
    queries(run)
    few = queries(run)
    run.project.counties.set([CountyFactory(code=code) for code in ("IS", "CJ", "B")])
    for _ in range(3):
        RunFactory(course=run.course, centre=CentreFactory())
    assert queries(run) == few
