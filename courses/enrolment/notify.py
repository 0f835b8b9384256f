"""Telling people what happened: by e-mail or SMS through the outbox, else as a task for staff to call or write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from babel.dates import format_date, format_time
from django.utils import timezone, translation

from courses.catalogue.models import Session
from courses.catalogue.pages import CoursePage
from courses.catalogue.schedule import schedule_text
from courses.enrolment import waiting
from courses.enrolment.codes import Reason
from courses.enrolment.links import status_url
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Task
from courses.enrolment.references import format_reference
from courses.enrolment.states import Actor, State
from courses.people.models import Person
from portal import languages
from portal.directory.models import CentrePhone
from portal.messages import sms
from portal.messages.models import Message
from portal.messages.services import Draft, queue_many
from portal.messages.templates import TEMPLATES
from portal.messages.texts import texts_for
from portal.phones import format_phone

Extra = Mapping[str, str] | Callable[[str], Mapping[str, str]] | None


def tell(enrolment: Enrolment, template: str, *, actor: Actor, extra: Extra = None) -> None:
    """Tell a person about a step, in their language; see :func:`tell_many`."""
    tell_many([enrolment], template, actor=actor, extra=extra)


def tell_many(enrolments: Sequence[Enrolment], template: str, *, actor: Actor, extra: Extra = None) -> None:
    """Tell people about a step, each in their language; call it in the transaction of the step.

    E-mail goes where there is an address, an SMS to who asked for it. Whoever has neither becomes a task for
    staff, unless the person took the step themselves and has just read the answer on the screen. ``extra``
    fills more placeholders, for all alike or (a function) for each language. The number of queries is the
    same for one person and for a hundred; ``person``, ``course`` and ``centre`` must be at hand.
    """
    values = _Values(enrolments, template, extra)
    drafts, tasks = [], []
    for enrolment in enrolments:
        person = enrolment.person
        email, phone = contact_of(person)
        channel = channel_for(person, email, phone)
        if channel is not None:
            drafts.append(
                Draft(
                    template=template,
                    language=person.language,
                    channel=channel,
                    recipient=email if channel == Message.Channel.EMAIL else phone,
                    values=values.of(enrolment, person.language),
                    about=enrolment.about_key,
                    reply_to=enrolment.centre.email,
                )
            )
        elif actor is not Actor.PERSON:
            tasks.append(enrolment)
    if drafts:
        queue_many(drafts)
    if tasks:
        _make_tasks(tasks, template, values)


def contact_of(person: Person) -> tuple[str, str]:
    """Return e-mail and phone (E.164) that answers go to, "" for none: the guardian's for who has one."""
    email, phone = person.email, str(person.phone or "")
    if person.guardian_email or person.guardian_phone:
        email, phone = person.guardian_email, str(person.guardian_phone or "")
    return email, phone


def channel_for(person: Person, email: str, phone: str) -> str | None:
    """Return how a message reaches this person by itself, ``None`` where a colleague must call or write."""
    if email:
        return Message.Channel.EMAIL
    if phone and person.contact_by == Person.ContactBy.SMS and sms.is_enabled():
        return Message.Channel.SMS
    return None


def _make_tasks(enrolments: Sequence[Enrolment], template: str, values: _Values) -> None:
    codes = {enrolment.person.language for enrolment in enrolments} | {languages.SOURCE_CODE}
    texts = texts_for(template, codes)

    def text(enrolment: Enrolment, language: str) -> str:
        return texts[language].fill(values.of(enrolment, language))[1]

    Task.objects.bulk_create(
        Task(
            enrolment=enrolment,
            template=template,
            language=enrolment.person.language,
            text=text(enrolment, enrolment.person.language),
            staff_text=text(enrolment, languages.SOURCE_CODE),
        )
        for enrolment in enrolments
    )


class _Values:
    """What placeholders stand for. What many messages share is read once."""

    def __init__(self, enrolments: Sequence[Enrolment], template: str, extra: Extra) -> None:
        self._enrolments = enrolments
        self._names = TEMPLATES[template].allowed
        self._extra = extra

    def of(self, enrolment: Enrolment, language: str) -> dict[str, str]:
        """Return what every placeholder of the template stands for, in a language."""
        run = enrolment.run
        with translation.override(language):
            values = {
                "name": enrolment.person.name,
                "course": self._title(enrolment.course_id, language) or enrolment.course.code,
                "reference": format_reference(enrolment.reference),
                "centre": enrolment.centre.name,
                "centre_phone": self._phones.get(enrolment.centre_id, ""),
                "link": status_url(enrolment, language),
                "deadline": format_moment(enrolment.offer_expires_at, language),
                "start": format_day(run.starts_on, language) if run else "",
                "schedule": schedule_text(self._sessions.get(run.pk, [])) if run and self._needs("schedule") else "",
                "address": run.address if run else enrolment.centre.address,
                "position": self._position(enrolment),
                "estimate": waiting.estimate_text(self._estimates[enrolment.course_id])
                if self._needs("estimate") and run
                else "",
                "county": str(enrolment.county or "") if self._needs("county") else "",
                "reason": str(Reason(enrolment.reason).label) if enrolment.reason else "",
            }
            return {**values, **(self._extra(language) if callable(self._extra) else self._extra or {})}

    def _needs(self, name: str) -> bool:
        return name in self._names

    def _title(self, course_id: int, language: str) -> str:
        of_course = self._titles.get(course_id, {})
        return next((of_course[code] for code in (language, "en", languages.SOURCE_CODE) if code in of_course), "")

    def _position(self, enrolment: Enrolment) -> str:
        if not self._needs("position") or enrolment.state != State.WAITING or enrolment.run_id is None:
            return ""
        return str(self._positions[enrolment.run_id].get(enrolment.pk, ""))

    @cached_property
    def _titles(self) -> dict[int, dict[str, str]]:
        return CoursePage.titles({enrolment.course_id for enrolment in self._enrolments})

    @cached_property
    def _phones(self) -> dict[int, str]:
        centres = {enrolment.centre_id for enrolment in self._enrolments}
        phones = CentrePhone.objects.filter(centre__in=centres).order_by("-sort_order", "-pk")
        return {phone.centre_id: format_phone(str(phone.number)) for phone in phones}

    @cached_property
    def _sessions(self) -> dict[int, list[Session]]:
        runs = {enrolment.run_id for enrolment in self._enrolments if enrolment.run_id}
        found: dict[int, list[Session]] = {}
        for session in Session.objects.filter(run__in=runs).only("run_id", "starts_at", "ends_at", "is_cancelled"):
            found.setdefault(session.run_id, []).append(session)
        return found

    @cached_property
    def _positions(self) -> dict[int, dict[int, int]]:
        runs = {enrolment.run_id: enrolment.run for enrolment in self._enrolments if enrolment.run}
        return {run.pk: waiting.positions(run) for run in runs.values()}

    @cached_property
    def _estimates(self) -> dict[int, int | None]:
        courses = {enrolment.course_id: enrolment.course for enrolment in self._enrolments}
        return {pk: waiting.usual_offers(course) for pk, course in courses.items()}


def format_day(day: dt.date, language: str) -> str:
    """Return a day with its weekday, as a language writes it."""
    return format_date(day, format="full", locale=languages.get_language(language).cldr_locale)


def format_moment(moment: dt.datetime | None, language: str) -> str:
    """Return a day and a time in Europe/Bucharest, as a language writes them; "" for ``None``."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{format_day(local.date(), language)}, {format_time(local.time(), format='HH:mm', locale='en')}"
