"""The board of a group: who is where, who may see it, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.attendance.models import Attendance, Mark
from courses.board.querysets import MOST
from courses.enrolment.states import State
from portal import clock
from portal.audit.models import AuditEntry
from tests.courses.board.conftest import signed_in_as
from tests.factories import EnrolmentFactory, PersonFactory, RunFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


def board(client, run):
    return client.get(reverse("board:run", args=[run.pk]))


def names(rows) -> list[str]:
    return [row.person.name for row in rows]


def enrol(run, name: str, **values):
    return EnrolmentFactory(run=run, person=PersonFactory(name=name), **values)


def ago(hours: int) -> dt.datetime:
    return clock.now() - dt.timedelta(hours=hours)


def test_everybody_stands_where_they_are(staff_client, run) -> None:
    enrol(run, "second", confirmed=True, place=2)
    enrol(run, "first", offered=True, place=1)
    enrol(run, "third", completed=True, place=3)
    enrol(run, "waits longer", waiting=True, submitted_at=ago(9))
    enrol(run, "waits", waiting=True, submitted_at=ago(2))
    enrol(run, "goes first", waiting=True, submitted_at=ago(1), priority=2, priority_reason="Greșeala noastră")
    enrol(run, "new", submitted_at=ago(3))
    enrol(run, "asked", needs_information=True, submitted_at=ago(5))
    enrol(run, "left", dropped=True)
    enrol(run, "refused", rejected=True)
    enrol(RunFactory(centre=run.centre), "elsewhere", confirmed=True)
    response = board(staff_client, run)
    context = response.context
    assert names(context["learners"]) == ["first", "second", "third"]
    assert [(row.position, row.person.name) for row in context["waiting"]] == [
        (1, "goes first"),
        (2, "waits longer"),
        (3, "waits"),
    ]
    assert names(context["undecided"]) == ["asked", "new"]
    assert set(names(context["ended"])) == {"left", "refused"}
    page = response.content.decode()
    assert "Greșeala noastră" in page
    assert "elsewhere" not in page
    assert "2 enrolments have ended" in page


def test_a_row_says_how_to_reach_somebody_and_what_they_need(staff_client, run) -> None:
    person = PersonFactory(name="أمينة الحسن", latin_name="Amina Al-Hassan", language="ar", phone="+40700000123")
    EnrolmentFactory(run=run, person=person, confirmed=True, needs_childcare=True, placement_level="A2", level="none")
    page = board(staff_client, run).content.decode()
    assert '<bdi lang="ar">أمينة الحسن</bdi>' in page
    assert "Amina Al-Hassan" in page
    assert "tel:+40700000123" in page
    assert "https://wa.me/40700000123?text=" in page
    assert "childcare" in page
    assert "A2" in page


def test_attendance_shows_its_share_and_its_warning(staff_client, run) -> None:
    enrolment = EnrolmentFactory(run=run, attending=True)
    for days, mark in ((9, Mark.PRESENT), (6, Mark.ABSENT), (3, Mark.ABSENT), (1, "")):
        at = clock.now() - dt.timedelta(days=days)
        session = SessionFactory(run=run, starts_at=at, ends_at=at + dt.timedelta(hours=2))
        if mark:
            Attendance.objects.create(session=session, enrolment=enrolment, mark=mark)
    response = board(staff_client, run)
    page = response.content.decode()
    assert "33%" in page
    assert "Absent twice or more in a row" in page
    assert "1 session not marked" in page
    assert [line.session.pk for line in response.context["sessions"].unmarked] == [session.pk]


def test_the_next_session_stands_out_and_a_cancelled_one_never_does(staff_client, run) -> None:
    cancelled = SessionFactory(run=run, is_cancelled=True)
    coming = [SessionFactory(run=run, meeting=meeting, room=f"Sala {meeting}") for meeting in range(1, 7)]
    SessionFactory(run=run, starts_at=ago(50), ends_at=ago(48))
    sessions = board(staff_client, run).context["sessions"]
    assert [line.session for line in sessions.coming] == coming[:4]
    assert [line.session for line in sessions.lines if line.is_next] == [coming[0]]
    assert cancelled in [line.session for line in sessions.lines]
    assert not sessions.unmarked, "without learners there was nobody to mark"


def test_another_centres_group_does_not_exist(run, stranger, trainer) -> None:
    SessionFactory(run=run, trainer=trainer)
    for user in (stranger, trainer):
        client = signed_in_as(user)
        assert board(client, run).status_code == 404
        assert client.post(reverse("board:run", args=[run.pk])).status_code == 404
    assert board(signed_in_as(UserFactory(admin=True)), run).status_code == 200


def test_a_look_stands_in_the_log(staff_client, staff, run) -> None:
    board(staff_client, run)
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.action, entry.about, entry.centre) == (staff, "saw", f"run:{run.code}", run.centre)


def test_a_place_is_offered_from_the_board_and_leads_back_to_it(staff_client, run) -> None:
    waiting = EnrolmentFactory(run=run, waiting=True)
    response = board(staff_client, run)
    here = reverse("board:run", args=[run.pk])
    offer = reverse("inbox:step", args=[waiting.pk, "offer"])
    assert f'action="{offer}"' in response.content.decode()
    response = staff_client.post(offer, {"seen": response.context["seen"], "next": here})
    assert response.url == here
    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED


def test_a_button_leads_to_no_other_site(staff_client, run) -> None:
    waiting = EnrolmentFactory(run=run, waiting=True)
    offer = reverse("inbox:step", args=[waiting.pk, "offer"])
    response = staff_client.post(offer, {"seen": 0, "next": "https://elsewhere.example/"})
    assert response.url == reverse("inbox:enrolment", args=[waiting.pk])


def test_a_full_or_cancelled_group_offers_nothing(staff_client, centre) -> None:
    full = RunFactory(centre=centre, capacity=1)
    EnrolmentFactory(run=full, confirmed=True)
    for run in (full, RunFactory(centre=centre, cancelled=True)):
        waiting = EnrolmentFactory(run=run, waiting=True)
        page = board(staff_client, run).content.decode()
        assert reverse("inbox:step", args=[waiting.pk, "offer"]) not in page


def test_long_lists_are_left_to_the_inbox(staff_client, run) -> None:
    EnrolmentFactory.create_batch(MOST + 2, run=run, waiting=True)
    response = board(staff_client, run)
    assert len(response.context["waiting"]) == MOST
    assert f"All {MOST + 2} in the inbox" in response.content.decode()


def test_as_many_queries_for_a_full_group_as_for_a_small_one(staff_client, centre) -> None:
    run = RunFactory(centre=centre, capacity=60)

    def add(number: int) -> None:
        for meeting in range(number):
            session = SessionFactory(run=run, starts_at=ago(24 * (meeting + 2)), ends_at=ago(24 * (meeting + 2) - 2))
            learner = EnrolmentFactory(run=run, attending=True)
            Attendance.objects.create(session=session, enrolment=learner, mark=Mark.PRESENT)
            SessionFactory(run=run, meeting=meeting, trainer=UserFactory())
            for state in ("offered", "waiting", "in_review", "rejected"):
                EnrolmentFactory(run=run, **{state: True})
            RunFactory(centre=centre)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert board(staff_client, run).status_code == 200
        return len(queries)

    add(2)
    count()
    few = count()
    add(18)
    assert count() == few
    assert few <= 24
