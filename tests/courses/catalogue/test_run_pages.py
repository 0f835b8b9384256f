"""The pages on which staff plan: a run and its sessions, a copy, moves, cancellations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from courses.catalogue.models import Run
from courses.enrolment.states import State
from home.roles import CENTRE_STAFF, sync_roles
from portal import clock
from portal.directory.models import Centre
from portal.messages.models import Message
from tests.factories import (
    CentreFactory,
    CourseFactory,
    EnrolmentFactory,
    MembershipFactory,
    RunFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FIRST_DAY = dt.date(2027, 1, 11)  # a Monday
PATTERN = {
    "weekdays": ["0", "2"],
    "starts": "17:00",
    "ends": "19:00",
    "first_day": FIRST_DAY.isoformat(),
    "until": "hours",
    "room": "Sala 2",
    "sets_dates": "on",
}


@pytest.fixture
def centre() -> Centre:
    return CentreFactory(code="iasi")


@pytest.fixture
def staff(centre: Centre) -> User:
    """A member of staff of the centre, with the permissions of the role."""
    user: User = MembershipFactory(centre=centre).user
    user.groups.add(sync_roles()[CENTRE_STAFF])
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


@pytest.fixture
def client(staff: User, signed_in: Callable[[Any], Client]) -> Client:
    return signed_in(staff)


@pytest.fixture
def run(centre: Centre) -> Run:
    return RunFactory(centre=centre, course__hours=60, code="a-run")


def page(view: str, pk: int) -> str:
    return reverse(f"runs:{view}", args=[pk])


class TestMakingARun:
    def posted(self, centre: Centre, **more: str) -> dict[str, str]:
        course = CourseFactory(code="ro-a1")
        return {
            "course": str(course.pk),
            "centre": str(centre.pk),
            "starts_on": FIRST_DAY.isoformat(),
            "capacity": "15",
            "minimum": "8",
            "state": "draft",
            "mode": "onsite",
            "audience": "everybody",
            "rule": "review",
            "offer_hours": "72",
            "below_minimum": "ask",
            **more,
        }

    def test_a_few_fields_make_it_and_the_sessions_come_next(self, client: Client, centre: Centre) -> None:
        response = client.post(reverse("runs:add"), self.posted(centre))
        run = Run.objects.get()
        assert response.url == page("plan", run.pk)
        assert run.code == "iasi-ro-a1-2027-01"
        assert (run.opens_on, run.state) == (clock.today(), Run.State.DRAFT)
        assert run.last_entry_on == FIRST_DAY + dt.timedelta(days=14)

    def test_the_proposed_code_is_free(self, client: Client, centre: Centre) -> None:
        RunFactory(code="iasi-ro-a1-2027-01")
        client.post(reverse("runs:add"), self.posted(centre))
        assert Run.objects.filter(code="iasi-ro-a1-2027-01-2").exists()

    @pytest.mark.parametrize(
        ("field", "more"),
        [
            ("minimum", {"minimum": "16"}),
            ("last_entry_on", {"last_entry_on": "2027-01-10"}),
            ("closes_on", {"opens_on": "2027-01-05", "closes_on": "2027-01-04"}),
            ("minimum_by", {"minimum_by": "2027-01-12"}),
            ("ends_on", {"ends_on": "2027-01-01"}),
            ("state", {"state": "cancelled"}),
        ],
    )
    def test_what_contradicts_itself_is_said_at_the_field(
        self, client: Client, centre: Centre, field: str, more: dict[str, str]
    ) -> None:
        response = client.post(reverse("runs:add"), self.posted(centre, **more))
        assert list(response.context["form"].errors) == [field]
        assert not Run.objects.exists()

    def test_another_centre_can_not_be_chosen(self, client: Client) -> None:
        response = client.post(reverse("runs:add"), self.posted(CentreFactory()))
        assert list(response.context["form"].errors) == ["centre"]

    def test_the_only_centre_is_chosen_already(self, client: Client, centre: Centre) -> None:
        assert client.get(reverse("runs:add")).context["form"]["centre"].value() == centre.pk


class TestPlanning:
    def test_the_dates_are_shown_before_anything_is_made(self, client: Client, run: Run) -> None:
        other = SessionFactory(run=RunFactory(centre=run.centre, code="other", starts_on=FIRST_DAY), room="sala 2")
        response = client.post(page("plan", run.pk), {**PATTERN, "free_days": "18.1.2027", "preview": ""})
        rows = response.context["rows"]
        assert [row.left_out.day for row in rows if row.left_out] == [dt.date(2027, 1, 18)]
        assert sum(row.session is not None for row in rows) == 30
        assert [conflict.other for row in rows for conflict in row.conflicts] == [other]
        assert "other" in response.content.decode()
        assert not run.sessions.exists()

    def test_one_button_makes_and_publishes_them(self, client: Client, run: Run) -> None:
        Run.objects.update(state=Run.State.DRAFT)
        response = client.post(page("plan", run.pk), {**PATTERN, "publish": "on", "make": ""})
        assert response.url == page("sessions", run.pk)
        run.refresh_from_db()
        assert run.sessions.count() == 30
        assert (run.state, run.starts_on, run.time_of_day) == (Run.State.OPEN, FIRST_DAY, "evening")

    def test_sessions_to_come_are_replaced_only_when_ticked(self, client: Client, run: Run) -> None:
        known = SessionFactory(run=run)
        refused = client.post(page("plan", run.pk), {**PATTERN, "make": ""})
        assert refused.status_code == 422
        assert refused.context["form"]["room"].value() == "Sala 2"
        assert list(run.sessions.all()) == [known]
        client.post(page("plan", run.pk), {**PATTERN, "replace": "on", "make": ""})
        assert run.sessions.count() == 30
        assert not run.sessions.filter(pk=known.pk).exists()

    @pytest.mark.parametrize(
        ("field", "more"),
        [
            ("weekdays", {"weekdays": []}),
            ("ends", {"ends": "17:00"}),
            ("count", {"until": "count"}),
            ("last_day", {"until": "last_day"}),
            ("last_day", {"until": "last_day", "last_day": "2027-01-10"}),
            ("last_day", {"until": "last_day", "last_day": "2047-01-10"}),
            ("free_days", {"free_days": "Crăciun"}),
            ("trainer", {"trainer": "999999"}),
        ],
    )
    def test_what_gives_no_plan_is_said_at_the_field(
        self, client: Client, run: Run, field: str, more: dict[str, Any]
    ) -> None:
        response = client.post(page("plan", run.pk), {**PATTERN, **more, "make": ""})
        assert list(response.context["form"].errors) == [field]
        assert not run.sessions.exists()

    def test_hours_that_were_given_count(self, client: Client, centre: Centre) -> None:
        run = RunFactory(centre=centre, past=True, course__hours=6)
        for week in range(2):
            SessionFactory(run=run, meeting=week)
        client.post(page("plan", run.pk), {**PATTERN, "make": ""})
        assert run.sessions.count() == 3
        refused = client.post(page("plan", run.pk), {**PATTERN, "first_day": "2026-11-01", "make": ""})
        assert "first_day" in refused.context["form"].errors

    def test_what_is_replaced_takes_nothing(self, client: Client, run: Run) -> None:
        client.post(page("plan", run.pk), {**PATTERN, "make": ""})
        response = client.post(page("plan", run.pk), {**PATTERN, "preview": ""})
        assert not any(row.conflicts for row in response.context["rows"])

    def test_the_pattern_that_is_there_is_filled_in(self, client: Client, run: Run) -> None:
        for week in range(3):
            SessionFactory(run=run, meeting=week, room="Sala 7")
        form = client.get(page("plan", run.pk)).context["form"]
        assert form["weekdays"].value() == [run.starts_on.weekday()]
        assert (form["starts"].value(), form["room"].value()) == (dt.time(18), "Sala 7")


class TestEditing:
    def changed(self, client: Client, run: Run, **more: Any) -> Any:
        form = client.get(page("edit", run.pk)).context["form"]
        values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
        return client.post(page("edit", run.pk), {**values, **more})

    def test_more_places_reach_the_waiting_list(self, client: Client, run: Run) -> None:
        waiting = EnrolmentFactory(run=run, waiting=True)
        assert self.changed(client, run, capacity="16").status_code == 302
        waiting.refresh_from_db()
        assert waiting.state == State.OFFERED

    def test_fewer_places_than_people_are_refused_at_the_field(self, client: Client, run: Run) -> None:
        EnrolmentFactory.create_batch(2, run=run, confirmed=True)
        response = self.changed(client, run, capacity="1", minimum="1")
        assert list(response.context["form"].errors) == ["capacity"]
        run.refresh_from_db()
        assert run.capacity == 15

    def test_what_people_must_be_told_is_not_changed_in_the_form(self, client: Client, run: Run) -> None:
        EnrolmentFactory(run=run, waiting=True)
        before = run.starts_on
        self.changed(client, run, starts_on="2028-01-01", venue="Altundeva", state="draft", childcare="on")
        run.refresh_from_db()
        assert (run.starts_on, run.venue, run.state, run.childcare) == (before, "", Run.State.OPEN, True)

    def test_below_its_minimum_the_page_and_the_first_page_say_so(self, client: Client, run: Run) -> None:
        for address in (page("edit", run.pk), reverse("wagtailadmin_home")):
            assert "minimum is 10" not in client.get(address).content.decode()
        Run.objects.update(minimum_by=clock.today())
        assert "minimum is 10" in client.get(page("edit", run.pk)).content.decode()
        assert "0 of 10" in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_a_draft_is_published_by_its_button_and_not_by_a_link(self, client: Client, centre: Centre) -> None:
        draft = RunFactory(centre=centre, draft=True)
        client.get(page("publish", draft.pk))
        assert Run.objects.get().state == Run.State.DRAFT
        client.post(page("publish", draft.pk))
        assert Run.objects.get().state == Run.State.OPEN


def test_a_copy_asks_for_its_first_day(client: Client, run: Run) -> None:
    SessionFactory(run=run)
    refused = client.post(page("copy", run.pk), {"starts_on": "2027-03-01", "code": "a-run"})
    assert list(refused.context["form"].errors) == ["code"]
    response = client.post(page("copy", run.pk), {"starts_on": "2027-03-01", "code": ""})
    copy = Run.objects.exclude(pk=run.pk).get()
    assert response.url == page("sessions", copy.pk)
    assert (copy.state, copy.sessions.count()) == (Run.State.DRAFT, 1)


class TestOneSession:
    def posted(self, **more: str) -> dict[str, str]:
        return {"day": "2026-12-08", "starts": "18:00", "ends": "20:00", "room": "Sala 1", "substitute": "", **more}

    def test_it_moves_and_people_are_told(self, client: Client, run: Run) -> None:
        session = SessionFactory(run=run)
        EnrolmentFactory(run=run, confirmed=True, person__with_email=True)
        response = client.post(page("session", session.pk), self.posted())
        assert response.url == page("sessions", run.pk)
        session.refresh_from_db()
        assert session.starts_at.astimezone(clock.ZONE).isoformat() == "2026-12-08T18:00:00+02:00"
        assert Message.objects.get().template == "session_moved"

    def test_what_is_taken_is_shown_first_and_saved_all_the_same(self, client: Client, run: Run) -> None:
        session = SessionFactory(run=run)
        other = RunFactory(centre=run.centre, starts_on=dt.date(2026, 12, 8))
        taken = SessionFactory(run=other, room="Sala 1")
        response = client.post(page("session", session.pk), self.posted())
        assert [conflict.other for conflict in response.context["conflicts"]] == [taken]
        session.refresh_from_db()
        assert session.revision == 0
        client.post(page("session", session.pk), self.posted(despite=""))
        session.refresh_from_db()
        assert session.revision == 1

    def test_a_substitute_of_the_centre_is_named(self, client: Client, run: Run, staff: User) -> None:
        session = SessionFactory(run=run, room="Sala 1")
        as_it_is = self.posted(day=run.starts_on.isoformat())
        client.post(page("session", session.pk), {**as_it_is, "substitute": str(staff.pk)})
        session.refresh_from_db()
        assert session.substitute == staff
        stranger = client.post(page("session", session.pk), {**as_it_is, "substitute": str(UserFactory().pk)})
        assert list(stranger.context["form"].errors) == ["substitute"]

    @pytest.mark.parametrize(
        ("field", "more"), [("ends", {"ends": "18:00"}), ("day", {"day": "2026-11-01"}), ("starts", {"starts": "x"})]
    )
    def test_what_can_not_be_is_said_at_the_field(
        self, client: Client, run: Run, field: str, more: dict[str, str]
    ) -> None:
        session = SessionFactory(run=run)
        response = client.post(page("session", session.pk), self.posted(**more))
        assert list(response.context["form"].errors) == [field]
        assert response.context["form"]["room"].value() == "Sala 1"

    def test_it_is_cancelled_or_made_up_for(self, client: Client, run: Run) -> None:
        for week in range(3):
            SessionFactory(run=run, meeting=week)
        first, second, _third = run.sessions.all()
        client.post(page("cancel_session", first.pk), {"how": "drop"})
        form = client.get(page("cancel_session", second.pk)).context["form"]
        for _doubled_click in range(2):
            client.post(page("cancel_session", second.pk), {"how": "replace", "shown": form["shown"].value()})
        assert [session.is_cancelled for session in run.sessions.all()] == [True, True, False, False]

    def test_looking_changes_nothing(self, client: Client, run: Run) -> None:
        session = SessionFactory(run=run)
        before = list(run.sessions.values())
        for view in ("session", "cancel_session"):
            assert client.get(page(view, session.pk)).status_code == 200
        for view in ("plan", "move", "cancel", "copy", "sessions"):
            assert client.get(page(view, run.pk)).status_code == 200
        assert list(run.sessions.values()) == before
        assert Run.objects.get().state == Run.State.OPEN


class TestAWholeRun:
    def test_it_moves_after_a_look_and_everybody_is_told_once(self, client: Client, run: Run) -> None:
        SessionFactory(run=run)
        EnrolmentFactory(run=run, confirmed=True, person__with_email=True)
        posted = {"starts_on": (run.starts_on + dt.timedelta(days=7)).isoformat(), "venue": "Biblioteca"}
        preview = client.post(page("move", run.pk), posted)
        assert preview.context["rows"][0].session.starts_at.date() == run.starts_on + dt.timedelta(days=7)
        assert Run.objects.get().starts_on == run.starts_on
        client.post(page("move", run.pk), {**posted, "move": ""})
        moved = Run.objects.get()
        assert (moved.starts_on, moved.venue) == (run.starts_on + dt.timedelta(days=7), "Biblioteca")
        assert Message.objects.get().template == "run_moved"

    def test_only_the_venue_moves_when_it_has_begun(self, client: Client, centre: Centre) -> None:
        run = RunFactory(centre=centre, past=True)
        client.post(page("move", run.pk), {"starts_on": "2027-02-01", "venue": "Biblioteca", "move": ""})
        moved = Run.objects.get()
        assert (moved.starts_on, moved.venue) == (run.starts_on, "Biblioteca")

    def test_it_is_cancelled_and_its_people_come_first_elsewhere(self, client: Client, run: Run) -> None:
        target = RunFactory(centre=run.centre, course=run.course)
        RunFactory(course=run.course)  # another centre's
        RunFactory(centre=run.centre)  # another course's
        enrolment = EnrolmentFactory(run=run, confirmed=True, person__with_email=True)
        form = client.get(page("cancel", run.pk)).context["form"]
        assert list(form.fields["into"].queryset) == [target]
        client.post(page("cancel", run.pk), {"into": str(target.pk)})
        enrolment.refresh_from_db()
        assert enrolment.run == target
        assert Run.objects.get(pk=run.pk).state == Run.State.CANCELLED


def test_the_sessions_of_a_long_run_take_no_more_queries(client: Client, run: Run) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page("sessions", run.pk)).status_code == 200
        return len(captured)

    SessionFactory(run=run, room="Sala 1", trainer=UserFactory())
    queries()
    few = queries()
    for week in range(1, 9):
        SessionFactory(run=run, meeting=week, room="Sala 1", trainer=UserFactory(), substitute=UserFactory())
        SessionFactory(run=RunFactory(centre=run.centre), meeting=week, room="Sala 1")
    assert queries() <= few


class TestRights:
    VIEWS = ("edit", "copy", "history", "usage", "plan", "sessions", "move", "cancel", "publish")

    def test_another_centres_runs_do_not_exist(self, client: Client) -> None:
        session = SessionFactory(run__code="elsewhere")
        for view in self.VIEWS:
            assert client.get(page(view, session.run.pk)).status_code == 404, view
            if view not in {"history", "usage"}:
                assert client.post(page(view, session.run.pk), PATTERN).status_code == 404, view
        for view in ("session", "cancel_session"):
            assert client.post(page(view, session.pk), {"how": "drop"}).status_code == 404, view
        assert "elsewhere" not in client.get(reverse("runs:index")).content.decode()

    def test_who_keeps_the_catalogue_plans_everywhere(self, staff: User, client: Client) -> None:
        run = RunFactory()
        staff.user_permissions.add(Permission.objects.get(codename="change_course"))
        for view in self.VIEWS:
            assert client.get(page(view, run.pk)).status_code in {200, 302}, view

    def test_who_may_not_change_runs_meets_a_404(self, centre: Centre, run: Run, signed_in: Any) -> None:
        user = MembershipFactory(centre=centre).user
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        for view in ("plan", "sessions", "move", "cancel", "publish", "copy"):
            assert signed_in(user).get(page(view, run.pk)).status_code == 404, view
