"""How enrolments come into being: through the form, as a wish for a course, or written down by staff."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from courses.catalogue.models import Course, Run
from courses.enrolment import consent
from courses.enrolment.codes import Level, Priority, Source
from courses.enrolment.decisions import (
    RECEIPT,
    RECEIPT_OF_WISH,
    decide_what_arrived,
    outcome_for_newcomer,
)
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import tell
from courses.enrolment.promises import promised_by
from courses.enrolment.records import Event
from courses.enrolment.references import new_reference
from courses.enrolment.states import ACTIVE, Actor, State, Verb
from courses.enrolment.steps import entry, finish
from courses.enrolment.submissions import Submission
from courses.people.models import Person
from courses.people.names import is_same_name, match_key, search_words
from portal import clock
from portal.directory.models import Centre, County
from portal.directory.statuses import LegalStatus

REFERENCE_ATTEMPTS = 5
"""How often a reference is drawn: one in many millions is taken."""
UNDER_PROTECTION = frozenset({LegalStatus.REFUGEE, LegalStatus.SUBSIDIARY, LegalStatus.TEMPORARY_PROTECTION})


def submit_enrolment(*, run: Run, submission: Submission, submission_id: str = "") -> Enrolment:
    """Keep a request for a place, and let the run's own rule decide it where it has one.

    The same submission twice is one enrolment. ``submission_id`` is the form's own id. Where the run is busy,
    or perhaps no person has sent this, the enrolment is kept undecided. Whoever seems to be in the run
    already gets the same answer as everybody; the contact that we have on file is told. Raises
    :class:`Refused` (``closed``) when the run doesn't take anybody today.
    """
    key = submission.key(run, submission_id)
    if not run.is_open_for_enrolment(clock.today()):
        if existing := _existing(key):
            return existing
        raise Refused(_("This group does not take new people any more."), code="closed")
    about = {
        "course": run.course,
        "run": run,
        "centre": run.centre,
        "consent_organisation_id": run.organisation_id,
        "awaits_decision": run.rule != Run.Rule.REVIEW,
        **priority_of(run, submission),
    }
    enrolment = _once(key, submission, about, actor=Actor.PERSON)
    if run.rule != Run.Rule.REVIEW and not enrolment.suspicion:
        decide_what_arrived(enrolment)
    return enrolment


def submit_interest(
    *, course: Course, county: County, centre: Centre, submission: Submission, submission_id: str = ""
) -> Enrolment:
    """Keep a wish for a course in a county, because no group fits; it is matched when a group opens.

    ``centre`` is the one that looks after it. What may not be a person's waits for staff.
    """
    key = submission.key((course, county), submission_id)
    about = {
        "course": course,
        "county": county,
        "centre": centre,
        "consent_organisation_id": centre.organisation_id,
        "accepts_online": submission.accepts_online,
    }
    return _once(key, submission, about, actor=Actor.PERSON)


def enrol_for_person(
    *, run: Run, submission: Submission, user: User, submission_id: str = "", source: str = Source.STAFF
) -> Enrolment:
    """Staff write somebody down; what follows is theirs to decide, also after the form has closed.

    Raises :class:`Refused` (``closed``) for a group that doesn't take place or has ended.
    """
    key = submission.key(run, f"{user.pk}:{submission_id}")
    if run.state != Run.State.OPEN or run.ends_on < clock.today():
        raise Refused(_("This group does not take new people any more."), code="closed")
    about = {
        "course": run.course,
        "run": run,
        "centre": run.centre,
        "consent_organisation_id": run.organisation_id,
        "source": source,
        "entered_by": user,
        "assignee": user,
        **priority_of(run, submission),
    }
    return _once(key, submission, about, actor=Actor.STAFF, user=user)


def _existing(key: str) -> Enrolment | None:
    return Enrolment.objects.filter(submission_key=key).first()


def _once(
    key: str, submission: Submission, about: dict[str, Any], *, actor: Actor, user: User | None = None
) -> Enrolment:
    """Create an enrolment, or return the one that the same form made before, or at the same moment."""
    for _attempt in range(REFERENCE_ATTEMPTS):
        try:
            with transaction.atomic():
                return _create(key, submission, about, actor, user)
        except IntegrityError as error:
            if existing := _existing(key):
                return existing
            if "reference" not in str(error):
                raise
    raise RuntimeError("no free reference was found")


def _create(key: str, submission: Submission, about: dict[str, Any], actor: Actor, user: User | None) -> Enrolment:
    now = clock.now()
    run: Run | None = about.get("run")
    double = _double(run, submission) if run is not None and actor is Actor.PERSON else None
    is_for_rule = about.get("awaits_decision") and not submission.suspicion and double is None
    outcome = outcome_for_newcomer(run.pk, now) if is_for_rule and run is not None else None
    if outcome is not None:
        about = {
            **about,
            "awaits_decision": False,
            "state": outcome.state,
            "place": outcome.place,
            "offer_expires_at": outcome.offer_expires_at,
            "queued_at": outcome.queued_at,
        }
    person = new_person(submission, now)
    enrolment = Enrolment(
        **about,
        reference=new_reference(),
        submission_key=key,
        person=person,
        level=submission.level or Level.UNKNOWN,
        checked_level=submission.checked_level,
        checked_points=submission.checked_points,
        needs_childcare=submission.needs_childcare,
        comment=submission.comment,
        status_then=submission.status,
        age_band_then=person.age_band(clock.today()),
        suspicion=submission.suspicion,
        untold=outcome.message if outcome else RECEIPT,
        captcha_token=submission.captcha_token,
        duplicate_of=double,
        submitted_at=now,
        state_since=now,
        consent_version=consent.VERSION,
        consent_language=submission.language,
    )
    enrolment.due_at = promised_by(enrolment, "", now)
    enrolment.save(force_insert=True)
    history = [
        Event(enrolment=enrolment, verb=Verb.SUBMIT, to_state=State.SUBMITTED, actor=actor.value, user=user, at=now)
    ]
    if outcome is not None:
        history.append(entry(enrolment, outcome.verb, State.SUBMITTED, Actor.SYSTEM, place=outcome.place))
    Event.objects.bulk_create(history)
    if double is not None:
        tell(double, "again", actor=Actor.SYSTEM)
    if run is None and not enrolment.suspicion:
        enrolment.queued_at = now
        finish([enrolment], Verb.WAIT, Actor.SYSTEM, message=RECEIPT_OF_WISH, is_told_later=True)
        return enrolment
    return enrolment


def new_person(submission: Submission, now: dt.datetime) -> Person:
    """A public form never attaches itself to an existing person: staff link them later."""
    return Person.objects.create(
        name=submission.name,
        search_name=search_words(submission.name),
        match_key=match_key(submission.name),
        phone=submission.phone,
        email=submission.email,
        contact_by=submission.contact_by,
        may_leave_message=submission.may_leave_message,
        helper_name=submission.helper_name,
        helper_phone=submission.helper_phone,
        guardian_name=submission.guardian_name,
        guardian_phone=submission.guardian_phone,
        guardian_email=submission.guardian_email,
        language=submission.language,
        birth_year=submission.birth_year,
        status=submission.status,
        created_at=now,
    )


_SAME_CONTACT = """
    SELECT id, name FROM courses_person
    WHERE match_key = %s AND ((phone <> '' AND phone = %s) OR (email <> '' AND upper(email) = upper(%s)))
