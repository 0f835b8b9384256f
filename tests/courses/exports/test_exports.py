"""Lists that leave: the rows of the page, the columns that were ticked, a reason, and an entry in the log."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from courses.enrolment.references import format_reference
from portal.audit.models import AuditEntry
from portal.directory.models import Membership
from tests.courses.inbox.conftest import may_enter
from tests.factories import (
    CentreFactory,
    EnrolmentFactory,
    MembershipFactory,
    PersonFactory,
    RunFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return CentreFactory(name="Centrul Iași")


@pytest.fixture
def run(centre):
    return RunFactory(centre=centre, code="IS-A1")


@pytest.fixture
def staff(centre) -> User:
    return may_enter(MembershipFactory(centre=centre).user)


@pytest.fixture
def client(staff) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff)
    return client


@pytest.fixture
def reporter(centre) -> User:
    return may_enter(MembershipFactory(centre=centre, role=Membership.Role.REPORTER).user)


def take_out(client: Client, address: str, **typed) -> list[list[str]]:
    """Return the rows of the CSV that an address sends."""
    response = client.post(address, {"reason": "pentru raportul lunar", "format": "csv", **typed})
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_the_list_has_the_rows_of_the_queue_and_the_columns_that_were_ticked(client, run) -> None:
    arab = PersonFactory(name="أمينة الحسن", phone="+40700000001", email="=x@mail.example")
    wanted = EnrolmentFactory(run=run, person=arab, waiting=True)
    EnrolmentFactory(run=run)
    address = reverse("exports:enrolments") + "?state=waiting"
    rows = take_out(client, address, case=["state", "reference"], person=["name"], contact=["phone", "email"])
    assert rows == [
        ["Reference", "State", "Name", "Phone", "E-mail"],
        [
            format_reference(wanted.reference),
            "On the waiting list",
            "أمينة الحسن",
            "+40 700 000 001",
            "'=x@mail.example",
        ],
    ]


def test_contact_data_leaves_only_when_ticked(client, run) -> None:
    EnrolmentFactory(run=run, person=PersonFactory(name="Amina", phone="+40700000001", email="amina@mail.example"))
    response = client.get(reverse("exports:enrolments"))
    assert not response.context["form"]["contact"].initial
    header, row = take_out(client, reverse("exports:enrolments"), case=["reference"], person=["name"])
    assert header == ["Reference", "Name"]
    assert "700" not in "".join(row)
    assert "mail.example" not in "".join(row)


def test_a_search_narrows_the_list_and_is_kept_nowhere(client, run) -> None:
    EnrolmentFactory(run=run, person=PersonFactory(name="Zubaydah", search_name="zubaydah"))
    EnrolmentFactory(run=run)
    rows = take_out(client, reverse("exports:enrolments") + "?q=zubaydah&section=all", person=["name"])
    assert rows == [["Name"], ["Zubaydah"]]
    entry = AuditEntry.objects.get(action="exported")
    assert entry.detail["filters"] == {"section": ["all"], "searched": True}
    assert "zubaydah" not in f"{entry.detail}{entry.about}".lower()


def test_the_log_says_who_took_what_and_what_for_at_each_centre(client, staff, run) -> None:
    other = MembershipFactory(user=staff, role=Membership.Role.COORDINATOR).centre
    EnrolmentFactory(run=run)
    EnrolmentFactory.create_batch(2, run=RunFactory(centre=other))
    EnrolmentFactory()  # of a third centre
    rows = take_out(client, reverse("exports:enrolments") + "?section=all&bogus=1", case=["reference", "state"])
    assert len(rows) == 4
    entries = AuditEntry.objects.filter(action="exported")
    assert {(entry.centre, entry.amount) for entry in entries} == {(run.centre, 1), (other, 2)}
    for entry in entries:
        assert (entry.user, entry.about, entry.reason) == (staff, "inbox", "pentru raportul lunar")
        assert entry.detail["columns"] == ["reference", "state"]
        assert entry.detail["format"] == "csv"
        assert entry.detail["filters"] == {"section": ["all"], "searched": False}


@pytest.mark.parametrize(
    "missing", [{"reason": ""}, {"reason": "  x "}, {"format": "pdf"}, {"case": []}, {"case": ["person__comment"]}]
)
def test_nothing_leaves_without_a_reason_a_format_and_columns(client, run, missing) -> None:
    EnrolmentFactory(run=run)
    typed = {"reason": "pentru raportul lunar", "format": "csv", "case": ["reference"], **missing}
    response = client.post(reverse("exports:enrolments"), typed)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert typed["reason"] in response.content.decode()
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_a_class_is_who_holds_a_place_or_has_finished(client, run) -> None:
    for state in ("confirmed", "attending", "completed", "waiting", "withdrawn"):
        name = state.title()
        EnrolmentFactory(run=run, person=PersonFactory(name=name, search_name=state), **{state: True})
    rows = take_out(client, reverse("exports:run", args=[run.pk]), person=["name"])
    assert rows == [["Name"], ["Attending"], ["Completed"], ["Confirmed"]]
    assert AuditEntry.objects.get(action="exported").about == "run:IS-A1"
    assert client.get(reverse("exports:run", args=[RunFactory().pk])).status_code == 404


def test_a_workbook_opens_with_texts_and_moments(client, run) -> None:
    enrolment = EnrolmentFactory(run=run, person=PersonFactory(name="=1+1", phone="+40700000001"))
    typed = {"reason": "pentru raport", "format": "xlsx", "contact": ["phone"]}
    typed |= {"case": ["submitted_at"], "person": ["name"]}
    response = client.post(reverse("exports:enrolments") + "?section=all", typed)
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    moment, name, phone = next(sheet.iter_rows(min_row=2))
    assert abs((moment.value - enrolment.submitted_at.astimezone().replace(tzinfo=None)).total_seconds()) < 86400
    assert (name.value, name.data_type) == ("=1+1", "s")
    assert (phone.value, phone.data_type) == ("+40 700 000 001", "s")


def test_a_reporter_takes_a_list_without_names(reporter, run, signed_in) -> None:
    person = PersonFactory(name="Zubaydah", phone="+40700000001", nationality="NP", language="ne")
    EnrolmentFactory(run=run, person=person, reference="417203356")
    EnrolmentFactory(run=run, person=person, waiting=True)
    EnrolmentFactory()  # of another centre
    client = signed_in(reporter)
    rows = take_out(client, reverse("exports:pseudonyms"))
    assert len(rows) == 3
    assert rows[1][0] == rows[2][0]
    told = str(rows)
    assert not [word for word in ("Zubaydah", "700", "417", "NP", "नेपाली") if word in told]
    assert client.get(reverse("exports:enrolments")).status_code == 404
    assert client.get(reverse("exports:run", args=[run.pk])).status_code == 404
    assert AuditEntry.objects.get(action="exported").centre == run.centre


def test_a_list_without_names_is_of_the_days_and_centres_asked_for(reporter, run, signed_in) -> None:
    elsewhere = CentreFactory()
    second = MembershipFactory(user=reporter, role=Membership.Role.REPORTER).centre
    EnrolmentFactory(run=RunFactory(centre=second))
    # In Romania it is two hours later: the second and the third are February's.
    for day in ("2026-01-31T21:59", "2026-01-31T22:00", "2026-02-28T21:59", "2026-02-28T22:00"):
        EnrolmentFactory(run=run, submitted_at=dt.datetime.fromisoformat(f"{day}+00:00"))
    client, address = signed_in(reporter), reverse("exports:pseudonyms")
    february = {"first_day": "2026-02-01", "last_day": "2026-02-28"}
    assert [row[4] for row in take_out(client, address, **february)[1:]] == ["2026-02", "2026-02"]
    assert len(take_out(client, address)[1:]) == 5
    assert len(take_out(client, address, centre=second.pk)[1:]) == 1
    assert client.post(address, {"reason": "raport", "format": "csv", "centre": elsewhere.pk}).status_code == 422
    backwards = {"first_day": "2026-03-01", "last_day": "2026-02-01"}
    assert client.post(address, {"reason": "raport", "format": "csv", **backwards}).status_code == 422


def test_who_has_no_role_finds_nothing(signed_in) -> None:
    client = signed_in(may_enter(UserFactory()))
    for address in (reverse("exports:enrolments"), reverse("exports:pseudonyms")):
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "raport", "format": "csv", "case": "state"}).status_code == 404


def test_as_many_queries_for_two_thousand_rows_as_for_two(client, run) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            take_out(
                client, reverse("exports:enrolments") + "?section=all", case=["reference", "course"], person=["name"]
            )
        return len(queries)

    EnrolmentFactory.create_batch(2, run=run)
    count()
    few = count()
    EnrolmentFactory.create_batch(60, run=run, person=PersonFactory())
    assert count() == few
