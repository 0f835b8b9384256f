"""A group at its end: one page, one button; a bad row spoils nothing, a colleague's change is not overwritten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.certificates.models import Certificate
from courses.certificates.services import issue_certificate
from courses.enrolment.services import mark_dropped
from courses.enrolment.states import State
from courses.results.services import record_levels
from portal import clock
from portal.audit.models import AuditEntry
from tests.factories import CourseFactory, MembershipFactory, RunFactory

pytestmark = pytest.mark.django_db


def address(run) -> str:
    return reverse("results:close", args=[run.pk])


def sent(response, **changes) -> dict:
    """Return what a browser would send of this page; ``changes`` by prefix and field: ``{pk}_outcome="open"``."""
    data = {"seen": response.context["roster"].newest_event, "rows": []}
    for row in response.context["rows"]:
        data["rows"].append(row.enrolment.pk)
        data |= {row.form[name].html_name: row.form[name].value() or "" for name in row.form.fields}
    for name, value in changes.items():
        pk, field = name.lstrip("_").split("_")
        data[f"row-{pk}-{field}"] = value
    return data


def states(*enrolments) -> list[str]:
    for enrolment in enrolments:
        enrolment.refresh_from_db()
    return [enrolment.state for enrolment in enrolments]


def row_of(response, enrolment):
    return next(row for row in response.context["rows"] if row.enrolment == enrolment)


def test_the_rule_proposes_and_one_press_closes_the_group(staff_client, learner, attend, run) -> None:
    enough, little = learner("Enough", attending=True), learner("Little", attending=True)
    attend(enough, 7)
    attend(little, 6)
    page = staff_client.get(address(run))
    assert [row_of(page, each).form["outcome"].value() for each in (enough, little)] == ["completed", "dropped"]
    response = staff_client.post(address(run), sent(page, **{f"_{enough.pk}_exit": "A2"}), follow=True)
    assert response.redirect_chain
    assert states(enough, little) == [State.COMPLETED, State.DROPPED]
    assert (enough.entry_level, enough.exit_level) == ("none", "A2")
    text = response.content.decode()
    assert "1 completed the course." in text
    assert "1 left the course." in text


def test_against_the_rule_without_a_reason_that_row_alone_is_shown_again(staff_client, learner, attend, run) -> None:
    enough, little = learner("Enough", attending=True), learner("Little", attending=True)
    attend(enough, 10)
    attend(little, 1)
    page = staff_client.get(address(run))
    data = sent(page, **{f"_{little.pk}_outcome": "completed", f"_{little.pk}_exit": "B1"})
    response = staff_client.post(address(run), data)
    assert response.status_code == 422
    assert states(enough, little) == [State.COMPLETED, State.ATTENDING]
    text = response.content.decode()
    assert "Please say why" in text
    assert row_of(response, little).form["exit"].value() == "B1"
    data = sent(response, **{f"_{little.pk}_reason": "Was ill, has caught up"})
    assert staff_client.post(address(run), data).status_code == 302
    assert states(little) == [State.COMPLETED]
    assert little.events.filter(note="Was ill, has caught up").exists()


def test_nobody_is_decided_about_without_attendance(staff_client, learner, run) -> None:
    enrolment = learner(confirmed=True)
    page = staff_client.get(address(run))
    assert "Not known" in page.content.decode()
    staff_client.post(address(run), sent(page))
    assert states(enrolment) == [State.CONFIRMED]


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(staff_client, learner, run, centre) -> None:
    enrolment, other = learner("Amina", attending=True), learner("Bilal", attending=True)
    page = staff_client.get(address(run))
    colleague = MembershipFactory(centre=centre).user
    record_levels(enrolment=enrolment, user=colleague, entry="A1", exit="B2")
    data = sent(page, **{f"_{enrolment.pk}_exit": "A1", f"_{other.pk}_exit": "A2"})
    response = staff_client.post(address(run), data)
    assert response.status_code == 422
    assert "A colleague has changed this meanwhile" in response.content.decode()
    enrolment.refresh_from_db(), other.refresh_from_db()
    assert (enrolment.exit_level, other.exit_level) == ("B2", "A2")
    assert staff_client.post(address(run), sent(response)).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.exit_level == "A1"


def test_who_has_left_meanwhile_is_refused_and_the_rest_is_saved(staff_client, learner, run, staff) -> None:
    gone, stays = learner("Amina", attending=True), learner("Bilal", attending=True)
    page = staff_client.get(address(run))
    mark_dropped(enrolment=gone, user=staff)
    data = sent(page, **{f"_{gone.pk}_outcome": "completed", f"_{stays.pk}_outcome": "completed"})
    response = staff_client.post(address(run), data)
    assert states(gone, stays) == [State.DROPPED, State.COMPLETED]
    assert response.status_code == 422
    assert "A colleague has changed this meanwhile" in response.content.decode()


def test_levels_of_who_has_completed_can_still_be_corrected(staff_client, learner, run) -> None:
    enrolment = learner(exit_level="A1", entry_level="none")
    page = staff_client.get(address(run))
    assert "outcome" not in row_of(page, enrolment).form.fields
    staff_client.post(address(run), sent(page, **{f"_{enrolment.pk}_exit": "A2"}))
    enrolment.refresh_from_db()
    assert (enrolment.exit_level, enrolment.state) == ("A2", State.COMPLETED)


def test_a_course_without_levels_asks_for_none(staff_client, learner, centre) -> None:
    run = RunFactory(past=True, centre=centre, course=CourseFactory(kind="orientation", level=""))
    enrolment = learner(run=run, attending=True)
    page = staff_client.get(address(run))
    assert "Level at the end" not in page.content.decode()
    staff_client.post(address(run), sent(page, **{f"_{enrolment.pk}_outcome": "completed"}))
    assert states(enrolment) == [State.COMPLETED]


def test_rubbish_is_no_error(staff_client, learner, run) -> None:
    enrolment = learner(attending=True)
    for data in ({}, {"rows": ["x", "99999999"]}, {"rows": [enrolment.pk], "seen": "x"}):
        assert staff_client.post(address(run), data, follow=True).status_code in {200, 422}
    assert states(enrolment) == [State.ATTENDING]


def test_certificates_of_the_group_are_issued_from_here(staff_client, learner, run) -> None:
    learner("Amina"), learner("Bilal"), learner("Clara", dropped=True)
    assert "Issue 2 certificates" in staff_client.get(address(run)).content.decode()
    issue = reverse("certificates:issue_run", args=[run.pk])
    response = staff_client.post(issue, {"signed_by": "Ana Exemplu"}, follow=True)
    text = response.content.decode()
    assert "2 certificates are issued" in text
    assert "Print 2 certificates (PDF)" in text
    assert Certificate.objects.filter(signed_by="Ana Exemplu").count() == 2


def test_names_in_other_letters_are_asked_for_in_latin_ones(staff_client, learner, run) -> None:
    amal = learner("أمل نور", language="ar")
    latin = learner("Ștefan Exemplu")
    page = staff_client.get(address(run)).content.decode()
    assert f'name="latin_{amal.pk}"' in page
    assert f'name="latin_{latin.pk}"' not in page
    data = {"signed_by": "", f"latin_{amal.pk}": "Amal Nour"}
    staff_client.post(reverse("certificates:issue_run", args=[run.pk]), data)
    assert Certificate.objects.get(enrolment=amal).latin_name == "Amal Nour"


def test_other_centres_meet_a_404(stranger_client, staff_client, learner, run) -> None:
    enrolment = learner("Amina Secret", attending=True)
    assert stranger_client.get(address(run)).status_code == 404
    data = {"rows": [enrolment.pk], f"row-{enrolment.pk}-outcome": "completed"}
    assert stranger_client.post(address(run), data).status_code == 404
    assert states(enrolment) == [State.ATTENDING]
    assert run.code not in stranger_client.get(reverse("results:index")).content.decode()
    assert run.code in staff_client.get(reverse("results:index")).content.decode()


def test_the_list_names_groups_that_ended_and_are_open(staff_client, learner, centre, run) -> None:
    def codes() -> list[str]:
        return [each.code for each in staff_client.get(reverse("results:index")).context["object_list"]]

    assert codes() == []
    enrolment = learner(attending=True)
    learner(run=RunFactory(centre=centre), confirmed=True)
    ended_today = RunFactory(centre=centre, past=True, ends_on=clock.today())
    learner(run=ended_today, confirmed=True)
    older = RunFactory(centre=centre, past=True, ends_on=clock.today() - dt.timedelta(days=60))
    learner(run=older, confirmed=True)
    assert codes() == [older.code, run.code]
    type(enrolment).objects.filter(pk=enrolment.pk).update(state=State.COMPLETED)
    assert codes() == [older.code]


def test_opening_the_page_is_written_down_once(staff_client, learner, run, staff) -> None:
    learner()
    staff_client.get(address(run))
    staff_client.get(address(run))
    assert AuditEntry.objects.filter(user=staff, about=f"run:{run.code}", action="saw").count() == 1


def test_the_page_takes_the_same_queries_for_any_group(staff_client, learner, attend, run, staff) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert staff_client.get(address(run)).status_code == 200
        return len(captured)

    def more() -> None:
        issue_certificate(enrolment=learner(), user=staff)
        attend(learner(attending=True), 5)
        learner(dropped=True)

    more()
    queries()
    few = queries()
    for _each in range(4):
        more()
    assert queries() == few
