"""What staff bring in: somebody who stands before them, or a list of names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import pgettext, pgettext_lazy

from courses.catalogue.models import Run
from courses.enrolment import services
from courses.enrolment.codes import Source
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.services.importing import enrol_many
from courses.enrolment.states import Actor, State
from courses.enrolment.submissions import Submission
from courses.intake.checking import Reading, check_rows
from courses.intake.models import ImportBatch
from courses.intake.reading import Listing, Row
from courses.intake.roster import Roster
from portal import clock
from portal.messages.models import Message

KEPT_FOR = dt.timedelta(days=1)
"""How long a list waits for the decision."""


class Then(models.TextChoices):
    """What follows at once when staff have written somebody down."""

    KEEP = "keep", pgettext_lazy("staff", "Keep as new")
    OFFER = "offer", pgettext_lazy("staff", "Offer a place")
    CONFIRM = "confirm", pgettext_lazy("staff", "Confirm a place at once")
    WAIT = "wait", pgettext_lazy("staff", "Put on the waiting list")


def submission_key(submission: Submission, run: Run, user: User, submission_id: str) -> str:
    """Return the key that ``enrol_for_person`` gives to what a colleague writes: the same form again is no double."""
    return submission.key(run, f"{user.pk}:{submission_id}")


@transaction.atomic
def enrol_walk_in(
    *, run: Run, submission: Submission, user: User, submission_id: str, then: str = Then.KEEP, reason: str = ""
) -> Enrolment:
    """Write somebody down who is here, and take the next step with them; all of it or nothing.

    The same form twice is one enrolment. Of the messages about this one minute only the last is sent; who has
    no address is told across the desk, so that nobody has to call. Raises :class:`Refused` as
    ``enrol_for_person``, ``offer_place`` and ``confirm_place`` do.
    """
    enrolment = services.enrol_for_person(run=run, submission=submission, user=user, submission_id=submission_id)
    if enrolment.state != State.SUBMITTED:
        return enrolment
    if then == Then.WAIT:
        enrolment = services.put_on_waiting_list(enrolment=enrolment, user=user)
    elif then in {Then.OFFER, Then.CONFIRM}:
        enrolment = services.offer_place(enrolment=enrolment, user=user, reason=reason)
    if then == Then.CONFIRM:
        enrolment = services.confirm_place(enrolment=enrolment, actor=Actor.STAFF, user=user)
    _keep_last_word(enrolment, user)
    return enrolment


def _keep_last_word(enrolment: Enrolment, user: User) -> None:
    """Take back what the steps of one transaction wrote before the last of them: nobody has seen it."""
    waiting = Message.objects.about(enrolment.about_key).filter(state=Message.State.QUEUED)
    for written in (waiting, enrolment.tasks.all()):
        last = written.order_by("-pk").first()
        if last is not None:
            written.exclude(pk=last.pk).delete()
    for task in enrolment.tasks.filter(done_at=None):
        services.complete_task(task=task, user=user)


@transaction.atomic
def keep_list(*, run: Run, listing: Listing, file_name: str, user: User) -> ImportBatch:
    """Keep a list that was read until its user decides; nobody is enrolled by it."""
    return ImportBatch.objects.create(
        run=run,
        file_name=file_name[:200],
        rows=[row.as_json() for row in listing.rows],
        made_by=user,
        made_at=clock.now(),
    )


def check_list(batch: ImportBatch) -> list[Reading]:
    """Return what each row of a list says today, and what is wrong with it. One query; ``batch.run`` is read."""
    return check_rows([Row.from_json(kept) for kept in batch.rows], batch.run, Roster.of(batch.run))


@dataclass(frozen=True)
class Agreement:
    """What staff say about the consent of people on a list: on which form, on which day."""

    form: str
    day: dt.date

    def __str__(self) -> str:
        return pgettext("staff", "Agreed on %(day)s: %(form)s") % {"day": self.day.isoformat(), "form": self.form}


@transaction.atomic
def bring_in(
    *, batch: ImportBatch, user: User, agreement: Agreement, expected: int, leaves_out_errors: bool, tells: bool
) -> list[Enrolment]:
    """Enrol the people of a list, all of them or nobody, and forget its rows.

    ``expected`` is how many the user was shown. A second time does nothing and returns nobody. Raises
    :class:`Refused`: ``state`` where the list has errors that ``leaves_out_errors`` doesn't leave out, or
    where somebody enrolled meanwhile and another number would come; ``closed`` where the group is over.
    """
    locked = ImportBatch.objects.select_for_update(of=("self",)).select_related(
        "run__course", "run__centre__organisation", "run__project__organisation"
    )
    list_of_names = locked.get(pk=batch.pk)
    if list_of_names.done_at is not None:
        return []
    submissions = _those_to_bring_in(check_list(list_of_names), leaves_out_errors=leaves_out_errors)
    if len(submissions) != expected:
        sentence = pgettext("staff", "The group has changed meanwhile. Look at the list again, then bring it in.")
        raise Refused(sentence, code="state")
    enrolments = enrol_many(
        run=list_of_names.run,
        submissions=submissions,
        user=user,
        submission_id=f"import:{list_of_names.pk}",
        source=Source.IMPORT,
        note=str(agreement),
        tells=tells,
    )
    list_of_names.rows = []
    list_of_names.done_at = clock.now()
    list_of_names.save(update_fields=["rows", "done_at"])
    return enrolments


def _those_to_bring_in(readings: Sequence[Reading], *, leaves_out_errors: bool) -> list[Submission]:
    good = [reading.submission for reading in readings if reading.submission is not None]
    if len(good) < len(readings) and not leaves_out_errors:
        sentence = pgettext("staff", "Some rows have errors. Mend the file, or leave these rows out.")
        raise Refused(sentence, code="state")
    if not good:
        raise Refused(pgettext("staff", "There is nobody on this list who can be brought in."), code="state")
    return good


@transaction.atomic
def forget_list(*, batch: ImportBatch) -> None:
    """Throw a list away. The people that it brought in stay."""
    ImportBatch.objects.filter(pk=batch.pk).delete()


def forget_imports() -> int:
    """Throw away every list that is older than :data:`KEPT_FOR`; return how many. The worker calls it."""
    return ImportBatch.objects.filter(made_at__lt=clock.now() - KEPT_FOR).delete()[0]
