"""The steps that ask for something: what is typed reaches the service, what is refused is said and kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from courses.enrolment import services
from courses.enrolment.codes import Level, Priority, Topic
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Appointment, Question
from courses.enrolment.states import Actor, State, Verb
from courses.inbox.version import newest_event_of
from portal import clock
from portal.messages.models import Message
from tests.factories import CourseFactory, EnrolmentFactory, MembershipFactory, RunFactory

pytestmark = pytest.mark.django_db


def send(client: Client, enrolment: Enrolment, verb: str, **typed):
    """Send a form as the page has it, and return the answer."""
    address = reverse("inbox:step", args=[enrolment.pk, verb])
    response = client.post(address, {"seen": newest_event_of(enrolment), **typed})
    enrolment.refresh_from_db()
    return response


def page_of(client: Client, enrolment: Enrolment) -> str:
    return client.get(reverse("inbox:enrolment", args=[enrolment.pk])).content.decode()


def errors_of(response, field: str) -> list[str]:
    """What is said beside a field of the form that is shown again."""
    assert response.status_code == 422
    steps = [*response.context["forms"], *response.context["rare_steps"]]
    form = next(step.form for step in steps if step.form and step.form.is_bound)
    return form.errors.get(field, [])


def verbs_on(client: Client, enrolment: Enrolment) -> set[str]:
    page = page_of(client, enrolment)
    return {verb.value for verb in Verb if f'action="{reverse("inbox:step", args=[enrolment.pk, verb])}"' in page}


# Which steps are there


@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        ({}, {"claim", "ask", "offer", "wait", "transfer", "reject", "withdraw", "mark_spam", "prioritise", "invite"}),
        (
            {"needs_information": True},
            {"answer", "transfer", "reject", "withdraw", "mark_spam", "prioritise", "invite"},
        ),
        (
            {"confirmed": True},
            {"attend", "complete", "drop", "move", "reject", "withdraw", "mark_spam", "invite", "result"},
        ),
        ({"attending": True}, {"complete", "drop", "move", "reject", "withdraw", "mark_spam", "invite", "result"}),
        ({"completed": True}, {"result"}),
        ({"spam": True}, {"restore"}),
        ({"merged": True}, {"restore"}),
        ({"rejected": True}, {"restore"}),
    ],
)
def test_a_state_shows_its_steps(staff_client, enrol, trait, expected) -> None:
    enrolment = enrol(**trait)
    level = {"place_level"} if "invite" in expected else set()
    assert verbs_on(staff_client, enrolment) == expected | level | {"contact"}


def test_levels_are_of_courses_of_romanian(staff_client, enrol, centre) -> None:
    run = RunFactory(centre=centre, course=CourseFactory(kind="orientation", level=""))
    assert not {"invite", "place_level"} & verbs_on(staff_client, enrol(run=run))


def test_a_wish_has_no_steps_that_need_a_run(staff_client, centre) -> None:
    wish = EnrolmentFactory(without_run=True, centre=centre)
    assert not {"offer", "confirm"} & verbs_on(staff_client, wish)


@pytest.mark.parametrize(
    ("trait", "verb", "target"),
    [
        ({"confirmed": True}, "attend", State.ATTENDING),
        ({"confirmed": True}, "complete", State.COMPLETED),
        ({"attending": True}, "drop", State.DROPPED),
        ({"waiting": True}, "mark_spam", State.SPAM),
    ],
)
def test_a_click_is_a_step(staff_client, enrol, trait, verb, target) -> None:
    enrolment = enrol(**trait)
    for _doubled in range(2):
        response = staff_client.post(
            reverse("inbox:step", args=[enrolment.pk, verb]), {"seen": newest_event_of(enrolment)}
        )
        assert response.status_code == 302
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.events.filter(verb=verb).count()) == (target, 1)


def test_spam_can_be_undone_once_and_again(staff_client, enrol) -> None:
    enrolment = enrol(in_review=True)
    for _time in range(2):
        send(staff_client, enrolment, "mark_spam")
        assert enrolment.state == State.SPAM
        seen = newest_event_of(enrolment)
        send(staff_client, enrolment, "restore")
        send(staff_client, enrolment, "restore", seen=seen)
        assert enrolment.state == State.IN_REVIEW
    assert enrolment.events.filter(verb=Verb.RESTORE).count() == 2


def test_suspicion_is_cleared(staff_client, enrol) -> None:
    enrolment = enrol(suspicion="honeypot")
    assert "clear" in verbs_on(staff_client, enrolment)
    send(staff_client, enrolment, "clear")
    assert enrolment.suspicion == ""
    assert "clear" not in verbs_on(staff_client, enrolment)


def test_a_possible_double_is_shown_and_cleared(staff_client, enrol) -> None:
    first = enrol(reference="417203356")
    enrolment = enrol(duplicate_of=first)
    assert "417 203 356" in page_of(staff_client, enrolment)
    send(staff_client, enrolment, "clear")
    assert enrolment.duplicate_of is None


def test_a_double_at_another_centre_is_not_named(staff_client, enrol, other_centre) -> None:
    elsewhere = EnrolmentFactory(run=RunFactory(centre=other_centre), reference="417203356")
    assert "417 203 356" not in page_of(staff_client, enrol(duplicate_of=elsewhere))


# Asking and answering


def test_asking_sends_the_question_in_the_persons_language(staff_client, staff, enrol) -> None:
    enrolment = enrol(language="ro", email="amina@mail.example")
    send(staff_client, enrolment, "ask", topic=Topic.TIMES, text="Marți e liber.")
    assert enrolment.state == State.NEEDS_INFORMATION
    question = enrolment.questions.get()
    assert (question.topic, question.text, question.asked_by) == (Topic.TIMES, "Marți e liber.", staff)
    message = Message.objects.about(enrolment.about_key).get()
    assert (message.template, message.language) == ("question", "ro")
    page = page_of(staff_client, enrolment)
    assert str(Topic.TIMES.label) in page
    assert "No answer yet." in page


def test_asking_twice_by_a_doubled_click_asks_once(staff_client, enrol) -> None:
    enrolment = enrol()
    seen = newest_event_of(enrolment)
    for _click in range(2):
        send(staff_client, enrolment, "ask", topic=Topic.TIMES, seen=seen)
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"topic": "", "text": "Sună-ne"}, "topic"),
        ({"topic": "other", "text": "  "}, "text"),
        ({"topic": "x"}, "topic"),
    ],
)
def test_a_question_that_asks_nothing_is_not_sent(staff_client, enrol, typed, field) -> None:
    enrolment = enrol()
    response = send(staff_client, enrolment, "ask", **typed)
    assert errors_of(response, field)
    assert typed.get("text", "").strip() in response.content.decode()
    assert enrolment.state == State.SUBMITTED
    assert not Question.objects.exists()


def test_an_answer_is_written_down_for_the_person(staff_client, enrol, staff) -> None:
    enrolment = enrol()
    services.ask_person(enrolment=enrolment, user=staff, topic=Topic.TIMES)
    enrolment.refresh_from_db()
    assert errors_of(send(staff_client, enrolment, "answer", text=" "), "text")
    send(staff_client, enrolment, "answer", text="بعد الساعة السادسة")
    assert enrolment.state == State.IN_REVIEW
    assert enrolment.events.get(verb=Verb.ANSWER).actor == Actor.STAFF.value
    assert "بعد الساعة السادسة" in page_of(staff_client, enrolment)


def test_what_was_typed_outlives_a_faster_colleague(staff_client, colleague, enrol) -> None:
    enrolment = enrol()
    services.claim_enrolment(enrolment=enrolment, user=colleague)
    response = send(staff_client, enrolment, "ask", topic=Topic.TIMES, text="Marți e liber.", seen=0)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nothing was done: this enrolment has changed meanwhile." in page
    assert "Mihai Coleg: Taken into review" in page
    assert "Marți e liber." in page
    seen = newest_event_of(enrolment)
    assert f'name="seen" value="{seen}"' in page  # sent once more, it is what the user has seen
    assert not Question.objects.exists()


# Offering past a rule


def test_an_offer_past_others_needs_a_reason(staff_client, enrol) -> None:
    enrol(waiting=True)
    enrolment = enrol()
    assert (
        'name="reason"' not in page_of(staff_client, enrolment).partition('id="inbox-steps"')[2].partition("reject")[0]
    )
    response = send(staff_client, enrolment, "offer")
    assert errors_of(response, "reason") == ["Others wait for this place. Say why this person comes first."]
    assert "Nothing was done yet: please look at the form again." in response.content.decode()
    assert enrolment.state == State.SUBMITTED
    send(staff_client, enrolment, "offer", reason="Naște în mai")
    assert enrolment.state == State.OFFERED
    assert enrolment.events.get(verb=Verb.OFFER).note == "Naște în mai"


def test_an_offer_to_who_may_be_no_person_needs_a_reason(staff_client, enrol) -> None:
    enrolment = enrol(suspicion="too_fast")
    assert errors_of(send(staff_client, enrolment, "offer"), "reason")
    send(staff_client, enrolment, "offer", reason="Am vorbit la telefon")
    assert (enrolment.state, enrolment.suspicion) == (State.OFFERED, "")


def test_an_offer_after_the_last_day_to_enter_needs_a_reason(staff_client, centre, enrol) -> None:
    enrolment = enrol(run=RunFactory(centre=centre, past=True, ends_on=clock.today() + dt.timedelta(days=30)))
    assert errors_of(send(staff_client, enrolment, "offer"), "reason")
    assert enrolment.state == State.SUBMITTED


# Moving to another run


def test_runs_to_move_to_are_ones_own_and_open_the_same_course_first(
    staff_client, centre, run, enrol, other_centre
) -> None:
    orientation = RunFactory(centre=centre, course=CourseFactory(kind="orientation", level=""))
    same_kind = RunFactory(centre=centre)
    sister = RunFactory(centre=centre, course=run.course, capacity=7)
    for hidden in ({"draft": True}, {"cancelled": True}, {"past": True, "ends_on": clock.today() - dt.timedelta(1)}):
        RunFactory(centre=centre, **hidden)
    RunFactory(centre=other_centre)
    enrolment = enrol()
    response = staff_client.get(reverse("inbox:enrolment", args=[enrolment.pk]))
    form = next(step.form for step in response.context["rare_steps"] if step.verb is Verb.TRANSFER)
    assert list(form.fields["run"].queryset) == [sister, same_kind, orientation]
    assert f"{sister.code} ·" in response.content.decode()
    assert "places left: 7" in response.content.decode()


def test_moving_to_another_run(staff_client, centre, enrol) -> None:
    enrolment = enrol(waiting=True)
    other = RunFactory(centre=centre)
    for _click in range(2):
        send(staff_client, enrolment, "transfer", run=other.pk, seen=0)
    assert (enrolment.run, enrolment.state) == (other, State.IN_REVIEW)
    assert enrolment.events.filter(verb=Verb.TRANSFER).count() == 1
    third = RunFactory(centre=centre)
    send(staff_client, enrolment, "transfer", run=third.pk)
    assert enrolment.run == third


def test_another_centres_run_can_not_be_moved_to(staff_client, enrol, other_centre) -> None:
    enrolment = enrol()
    response = send(staff_client, enrolment, "transfer", run=RunFactory(centre=other_centre).pk)
    assert errors_of(response, "run")
    assert enrolment.state == State.SUBMITTED


def test_who_works_for_both_centres_moves_between_them(staff_client, staff, enrol, other_centre) -> None:
    MembershipFactory(user=staff, centre=other_centre)
    enrolment = enrol()
    send(staff_client, enrolment, "transfer", run=RunFactory(centre=other_centre).pk)
    assert enrolment.centre == other_centre


def test_who_holds_a_place_is_moved_into_a_free_one_of_another_run_and_on(staff_client, centre, enrol) -> None:
    enrolment = enrol(confirmed=True)
    full, free, third = (RunFactory(centre=centre, capacity=1) for _number in range(3))
    EnrolmentFactory(run=full, confirmed=True)
    response = staff_client.get(reverse("inbox:enrolment", args=[enrolment.pk]))
    form = next(step.form for step in response.context["rare_steps"] if step.verb is Verb.MOVE)
    assert set(form.fields["run"].queryset) == {free, third}
    assert errors_of(send(staff_client, enrolment, "move", run=full.pk), "run")
    for run in (free, free, third):
        send(staff_client, enrolment, "move", run=run.pk)
    assert (enrolment.run, enrolment.state, enrolment.place) == (third, State.CONFIRMED, 1)
    assert enrolment.events.filter(verb=Verb.MOVE).count() == 2


def test_who_goes_past_others_into_another_run_needs_a_reason(staff_client, centre, enrol) -> None:
    enrolment = enrol(confirmed=True)
    other = RunFactory(centre=centre)
    EnrolmentFactory(run=other, waiting=True)
    assert errors_of(send(staff_client, enrolment, "move", run=other.pk), "reason")
    send(staff_client, enrolment, "move", run=other.pk, reason="Works in the evening now")
    assert enrolment.run == other


# What changes no state


def test_a_priority_needs_a_reason(staff_client, enrol) -> None:
    enrolment = enrol(waiting=True)
    response = send(staff_client, enrolment, "prioritise", priority=Priority.FIRST)
    assert errors_of(response, "reason")
    for _click in range(2):
        send(staff_client, enrolment, "prioritise", priority=Priority.FIRST, reason="Greșeala noastră")
    assert (enrolment.priority, enrolment.priority_reason) == (Priority.FIRST, "Greșeala noastră")
    assert enrolment.events.filter(verb=Verb.PRIORITISE).count() == 1
    assert page_of(staff_client, enrolment).count("Greșeala noastră") >= 2  # among the facts, and in the history


def test_an_invitation_begins_with_the_centres_address(staff_client, enrol) -> None:
    assert 'value="Strada Exemplului 1, Iași"' in page_of(staff_client, enrol())


def test_inviting_to_find_the_level(staff_client, staff, enrol) -> None:
    enrolment = enrol(email="amina@mail.example")
    day = clock.today() + dt.timedelta(days=3)
    for _click in range(2):
        send(staff_client, enrolment, "invite", day=day.isoformat(), time="17:30", place="Sala 2")
    appointment = Appointment.objects.get()
    assert appointment.starts_at == dt.datetime.combine(day, dt.time(17, 30), tzinfo=clock.ZONE)
    assert (appointment.place, appointment.made_by) == ("Sala 2", staff)
    assert Message.objects.about(enrolment.about_key).count() == 1
    page = page_of(staff_client, enrolment)
    assert "17:30" in page
    assert "Sala 2" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "", "time": "17:30", "place": "Sala 2"}, "day"),
        ({"day": "2999-12-31", "time": "soon", "place": "Sala 2"}, "time"),
        ({"day": "2999-12-31", "time": "17:30", "place": " "}, "place"),
        ({"day": "2020-01-01", "time": "17:30", "place": "Sala 2"}, "day"),
    ],
)
def test_an_invitation_that_says_not_when_or_where_is_not_sent(staff_client, enrol, typed, field) -> None:
    enrolment = enrol()
    assert errors_of(send(staff_client, enrolment, "invite", **typed), field)
    assert not Appointment.objects.exists()


def test_the_level_found_is_written_down_once(staff_client, enrol) -> None:
    enrolment = enrol(checked_level=Level.A2, checked_points=66)
    for _click in range(2):
        send(staff_client, enrolment, "place_level", level=Level.A1)
    assert enrolment.placement_level == Level.A1
    assert enrolment.events.filter(verb=Verb.PLACE_LEVEL).count() == 1
    assert "right answers: 66 %" in page_of(staff_client, enrolment)
    assert errors_of(send(staff_client, enrolment, "place_level", level="unknown"), "level")


def test_changing_how_the_person_is_reached(staff_client, enrol) -> None:
    enrolment = enrol(phone="+40745123456", language="en")
    assert 'value="0745 123 456"' in page_of(staff_client, enrolment)
    for _click in range(2):
        send(staff_client, enrolment, "contact", phone="0745 000 001", email="nou@mail.example", language="uk")
    person = enrolment.person
    assert (person.phone.as_e164, person.email, person.language) == ("+40745000001", "nou@mail.example", "uk")
    assert enrolment.events.filter(verb=Verb.CONTACT).count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"phone": "", "email": "", "language": "en"}, "phone"),
        ({"phone": "abc", "email": "", "language": "en"}, "phone"),
        ({"phone": "", "email": "nobody", "language": "en"}, "email"),
        ({"phone": "+40745123456", "email": "", "language": "xx"}, "language"),
    ],
)
def test_a_contact_that_reaches_nobody_is_refused(staff_client, enrol, typed, field) -> None:
    enrolment = enrol(phone="+40745123456")
    assert errors_of(send(staff_client, enrolment, "contact", **typed), field)
    enrolment.person.refresh_from_db()
    assert enrolment.person.phone.as_e164 == "+40745123456"
