"""Telling people what happened: by e-mail through the outbox, else as a task for staff to call or write."""

from __future__ import annotations

from babel.dates import format_date, format_time
from django.utils import timezone, translation

from courses.catalogue.pages import CoursePage
from courses.catalogue.schedule import schedule_text
from courses.enrolment.codes import Reason
from courses.enrolment.links import status_url
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Task
from courses.enrolment.references import format_reference
from courses.enrolment.states import Actor
from portal import languages
from portal.messages.services import queue_email
from portal.messages.texts import render
from portal.phones import format_phone


def tell(enrolment: Enrolment, template: str, *, actor: Actor) -> None:
    """Tell a person about a step, in their language; call it in the transaction of the step.

    Whoever has no e-mail address becomes a task for staff, unless the person took the step themselves
    and has just read the answer on the screen.
    """
    person = enrolment.person
    if person.email:
        queue_email(
            template=template,
            language=person.language,
            recipient=person.email,
            values=values_for(enrolment, person.language),
            about=enrolment.about_key,
            reply_to=enrolment.centre.email,
        )
    elif actor is not Actor.PERSON:
        Task.objects.create(
            enrolment=enrolment,
            template=template,
            language=person.language,
            text=render(template, person.language, values_for(enrolment, person.language))[1],
            staff_text=render(template, languages.SOURCE_CODE, values_for(enrolment, languages.SOURCE_CODE))[1],
        )


def values_for(enrolment: Enrolment, language: str) -> dict[str, str]:
    """Return what the placeholders of every message stand for, in a language."""
    with translation.override(language):
        phone = enrolment.centre.phones.first()
        run = enrolment.run
        return {
            "name": enrolment.person.name,
            "course": CoursePage.title_of(enrolment.course, language),
            "reference": format_reference(enrolment.reference),
            "centre": enrolment.centre.name,
            "centre_phone": format_phone(str(phone.number)) if phone else "",
            "link": status_url(enrolment, language),
            "deadline": _moment(enrolment, language),
            "start": format_date(run.starts_on, format="full", locale=languages.get_language(language).cldr_locale)
            if run
            else "",
            "schedule": schedule_text(run.sessions.all()) if run else "",
            "address": run.address if run else enrolment.centre.address,
            "position": str(enrolment.waiting_position()),
            "reason": str(Reason(enrolment.reason).label) if enrolment.reason else "",
        }


def _moment(enrolment: Enrolment, language: str) -> str:
    """Return the offer's deadline as a date and a time in Europe/Bucharest, "" without an offer."""
    if enrolment.offer_expires_at is None:
        return ""
    local = timezone.localtime(enrolment.offer_expires_at)
    day = format_date(local.date(), format="full", locale=languages.get_language(language).cldr_locale)
    return f"{day}, {format_time(local.time(), format='HH:mm', locale='en')}"
