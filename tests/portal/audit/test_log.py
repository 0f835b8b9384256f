"""Who saw what: written once a look, never rewritten, read by coordinators of the centre and administrators."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import clock
from portal.audit import listing
from portal.audit.models import AuditEntry
from portal.audit.services import record_access, record_look
from portal.directory.models import Membership
from tests.courses.inbox.conftest import may_enter
from tests.factories import CentreFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return CentreFactory(name="Centrul Iași")


@pytest.fixture
def staff(centre):
    return MembershipFactory(centre=centre, user__first_name="Irina").user


def in_english(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def coordinator(centre) -> Client:
    return in_english(may_enter(MembershipFactory(centre=centre, role=Membership.Role.COORDINATOR).user))


def listed(client: Client, **parameters) -> list[str]:
    response = client.get(reverse("audit:index"), parameters)
    assert response.status_code == 200
    return [entry.about for entry in response.context["object_list"]]


def test_looks_within_a_quarter_of_an_hour_are_one(staff, centre) -> None:
    now = clock.now()
    for minutes in (0, 14, 16):
        with time_machine.travel(now + dt.timedelta(minutes=minutes), tick=False):
            record_look(user=staff, about="enrolment:417203356", centre=centre)
    record_look(user=staff, about="enrolment:999888777", centre=centre)
    record_look(user=UserFactory(), about="enrolment:417203356", centre=centre)
    assert AuditEntry.objects.filter(about="enrolment:417203356", user=staff).count() == 2
    assert AuditEntry.objects.count() == 4


@pytest.mark.parametrize(
    "change",
    [
        {"about": "x"},
        {"action": "saw"},
        {"amount": 1},
        {"reason": ""},
        {"detail": {}},
        {"at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_was_written_is_not_rewritten(staff, centre, change) -> None:
    entry = record_access(
        user=staff, action="exported", about="inbox", centre=centre, amount=3, reason="raport", detail={"format": "csv"}
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(user=UserFactory())


def test_who_left_leaves_their_entries_behind(staff, centre) -> None:
    entry = record_access(user=staff, action="exported", about="inbox", centre=centre)
    staff.delete()
    entry.refresh_from_db()
    assert (entry.user, entry.about) == (None, "inbox")


def test_coordinators_read_their_centres_administrators_everything(coordinator, staff, centre) -> None:
    stranger = MembershipFactory().user
    record_look(user=staff, about="enrolment:111111118", centre=centre)
    record_look(user=stranger, about="enrolment:222222226", centre=stranger.memberships.get().centre)
    record_access(user=staff, action="searched", about="inbox")
    record_access(user=stranger, action="searched", about="inbox elsewhere")
    assert listed(coordinator) == ["inbox", "enrolment:111111118"]
    assert len(listed(in_english(UserFactory(admin=True)))) == 4


@pytest.mark.parametrize("role", [Membership.Role.STAFF, Membership.Role.TRAINER, Membership.Role.REPORTER])
def test_nobody_else_reads_it(centre, role) -> None:
    client = in_english(may_enter(MembershipFactory(centre=centre, role=role).user))
    for name in ("audit:index", "audit:index_results", "audit:export", "changes:index"):
        assert client.get(reverse(name)).status_code == 404
    assert reverse("audit:index") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_filters_narrow_down(coordinator, staff, centre) -> None:
    now = clock.now()
    with time_machine.travel(now - dt.timedelta(days=3), tick=False):
        record_look(user=staff, about="enrolment:111111118", centre=centre)
    record_access(user=staff, action="exported", about="inbox", centre=centre, amount=3, reason="raport lunar")
    assert listed(coordinator, action="exported") == ["inbox"]
    assert listed(coordinator, about="enrolment:111111118") == ["enrolment:111111118"]
    assert listed(coordinator, user=staff.pk, centre=centre.pk) == ["inbox", "enrolment:111111118"]
    assert listed(coordinator, at_from=str(clock.today())) == ["inbox"]
    assert listed(coordinator, at_to=str(clock.today() - dt.timedelta(days=1))) == ["enrolment:111111118"]
    page = coordinator.get(reverse("audit:index")).content.decode()
    assert "raport lunar" in page
    assert f"{now.astimezone(clock.ZONE):%d.%m.%Y\u00a012:}" in page
    assert "Enrolment <bdi class" in page
    assert "q=111111118" in page


def test_taking_out_the_log_is_in_the_log(coordinator, staff, centre) -> None:
    record_access(user=staff, action="exported", about="inbox", centre=centre, amount=3, reason="=raport")
    address = reverse("audit:export")
    assert coordinator.post(address, {"reason": "", "format": "csv"}).status_code == 422
    response = coordinator.post(address + "?action=exported", {"reason": "control intern", "format": "csv"})
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert rows[-1][2:] == ["exported", "inbox", "3", "'=raport", "Centrul Iași"]
    entry = AuditEntry.objects.get(about="audit")
    assert (entry.action, entry.reason, entry.detail) == (
        "exported",
        "control intern",
        {"format": "csv", "filters": ["action"]},
    )


def test_a_page_costs_the_same_however_long_the_log_is(coordinator, staff, centre, monkeypatch) -> None:
    monkeypatch.setattr(listing, "FURTHEST", 100)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(reverse("audit:index"))
        return len(queries)

    def add(number: int) -> None:
        AuditEntry.objects.bulk_create(
            AuditEntry(at=clock.now(), user=staff, action="saw", about=f"enrolment:{index}", centre=centre)
            for index in range(number)
        )

    add(3)
    count()
    few = count()
    add(200)
    assert count() == few
    assert coordinator.get(reverse("audit:index")).context["paginator"].count == 100
