"""No group fits: somebody says what they look for, and where; it lands at the centre that serves the county."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.test import Client
from wagtail.models import Locale, Page

from courses.catalogue.models import Course
from courses.catalogue.pages import CoursePage
from courses.enrolment.codes import Level, Suspicion
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.level.token import make_result
from courses.people.models import Person
from tests.factories import CentreFactory, CountyFactory, CourseFactory, EnrolmentFactory, RunFactory

pytestmark = pytest.mark.django_db

PAGE = "/en/enrol/interest/"
ANSWERS = {"name": "Sita", "phone": "0720 000 001", "consent": "on", "submission_id": "c" * 32}


@pytest.fixture
def course() -> Iterator[Course]:
    """A course that readers know by a title."""
    course: Course = CourseFactory(code="romanian-a1")
    locale, _created = Locale.objects.get_or_create(language_code="en")
    page = CoursePage(title="Romanian for beginners", slug="romanian-a1", summary="-", course=course, locale=locale)
    Page.get_first_root_node().add_child(instance=page)
    return course


@pytest.fixture
def address(course: Course) -> str:
    """The page for this course in a county that a centre elsewhere serves."""
    county = CountyFactory(code="VS", name="Vaslui")
    CentreFactory(name="Centrul Iași", counties_served=[county])
    CentreFactory(name="Centrul Cluj", county=CountyFactory(code="CJ"))
    return f"{PAGE}?course={course.code}&county=VS"


def test_what_and_where_are_asked_first(client: Client, course: Course) -> None:
    CountyFactory(code="IS")
    response = client.get(PAGE)
    form = response.context["form"]
    assert not form.is_bound, "nothing is wrong before something is chosen"
    assert [label for _value, label in form.fields["course"].choices][1:] == ["Romanian for beginners"]
    assert "id_name" not in response.content.decode()


@pytest.mark.parametrize(("query", "field"), [("?course=romanian-a1", "course"), ("?county=IS", "county")])
def test_half_an_address_fills_in_its_half(client: Client, course: Course, query: str, field: str) -> None:
    CountyFactory(code="IS")
    form = client.get(PAGE + query).context["form"]
    assert form[field].value() == query.partition("=")[2]
    assert not form.errors


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("?course=&county=", {"course", "county"}),
        ("?course=romanian-a1&county=", {"county"}),
        ("?course=made-up&county=XX", {"course", "county"}),
        ("?course=romanian-a1&county=IS", {"county"}),  # no centre there
    ],
)
def test_what_can_not_be_is_said_beside_its_field(client: Client, course: Course, query: str, wrong: set[str]) -> None:
    CountyFactory(code="IS")
    CentreFactory(county=CountyFactory(code="IS"), is_active=False)
    response = client.get(PAGE + query)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == wrong
    assert all(f'id="id_{name}_error"' in response.content.decode() for name in wrong)


def test_a_wish_lands_at_the_centre_that_serves_the_county(client: Client, address: str) -> None:
    response = client.post(address, {**ANSWERS, "accepts_online": "on"})
    assert response.status_code == 303
    enrolment = Enrolment.objects.get()
    assert enrolment.run is None
    assert (enrolment.course.code, enrolment.county_id) == ("romanian-a1", "VS")
    assert enrolment.centre.name == "Centrul Iași"
    assert enrolment.state == State.WAITING
    assert enrolment.accepts_online
    assert Person.objects.get().language == "en"


def test_who_wants_no_online_group_says_so(client: Client, address: str) -> None:
    assert client.get(address).context["form"]["accepts_online"].value() is True
    client.post(address, ANSWERS)
    assert not Enrolment.objects.get().accepts_online


def test_the_receipt_says_that_we_look_for_a_group(client: Client, address: str) -> None:
    page = client.post(address, ANSWERS, follow=True).content.decode()
    assert "We look for a group" in page
    assert "We read your enrolment" not in page


def test_the_agreement_names_who_runs_the_centre(client: Client, address: str) -> None:
    form = client.get(address).context["form"]
    assert Enrolment.objects.count() == 0
    client.post(address, ANSWERS)
    assert f"<bdi>{Enrolment.objects.get().consent_organisation.name}</bdi>" in form["consent"].label


def test_a_double_click_is_one_wish_and_another_county_another(client: Client, address: str) -> None:
    CountyFactory(code="BT")
    CentreFactory(county=CountyFactory(code="BT"))
    client.post(address, ANSWERS)
    client.post(address, ANSWERS)
    assert Enrolment.objects.count() == 1
    client.post(address.replace("VS", "BT"), ANSWERS)
    assert Enrolment.objects.count() == 2


def test_bad_input_loses_nothing(client: Client, address: str) -> None:
    response = client.post(address, {**ANSWERS, "phone": "abc", "comment": "after six"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Sita"' in page
    assert "after six" in page
    assert 'action="/en/enrol/interest/?course=romanian-a1&amp;county=VS"' in page
    assert not Enrolment.objects.exists()


def test_a_guardian_is_asked_for_a_child_here_too(client: Client, address: str) -> None:
    response = client.post(address, {**ANSWERS, "is_child": "on"})
    assert set(response.context["form"].errors) == {"guardian_name", "guardian_phone"}


def test_a_program_is_marked_and_kept(client: Client, address: str) -> None:
    client.post(address, {**ANSWERS, "website": "https://spam.example"})
    assert Enrolment.objects.get().suspicion == Suspicion.HONEYPOT


def test_a_form_from_another_site_is_shown_again(client: Client, address: str) -> None:
    response = client.post(address, ANSWERS, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert not Enrolment.objects.exists()


def test_a_self_check_goes_along(client: Client, address: str) -> None:
    token = make_result(Level.A1, 40)
    form = client.get(f"{address}&level_check={token}").context["form"]
    assert form["level"].value() == "A1"
    client.post(address, {**ANSWERS, "level_check": token, "level": "A1"})
    assert Enrolment.objects.values_list("checked_level", "checked_points").get() == ("A1", 40)


def test_no_cookie_and_no_token(address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    assert strict.post(address, ANSWERS, headers={"Origin": "http://testserver"}).status_code == 303
    assert not strict.cookies


def link_in(html: str) -> str | None:
    found = re.search(r'href="(/en/enrol/interest/[^"]*)"', html)
    return found.group(1).replace("&amp;", "&") if found else None


def test_a_closed_and_a_full_group_lead_here(client: Client, course: Course) -> None:
    for run in (RunFactory(course=course, closed=True), RunFactory(course=course, capacity=1)):
        if run.closes_on is None:
            assert link_in(client.get(f"/en/enrol/{run.pk}/").content.decode()) is None, "there is a place"
            EnrolmentFactory(run=run, confirmed=True)
        link = link_in(client.get(f"/en/enrol/{run.pk}/").content.decode())
        assert link == f"{PAGE}?course=romanian-a1&county=IS"
        assert client.get(link).context["county"] == run.centre.county


def test_a_search_that_finds_nothing_leads_here() -> None:
    form = {"cleaned_data": {"county": "IS"}}
    assert link_in(render_to_string("courses/nothing_found.html", {"form": form})) == f"{PAGE}?county=IS"
    assert link_in(render_to_string("courses/nothing_found.html", {})) == PAGE
