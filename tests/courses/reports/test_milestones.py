"""What staff write down for reports, what people say about a course, and what is filled in about a person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from courses.enrolment.errors import Refused
from courses.enrolment.links import make_token
from courses.enrolment.records import Event
from courses.people.completing import complete_person
from courses.people.merging import merge_people
from courses.reports.models import Milestone
from courses.reports.services import record_helpfulness, record_milestone, remove_milestone
from portal import clock
from tests.factories import EnrolmentFactory, RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def completed(take_part):
    return take_part()


def test_the_same_twice_is_once_and_the_history_says_so(completed, staff) -> None:
    day = dt.date(2026, 10, 5)
    one = record_milestone(enrolment=completed, user=staff, kind="guidance", on=day)
    other = record_milestone(enrolment=completed, user=staff, kind="guidance", on=day)
    assert one == other
    assert (one.person, one.centre, one.project, one.recorded_by) == (
        completed.person,
        completed.centre,
        completed.run.project,
        staff,
    )
    assert [event.note for event in completed.events.all()] == ["Received personal professional guidance (05.10.2026)"]


@pytest.mark.parametrize(
    ("kind", "days"), [("guidance", 1), ("helpful", 0), ("nothing", 0)], ids=["to come", "an answer", "unknown"]
)
def test_what_can_not_be_is_refused(completed, staff, kind, days) -> None:
    with pytest.raises(Refused):
        record_milestone(enrolment=completed, user=staff, kind=kind, on=clock.today() + dt.timedelta(days=days))
    assert not Milestone.objects.exists()


def test_taken_back_it_is_gone_and_the_history_keeps_it(completed, staff) -> None:
    made = record_milestone(enrolment=completed, user=staff, kind="long_term", on=clock.today())
    remove_milestone(milestone=made, enrolment=completed, user=staff)
    remove_milestone(milestone=made, enrolment=completed, user=staff)
    assert not Milestone.objects.exists()
    assert Event.objects.filter(note__startswith="Taken back: ").count() == 1


def test_one_answer_an_enrolment_and_the_last_one_holds(completed, staff) -> None:
    first = record_helpfulness(enrolment=completed, has_helped=False)
    second = record_helpfulness(enrolment=completed, has_helped=True, user=staff)
    assert first == second
    answer = Milestone.objects.get()
    assert (answer.kind, answer.recorded_by) == ("helpful", staff)


def test_only_who_completed_is_asked(take_part) -> None:
    with pytest.raises(Refused):
        record_helpfulness(enrolment=take_part(state="attending"), has_helped=True)


def test_the_person_answers_on_their_own_page_and_may_change_it(client, completed) -> None:
    page = f"/en/status/{make_token(completed, 'status')}/"
    assert "Did this course help you?" in client.get(page).content.decode()
    assert not Milestone.objects.exists()
    for answer, kind in (("yes", "helpful"), ("no", "not_helpful")):
        reply = client.post(f"{page}helpful/", {"helped": answer}, headers={"origin": "http://testserver"})
        assert reply.status_code == 303
        assert "Thank you for your answer" in client.get(reply["Location"]).content.decode()
        assert Milestone.objects.get().kind == kind


@pytest.mark.parametrize(
    ("method", "data", "origin"),
    [
        ("get", {"helped": "yes"}, "http://testserver"),
        ("post", {"helped": "perhaps"}, "http://testserver"),
        ("post", {"helped": "yes"}, "http://elsewhere.example"),
    ],
)
def test_nothing_else_is_an_answer(client, completed, method, data, origin) -> None:
    page = f"/en/status/{make_token(completed, 'status')}/helpful/"
    assert getattr(client, method)(page, data, headers={"origin": origin}).status_code == 303
    assert not Milestone.objects.exists()


def test_a_wrong_link_answers_nothing(client, completed) -> None:
    assert client.post("/en/status/wrong/helpful/", {"helped": "yes"}).status_code == 404


def test_who_has_not_completed_is_not_asked(client, take_part) -> None:
    page = client.get(f"/en/status/{make_token(take_part(state='attending'), 'status')}/")
    assert "Did this course help you?" not in page.content.decode()


def test_buttons_write_down_and_take_back(client, completed, staff) -> None:
    client.force_login(staff)
    record = reverse("reports:record_milestone", args=[completed.pk])
    client.post(record, {"kind": "guidance", "on": "05.10.2026"})
    client.post(record, {"kind": "guidance", "on": "31.02.2026"})
    made = Milestone.objects.get()
    client.get(reverse("reports:remove_milestone", args=[completed.pk, made.pk]))
    assert Milestone.objects.exists()
    client.post(reverse("reports:remove_milestone", args=[completed.pk, made.pk]))
    assert not Milestone.objects.exists()
    client.post(reverse("reports:record_answer", args=[completed.pk]), {"helped": "yes"})
    assert Milestone.objects.get().kind == "helpful"


def test_another_centres_milestone_is_not_taken_back(client, completed, staff, other_centre) -> None:
    elsewhere = EnrolmentFactory(run=RunFactory(centre=other_centre), person=completed.person)
    made = record_milestone(enrolment=elsewhere, user=staff, kind="guidance", on=clock.today())
    client.force_login(staff)
    assert client.post(reverse("reports:remove_milestone", args=[completed.pk, made.pk])).status_code == 404


def test_filling_in_changes_the_brackets_of_every_enrolment(completed, take_part, staff) -> None:
    other = take_part(person=completed.person, band="")
    person = complete_person(enrolment=completed, user=staff, gender="female", birth_year=1960, nationality="NP")
    assert (person.gender, person.birth_year, person.nationality) == ("female", 1960, "NP")
    for enrolment in (completed, other):
        enrolment.refresh_from_db()
        assert enrolment.age_band_then == "over_60"
    note = completed.events.get().note
    assert note == "Filled in: gender, year of birth, nationality"
    assert "1960" not in note


def test_nothing_changed_leaves_no_trace(completed, staff) -> None:
    complete_person(enrolment=completed, user=staff, gender="", birth_year=None, nationality="")
    assert not completed.events.exists()


@pytest.mark.parametrize(
    "answers", [{"gender": "unknown"}, {"birth_year": 1900}, {"birth_year": 2027}, {"nationality": "np"}]
)
def test_what_can_not_be_is_not_filled_in(completed, staff, answers) -> None:
    with pytest.raises(Refused):
        complete_person(
            enrolment=completed, user=staff, **{"gender": "", "birth_year": None, "nationality": "", **answers}
        )


def test_the_form_keeps_what_was_typed_and_leads_back(client, completed, staff) -> None:
    client.force_login(staff)
    page, back = reverse("reports:complete", args=[completed.pk]), reverse("reports:gaps") + "?gap=age"
    wrong = client.post(page, {"gender": "female", "birth_year": "1800", "nationality": "", "next": back})
    assert wrong.status_code == 422
    assert 'value="1800"' in wrong.content.decode()
    assert "birth_year" in wrong.context["form"].errors
    done = client.post(page, {"gender": "female", "birth_year": "1990", "nationality": "NP", "next": back})
    assert done["Location"] == back
    completed.person.refresh_from_db()
    assert completed.person.nationality == "NP"


def test_the_enrolments_page_shows_what_counts_of_the_person(client, completed, take_part, staff, other_centre) -> None:
    joined = take_part()
    record_milestone(enrolment=joined, user=staff, kind="qualification", on=dt.date(2026, 10, 5))
    merge_people(kept=completed.person, merged=joined.person, user=staff)
    elsewhere = EnrolmentFactory(run=RunFactory(centre=other_centre), person=completed.person)
    record_milestone(enrolment=elsewhere, user=staff, kind="long_term", on=dt.date(2026, 10, 6))
    record_helpfulness(enrolment=completed, has_helped=True)
    client.force_login(staff)
    page = client.get(reverse("inbox:enrolment", args=[completed.pk]))
    assert [milestone.kind for milestone in page.context["milestones"]] == ["qualification"]
    assert page.context["helped"].kind == "helpful"
    text = page.content.decode()
    assert 'id="milestones-section"' in text
    assert reverse("reports:complete", args=[completed.pk]) in text
    assert "05.10.2026" in text
