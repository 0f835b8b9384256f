"""The self-check as readers meet it: nothing is stored, everything has a result, and the result leads to a group."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import Run
from courses.enrolment.codes import Level
from courses.level.items import Task, all_items
from courses.level.token import LevelResult, make_result, read_result
from courses.level.views import MOST_RUNS
from tests.factories import CourseFactory, EnrolmentFactory, RunFactory

pytestmark = pytest.mark.django_db

PAGE = "/ar/level-check/"
RIGHT = {item.code: item.right for item in all_items()}


def result_of(client: Client, answers: dict[str, str]) -> LevelResult | None:
    response = client.post(PAGE, answers)
    assert response.status_code == 303
    start, token = response["Location"].rstrip("/").rsplit("/", 1)
    assert start == "/ar/level-check/result"
    return read_result(token)


def result_page(client: Client, level: Level) -> object:
    response = client.get(f"/en/level-check/result/{make_result(level, 50)}/")
    assert response.status_code == 200
    return response


def test_every_question_is_a_group_of_radio_buttons_with_a_way_out(client: Client) -> None:
    page = client.get(PAGE).content.decode().partition("<main")[2]
    for item in all_items():
        values = re.findall(rf'name="{item.code}"\s+value="(\w+)"', page)
        assert values == [*(item.options or ["yes", "no"]), "unknown"]
    assert "checked" not in page
    assert page.count("<legend>") == len(all_items())


def test_romanian_is_marked_as_romanian(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    for item in all_items():
        for text in [item.text, *item.options.values()] if item.task is not Task.CAN_DO else []:
            assert f'<bdi lang="ro" dir="ltr">{text}</bdi>' in page


def test_the_form_is_the_same_for_everybody_and_sets_no_cookie(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(PAGE)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert len(queries) <= 3  # the languages, the navigation, the facts


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({}, Level.NONE),
        (dict.fromkeys(RIGHT, "unknown"), Level.NONE),
        (dict.fromkeys(RIGHT, "\x00" * 2000), Level.NONE),
        (RIGHT, Level.B1),
    ],
)
def test_whatever_is_answered_has_a_result(client: Client, answers: dict[str, str], level: Level) -> None:
    result = result_of(client, answers)
    assert result is not None
    assert result.level is level


def test_the_check_writes_nothing(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.post(PAGE, RIGHT)
    assert not queries.captured_queries


def test_a_form_from_another_site_is_shown_again_as_it_was_filled_in(client: Client) -> None:
    response = client.post(PAGE, RIGHT, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 403
    page = response.content.decode().partition("<main")[2]
    assert page.count("checked") == len(RIGHT)
    assert 'role="alert"' in page


@pytest.mark.parametrize("is_cut_off", [False, True])
def test_a_result_that_is_none_leads_to_the_questions(client: Client, is_cut_off: bool) -> None:
    token = make_result(Level.A1, 40)[:-2] if is_cut_off else "nonsense"
    response = client.get(f"/ar/level-check/result/{token}/")
    assert (response.status_code, response["Location"]) == (302, PAGE)


@pytest.mark.parametrize(
    ("level", "course_level"), [(Level.NONE, "A1"), (Level.A1, "A1"), (Level.A2, "A2"), (Level.B1, "B1")]
)
def test_a_result_lists_the_open_groups_that_fit(client: Client, level: Level, course_level: str) -> None:
    courses = {code: CourseFactory(level=code) for code in ("A1", "A2", "B1")}
    runs = {code: RunFactory(course=course) for code, course in courses.items()}
    for course in courses.values():
        RunFactory(course=course, closed=True)
        RunFactory(course=course, draft=True)
    RunFactory(course=CourseFactory(level=course_level, kind="orientation"))
    response = result_page(client, level)
    assert [run for run, _page in response.context["runs"]] == [runs[course_level]]  # type: ignore[attr-defined]


def test_the_result_goes_with_the_enrolment(client: Client) -> None:
    run = RunFactory()
    response = result_page(client, Level.A1)
    token = response.context["level_check"]  # type: ignore[attr-defined]
    assert f'href="/en/enrol/{run.pk}/?level_check={token}"' in response.content.decode()  # type: ignore[attr-defined]


def test_groups_with_a_place_come_first_and_those_for_children_last(client: Client) -> None:
    course = CourseFactory()
    for_children = RunFactory(course=course, audience=Run.Audience.CHILDREN)
    full = RunFactory(course=course, capacity=1)
    EnrolmentFactory(run=full, confirmed=True)
    with_places = [RunFactory(course=course) for _number in range(3)]
    response = result_page(client, Level.A1)
    shown = [run for run, _page in response.context["runs"]]  # type: ignore[attr-defined]
    assert shown == [*with_places, full, for_children]


def test_a_result_shows_a_few_groups_in_a_fixed_number_of_queries(client: Client) -> None:
    course = CourseFactory()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            result_page(client, Level.A1)
        return len(queries)

    RunFactory(course=course, scheduled=True)
    with_one = count()
    for _number in range(MOST_RUNS + 2):
        RunFactory(course=course, scheduled=True)
    assert count() == with_one
    response = result_page(client, Level.A1)
    assert len(response.context["runs"]) == MOST_RUNS  # type: ignore[attr-defined]


def test_who_finds_no_group_is_told_what_else_there_is(client: Client) -> None:
    page = result_page(client, Level.A2).content.decode()  # type: ignore[attr-defined]
    assert "You can still get a place" in page


@pytest.mark.parametrize("level", [Level.NONE, Level.A1, Level.A2, Level.B1])
def test_a_result_is_explained(client: Client, level: Level) -> None:
    response = result_page(client, level)
    page = response.content.decode()  # type: ignore[attr-defined]
    assert response.context["is_above"] is (level is Level.B1)  # type: ignore[attr-defined]
    assert str(response.context["explanation"]) in page  # type: ignore[attr-defined]
    assert "noindex" in page


def test_the_finder_and_courses_of_romanian_lead_to_it(demo: None, client: Client) -> None:
    for path in ("courses/", "courses/romanian-a1/"):
        assert 'href="/ar/level-check/"' in client.get(f"/ar/{path}").content.decode()
