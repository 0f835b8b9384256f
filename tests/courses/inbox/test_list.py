"""The list: what waits first, found by name, phone and reference, narrowed down, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.enrolment.references import format_reference
from portal import clock
from tests.factories import CourseFactory, EnrolmentFactory, PersonFactory, RunFactory, TaskFactory

pytestmark = pytest.mark.django_db


def found(client, **parameters) -> list[str]:
    """Return the names that the list shows, in order."""
    response = client.get(reverse("inbox:index"), parameters)
    assert response.status_code == 200
    return [enrolment.person.name for enrolment in response.context["object_list"]]


def ago(hours: int) -> dt.datetime:
    return clock.now() - dt.timedelta(hours=hours)


def test_what_waits_for_us_comes_first_the_oldest_at_the_top(staff_client, enrol) -> None:
    enrol("review, new", in_review=True, submitted_at=ago(2))
    enrol("confirmed", confirmed=True, submitted_at=ago(90), state_since=ago(5))
    enrol("submitted, new", submitted_at=ago(1))
    enrol("withdrawn", withdrawn=True, submitted_at=ago(80), state_since=ago(4))
    enrol("submitted, old", submitted_at=ago(30))
    enrol("review, old", in_review=True, submitted_at=ago(50))
    assert found(staff_client) == [
        "submitted, old",
        "submitted, new",
        "review, old",
        "review, new",
        "withdrawn",
        "confirmed",
    ]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Ștefan Țurcanu", "stefan turcanu"),
        ("Ștefan Țurcanu", "ştefan"),
        ("Stefan Turcanu", "Ștefan Țurcanu"),
        ("Yusuf Çelik", "celik yusuf"),
        ("أمينة الحسن", "أمينة"),
        ("أمينة الحسن", "الحسن أمينة"),
        ("Олександра Шевченко", "шевченко"),
        ("Олександра Шевченко", "OLEKSANDRA"),
        ("Oleksandra Tkachenko", "Олександра"),
        ("सीता तामाङ", "तामाङ"),
        ("Nguyễn Văn An", "nguyen"),
    ],
)
def test_names_are_found_in_any_script_with_and_without_diacritics(staff_client, enrol, name, query) -> None:
    enrol(name)
    enrol("Cineva Altcineva")
    assert found(staff_client, q=query) == [name]


@pytest.mark.parametrize(
    "query",
    ["0745 123 456", "0745123456", "+40745123456", "+40 745 123 456", "0040 745-123-456", "(0745) 123.456",
     "123 456", "+40 (0)745 123 456", "٠٧٤٥١٢٣٤٥٦"],
)  # fmt: skip
def test_phones_are_found_however_they_are_written(staff_client, enrol, query) -> None:
    enrol("Amina", phone="+40745123456")
    enrol("Altcineva", phone="+40721999888")
    assert found(staff_client, q=query) == ["Amina"]


def test_foreign_phones_and_helpers_phones_are_found(staff_client, enrol) -> None:
    enrol("Olena", phone="+380671234567")
    EnrolmentFactory(run=enrol("Altcineva").run, person=PersonFactory(name="Bunica", helper_phone="+40733444555"))
    assert found(staff_client, q="+380 67 123 45 67") == ["Olena"]
    assert found(staff_client, q="0733 444 555") == ["Bunica"]


@pytest.mark.parametrize(
    "query", ["417203356", "417 203 356", "417-203-356", " 417203356 ", "ref. 417 203 356", "٤١٧٢٠٣٣٥٦"]
)
def test_references_are_found_with_and_without_separators(staff_client, enrol, query) -> None:
    enrol("Amina", reference="417203356")
    enrol("Altcineva", reference="999888777")
    assert found(staff_client, q=query) == ["Amina"]


@pytest.mark.parametrize("query", ["12", "%", "_", "nobody at all", "'; drop table", "😀"])
def test_what_fits_nobody_finds_nobody(staff_client, enrol, query) -> None:
    enrol("Amina", reference="417203356")
    assert found(staff_client, q=query) == []


def test_an_address_is_found_by_a_part_of_it(staff_client, enrol) -> None:
    enrol("Amina", email="amina@mail.example")
    enrol("Altcineva", email="x@other.example")
    assert found(staff_client, q="Amina@mail") == ["Amina"]


def test_filters_narrow_down(staff_client, staff, colleague, enrol, centre) -> None:
    enrol("mine", assignee=staff, language="ar")
    enrol("colleague's", assignee=colleague, waiting=True)
    enrol("nobody's", suspicion="too_fast", in_review=True)
    other_course = RunFactory(centre=centre, course=CourseFactory(kind="orientation", level=""))
    TaskFactory(enrolment=enrol("to call", run=other_course, assignee=colleague, confirmed=True))
    assert found(staff_client, assignee="me") == ["mine"]
    assert found(staff_client, assignee="nobody") == ["nobody's"]
    assert sorted(found(staff_client, assignee=colleague.pk)) == ["colleague's", "to call"]
    assert found(staff_client, state=["waiting", "in_review"]) == ["nobody's", "colleague's"]
    assert found(staff_client, language="ar") == ["mine"]
    assert found(staff_client, course=other_course.course_id) == ["to call"]
    assert found(staff_client, suspected="true") == ["nobody's"]
    assert found(staff_client, tasks="true") == ["to call"]
    assert found(staff_client, state="waiting", q="colleague") == ["colleague's"]
    assert found(staff_client, state="waiting", q="mine") == []


def test_a_row_shows_what_matters(staff_client, enrol) -> None:
    enrolment = enrol("أمينة", language="ar", suspicion="unchecked", reference="417203356")
    TaskFactory(enrolment=enrolment)
    page = staff_client.get(reverse("inbox:index")).content.decode()
    assert f'<bdi dir="ltr">{format_reference("417203356")}</bdi>' in page
    assert '<bdi lang="ar">أمينة</bdi>' in page
    assert "العربية" in page
    assert enrolment.run.code in page
    assert "reCAPTCHA could not be asked" in page
    assert "Something to do by phone" in page


def test_fifty_a_page(staff_client, enrol, run) -> None:
    person = enrol().person
    EnrolmentFactory.create_batch(50, run=run, person=person)
    assert len(found(staff_client)) == 50
    assert len(found(staff_client, p=2)) == 1


def test_as_many_queries_for_fifty_rows_as_for_five(staff_client, staff, colleague, enrol, centre) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            staff_client.get(reverse("inbox:index"))
        return len(queries)

    def add(number: int) -> None:
        for index in range(number):
            run = RunFactory(centre=centre)
            TaskFactory(enrolment=EnrolmentFactory(run=run, assignee=[staff, colleague, None][index % 3]))

    add(5)
    count()
    few = count()
    add(45)
    many = count()
    assert many == few
    assert few <= 20
