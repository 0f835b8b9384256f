"""Enrolments to look at in the demo, one or two in every state. All names and numbers are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import F

from courses.catalogue.models import Run
from courses.enrolment.codes import Reason, Topic
from courses.enrolment.decisions import tell_what_was_left
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.services import (
    ask_person,
    claim_enrolment,
    confirm_place,
    decline_offer,
    offer_place,
    put_on_waiting_list,
    reject_enrolment,
    submit_enrolment,
    withdraw_enrolment,
)
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.submissions import Submission
from portal import clock


@dataclass(frozen=True)
class Sample:
    """One enrolment: what was written into the form of which run how long ago, and what staff did since."""

    run: str
    hours_ago: int
    submission: Submission
    steps: tuple[Verb, ...] = ()


SAMPLES = (
    Sample(
        "bucuresti-a1-small",
        190,
        Submission("Олена Зоряна", "uk", "+40700000101", "olena@demo.example", contact_by="email", level="none"),
        (Verb.CLAIM, Verb.OFFER, Verb.CONFIRM),
    ),
    Sample(
        "bucuresti-a1-small",
        171,
        Submission("Deniz Örnek", "tr", "+40700000102", "deniz@demo.example", contact_by="email", level="A1"),
        (Verb.CLAIM, Verb.OFFER, Verb.CONFIRM),
    ),
    Sample(
        "bucuresti-a1-small",
        95,
        Submission("सुनिता तारा", "ne", "+40700000103", contact_by="whatsapp", may_leave_message=True, level="none"),
        (Verb.CLAIM, Verb.WAIT),
    ),
    Sample(
        "bucuresti-a1-evening",
        74,
        Submission("أمل نور", "ar", "+40700000104", "amal@demo.example", contact_by="whatsapp", birth_year=1992),
        (Verb.CLAIM, Verb.OFFER),
    ),
    Sample(
        "bucuresti-a1-women",
        52,
        Submission(
            "گلنار مهتاب",
            "fa",
            "+40700000105",
            may_leave_message=False,
            level="none",
            needs_childcare=True,
            comment="لطفاً فقط صبح‌ها زنگ بزنید.",
        ),
        (Verb.CLAIM,),
    ),
    Sample(
        "online-a1-evening",
        47,
        Submission("Sam Sample", "en", "+40700000106", "sam@demo.example", contact_by="email", level="A2"),
        (Verb.CLAIM, Verb.REJECT),
    ),
    Sample(
        "bucuresti-a1-evening",
        5,
        Submission("তারা মেঘলা", "bn", "+40700000107", contact_by="whatsapp", may_leave_message=True, level="unknown"),
    ),
    Sample(
        "bucuresti-orientation",
        2,
        Submission("නිමල් සඳකඩ", "si", "+40700000108", "nimal@demo.example", birth_year=1999),
    ),
    Sample(
        "iasi-a1-morning",
        120,
        Submission("आशा रोशनी", "hi", "+40700000109", "asha@demo.example", contact_by="email", level="none"),
        (Verb.CLAIM, Verb.OFFER, Verb.DECLINE),
    ),
    Sample(
        "iasi-a1-morning",
        70,
        Submission("Саша Примерова", "ru", "+40700000110", "sasha@demo.example", contact_by="email", level="A1"),
        (Verb.CLAIM, Verb.OFFER, Verb.CONFIRM),
    ),
    Sample(
        "iasi-a1-evening",
        30,
        Submission("نور سحر", "ur", "+40700000111", helper_name="Ioana Exemplu", helper_phone="+40700000112"),
        (Verb.CLAIM, Verb.OFFER),
    ),
    Sample(
        "iasi-a2-hybrid",
        26,
        Submission("Mira Exemplu", "ro", "+40700000113", "mira@demo.example", contact_by="email", level="A1"),
        (Verb.WITHDRAW,),
    ),
    Sample(
        "iasi-a1-evening",
        1,
        Submission("Kofi Sample", "en", "+40700000114", contact_by="call", may_leave_message=True, level="none"),
    ),
    Sample(
        "bucuresti-a1-evening",
        20,
        Submission("لينا مثال", "ar", "+40700000115", "lina@demo.example", contact_by="email", level="none"),
        (Verb.CLAIM, Verb.ASK),
    ),
    Sample(
        "iasi-orientation",
        15,
        Submission("Daria Exemplu", "uk", "+40700000116", "daria@demo.example", contact_by="email"),
    ),
)


def load_enrolments(users: dict[str, User]) -> None:
    """Enrol everybody, and take the steps of staff, through the services that the site itself uses.

    A sample whose run doesn't exist or doesn't take people is left out; without accounts there are none.
    """
    runs = {run.code: run for run in Run.objects.select_related("course", "centre__organisation", "project")}
    for number, sample in enumerate(SAMPLES):
        run = runs.get(sample.run)
        if run is None or not users or not run.is_open_for_enrolment(clock.today()):
            continue
        staff = users[f"staff-{run.centre.code}"]
        enrolment = submit_enrolment(run=run, submission=sample.submission, submission_id=f"demo-{number}")
        tell_what_was_left()
        for verb in sample.steps:
            _take_step(verb, enrolment, staff)
        make_older(enrolment, dt.timedelta(hours=sample.hours_ago))


def _take_step(verb: Verb, enrolment: Enrolment, staff: User) -> None:
    """Let staff do their part and the person answer."""
    match verb:
        case Verb.CLAIM:
            claim_enrolment(enrolment=enrolment, user=staff)
        case Verb.OFFER:
            offer_place(enrolment=enrolment, user=staff)
        case Verb.WAIT:
            put_on_waiting_list(enrolment=enrolment, user=staff)
        case Verb.ASK:
            ask_person(enrolment=enrolment, user=staff, topic=Topic.TIMES)
        case Verb.REJECT:
            reject_enrolment(enrolment=enrolment, user=staff, reason=Reason.WRONG_LEVEL)
        case Verb.CONFIRM:
            confirm_place(enrolment=enrolment, actor=Actor.PERSON)
        case Verb.DECLINE:
            decline_offer(enrolment=enrolment, actor=Actor.PERSON)
        case Verb.WITHDRAW:
            withdraw_enrolment(enrolment=enrolment, actor=Actor.PERSON)
        case _:
            raise ValueError(verb)


def make_older(enrolment: Enrolment, age: dt.timedelta) -> None:
    """Move what has just happened into the past; deadlines stay, so that offers still hold."""
    rows = Enrolment.objects.filter(pk=enrolment.pk)
    rows.update(
        submitted_at=F("submitted_at") - age, state_since=F("state_since") - age / 2, queued_at=F("queued_at") - age / 2
    )
    rows.exclude(state=State.OFFERED).update(due_at=F("due_at") - age)
    # The database refuses to rewrite history, so it is written anew.
    history = list(enrolment.events.all())
    enrolment.events.all().delete()
    for event in history:
        event.pk = None
        event.at -= age if not event.from_state else age / 2
    Event.objects.bulk_create(history)
    enrolment.tasks.update(created_at=F("created_at") - age / 2)