"""
"""Every form asks this; written by hand it takes a tenth of the time to build."""


def _double(run: Run, submission: Submission) -> Enrolment | None:
    """Return the first active enrolment of what seems to be the same person in this run. Usually one query.

    The same contact and an alike name: a family shares a phone, not the names.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SAME_CONTACT, [match_key(submission.name), submission.phone, submission.email])
        known = [pk for pk, name in cursor.fetchall() if is_same_name(submission.name, name)]
    if not known:
        return None
    in_run = Enrolment.objects.filter(run=run, state__in=ACTIVE, person__in=known).order_by("submitted_at", "pk")
    return in_run.select_related("person", "course", "centre", "run").first()


def priority_of(run: Run, submission: Submission) -> dict[str, Any]:
    """Return priority and reason by the run's priority groups (a code of ``Run.PriorityGroup``)."""
    belongs = {
        Run.PriorityGroup.PROTECTION: submission.status in UNDER_PROTECTION,
        Run.PriorityGroup.CHILDCARE: submission.needs_childcare,
        Run.PriorityGroup.BEGINNER: submission.level == Level.NONE,
    }
    for group in run.priority_groups:
        if belongs.get(Run.PriorityGroup(group)):
            return {"priority": Priority.GROUP, "priority_reason": group}
    return {}
