"""The one button that stands out: what staff usually do next, and never what needs a reason."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from courses.attendance.models import Attendance, AttendanceChange
from courses.enrolment.states import Actor, State, Verb
from courses.inbox.steps import FORMS, SERVICES
from portal import clock
from portal.messages.models import Message
from tests.factories import EnrolmentFactory, MessageFactory, RunFactory, SessionFactory

pytestmark = pytest.mark.django_db


def page_of(client, enrolment, **query):
    return client.get(reverse("inbox:enrolment", args=[enrolment.pk]), query)


@pytest.mark.parametrize(
    ("trait", "verb"),
    [
        ({}, Verb.OFFER),
        ({"suspicion": "too_fast"}, Verb.CLEAR),
        ({"in_review": True}, Verb.OFFER),
        ({"needs_information": True}, Verb.ANSWER),
        ({"waiting": True}, Verb.OFFER),
        ({"offered": True}, Verb.CONFIRM),
        ({"declined": True}, Verb.REOPEN),
        ({"expired": True}, Verb.REOPEN),
        ({"confirmed": True}, None),
        ({"attending": True}, None),
        ({"completed": True}, None),
        ({"rejected": True}, None),
    ],
)
def test_the_usual_step_of_a_state(staff_client, enrol, trait, verb) -> None:
    response = page_of(staff_client, enrol(**trait))
    assert response.context["usual"].verb == verb
    if verb is None:
        assert str(response.context["usual"].words) in response.content.decode()


def test_a_full_run_leads_to_its_waiting_list(staff_client, enrol) -> None:
    enrol(confirmed=True)
    enrol(offered=True)
    assert page_of(staff_client, enrol()).context["usual"].verb is Verb.WAIT


def test_nobody_is_offered_a_place_past_those_who_wait(staff_client, enrol) -> None:
    first = enrol(waiting=True)
    second = enrol(waiting=True)
    assert page_of(staff_client, enrol()).context["usual"].verb is Verb.WAIT
    assert page_of(staff_client, first).context["usual"].verb is Verb.OFFER
    assert page_of(staff_client, second).context["usual"].verb is None


def test_a_wish_is_taken_and_then_kept(staff_client, centre) -> None:
    wish = EnrolmentFactory(without_run=True, centre=centre)
    assert page_of(staff_client, wish).context["usual"].verb is Verb.CLAIM
    wish.state = State.IN_REVIEW
    wish.save()
    assert page_of(staff_client, wish).context["usual"].verb is Verb.WAIT


def test_after_the_last_day_to_enter_another_run_is_found(staff_client, centre, enrol) -> None:
    late = RunFactory(centre=centre, past=True, ends_on=clock.today() + dt.timedelta(days=30))
    assert page_of(staff_client, enrol(run=late)).context["usual"].verb is Verb.TRANSFER
    assert page_of(staff_client, enrol(run=late, confirmed=True)).context["usual"].verb is Verb.ATTEND


@pytest.mark.parametrize("state", list(State))
def test_the_usual_step_is_one_click_that_is_taken(staff_client, enrol, state) -> None:
    enrolment = enrol(**{state.value: True} if state is not State.SUBMITTED else {})
    verb = page_of(staff_client, enrolment).context["usual"].verb
    if verb is None or (verb in FORMS and verb is not Verb.OFFER):
        return
    address = reverse("inbox:step", args=[enrolment.pk, verb])
    assert verb in SERVICES
    assert staff_client.post(address, {"seen": 0}).status_code == 302
    assert enrolment.events.filter(verb=verb, actor=Actor.STAFF.value).count() == 1


# The rest of the page


def test_other_enrolments_of_ones_own_centres_only(staff_client, enrol, centre, other_centre) -> None:
    enrolment = enrol()
    own = EnrolmentFactory(person=enrolment.person, run=RunFactory(centre=centre), reference="417203356")
    EnrolmentFactory(person=enrolment.person, run=RunFactory(centre=other_centre), reference="207988643")
    response = page_of(staff_client, enrolment)
    assert [line.pk for line in response.context["others"]] == [own.pk]
    assert "207 988 643" not in response.content.decode()


def test_late_and_corrected_marks_are_in_the_history(staff_client, staff, centre, enrol) -> None:
    run = RunFactory(centre=centre, past=True, ends_on=clock.today() + dt.timedelta(days=30))
    enrolment = enrol(run=run, attending=True)
    session = SessionFactory(run=run)
    attendance = Attendance.objects.create(session=session, enrolment=enrolment, mark="late")
    at = session.starts_at
    for number, (before, mark) in enumerate([("", "present"), ("present", "absent"), ("absent", "late")]):
        AttendanceChange.objects.create(
            attendance=attendance,
            from_mark=before,
            to_mark=mark,
            user=staff,
            marked_at=at,
            received_at=at,
            is_late=False,
            key=str(number),
        )
    response = page_of(staff_client, enrolment)
    labels = [str(entry.label) for entry in response.context["history"]]
    assert labels == ["Attendance corrected", "Attendance corrected"]
    assert response.context["outcome"].share.percent == 100
    assert "Came late: 1" in response.content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "queued"}, "it leaves within seconds"),
        ({"state": "queued", "attempts": 3}, "Not sent yet, after 3 tries."),
        ({"state": "failed", "last_error": "550 5.1.1 unknown"}, "the address took no mail"),
        ({"state": "failed", "channel": "sms"}, "the number took no SMS"),
        ({"state": "sent", "sent_at": dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC)}, "Sent on 5 Jan 2026, 10:00"),
    ],
)
def test_what_became_of_a_message_in_plain_words(staff_client, enrol, values, said) -> None:
    enrolment = enrol()
    MessageFactory(about=enrolment.about_key, **values)
    page = page_of(staff_client, enrolment).content.decode()
    assert said in page
    assert "5.1.1" not in page


def test_a_message_that_was_given_up_is_sent_again(staff_client, enrol) -> None:
    enrolment = enrol()
    message = MessageFactory(about=enrolment.about_key, state="failed", attempts=14)
    address = reverse("inbox:send_again", args=[enrolment.pk, message.pk])
    assert address in page_of(staff_client, enrolment).content.decode()
    for _click in range(2):
        assert staff_client.post(address, {"seen": 0}).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)
    assert Message.objects.count() == 1
    foreign = MessageFactory(about="enrolment:1", state="failed")
    assert (
        staff_client.post(reverse("inbox:send_again", args=[enrolment.pk, foreign.pk]), {"seen": 0}).status_code == 404
    )


def test_from_one_to_the_next_in_the_queue_and_back(staff_client, enrol) -> None:
    first, second = (enrol(submitted_at=clock.now() - dt.timedelta(hours=age)) for age in (2, 1))
    response = page_of(staff_client, first, queue="")
    assert (response.context["previous"], response.context["next"]) == (None, second.pk)
    page = response.content.decode()
    assert f"{reverse('inbox:enrolment', args=[second.pk])}?queue=" in page
    done = staff_client.post(reverse("inbox:step", args=[first.pk, "claim"]) + "?queue=state%3Dsubmitted", {"seen": 0})
    assert done["Location"] == reverse("inbox:enrolment", args=[first.pk]) + "?queue=state%3Dsubmitted"
