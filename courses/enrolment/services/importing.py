"""Many people at once, from a list that staff have looked through."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.models import Run
from courses.enrolment import consent
from courses.enrolment.codes import Source
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import tell_many
from courses.enrolment.promises import promised_by
from courses.enrolment.records import Event
from courses.enrolment.references import new_reference
from courses.enrolment.services.submitting import new_person, priority_of
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.submissions import Submission
from portal import clock


@transaction.atomic
def enrol_many(
    *,
    run: Run,
    submissions: Sequence[Submission],
    user: User,
    submission_id: str,
    source: str = Source.IMPORT,
    note: str = "",
    tells: bool = True,
) -> list[Enrolment]:
    """Write many people down for a run as new, all of them or nobody; colleagues decide about each.

    One query a person, and a fixed number for all the rest: enrolments, history, receipts. ``note`` stands in
    everybody's history, ``tells`` says whether they get a receipt. Raises :class:`Refused` (``closed``) for a
    group that doesn't take place or has ended, ``IntegrityError`` for the same list twice.
    """
    if run.state != Run.State.OPEN or run.ends_on < clock.today():
        raise Refused(_("This group does not take new people any more."), code="closed")
    now = clock.now()
    today = clock.today()
    enrolments = []
    references = _unused_references(len(submissions))
    for place, (submission, reference) in enumerate(zip(submissions, references, strict=True)):
        person = new_person(submission, now)
        enrolment = Enrolment(
            reference=reference,
            submission_key=submission.key(run, f"{submission_id}:{place}"),
            person=person,
            course=run.course,
            run=run,
            centre=run.centre,
            source=source,
            entered_by=user,
            level=submission.level,
            needs_childcare=submission.needs_childcare,
            comment=submission.comment,
            status_then=submission.status,
            age_band_then=person.age_band(today),
            submitted_at=now,
            state_since=now,
            consent_organisation=run.organisation,
            consent_version=consent.VERSION,
            consent_language=submission.language,
            **priority_of(run, submission),
        )
        enrolment.due_at = promised_by(enrolment, "", now)
        enrolments.append(enrolment)
    Enrolment.objects.bulk_create(enrolments)
    Event.objects.bulk_create(
        Event(
            enrolment=enrolment,
            verb=Verb.SUBMIT,
            to_state=State.SUBMITTED,
            actor=Actor.STAFF.value,
            user=user,
            note=note,
            at=now,
        )
        for enrolment in enrolments
    )
    if tells:
        tell_many(enrolments, "received", actor=Actor.STAFF)
    return enrolments


def _unused_references(count: int) -> list[str]:
    """Return different references that nobody has."""
    references: set[str] = set()
    while len(references) < count:
        new = {new_reference() for _missing in range(count - len(references))}
        references |= new - set(Enrolment.objects.filter(reference__in=new).values_list("reference", flat=True))
    return list(references)
