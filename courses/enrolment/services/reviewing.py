"""What staff decide about an enrolment, and the person's answers to their questions."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.catalogue.models import Run
from courses.enrolment.codes import Reason, Suspicion, Topic
from courses.enrolment.decisions import decide
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import free_places, lock_enrolment
from courses.enrolment.promotion import offer_deadline, promote
from courses.enrolment.records import Question
from courses.enrolment.states import HOLDS_PLACE, Actor, State, Verb
from courses.enrolment.steps import begin, finish, log
from portal import clock


@transaction.atomic
def claim_enrolment(*, enrolment: Enrolment, user: User) -> Enrolment:
    """A member of staff takes a new enrolment into review and becomes its assignee."""
    locked = begin(enrolment, Verb.CLAIM, Actor.STAFF)
    locked.assignee = user
    finish([locked], Verb.CLAIM, Actor.STAFF, user=user, fields=["assignee"])
    return locked


@transaction.atomic
def ask_person(*, enrolment: Enrolment, user: User, topic: str, text: str = "") -> Question:
    """Staff ask something; the clock of the enrolment stands still until the answer.

    The question of the ``topic`` goes out in the person's language, ``text`` as it was written. Raises
    :class:`Refused` (``reason``) for an unknown topic, and for ``other`` without a text.
    """
    if topic not in Topic.values or (topic == Topic.OTHER and not text.strip()):
        raise Refused(pgettext("staff", "Choose what to ask, or write it."), code="reason")
    locked = begin(enrolment, Verb.ASK, Actor.STAFF)
    if locked.assignee is None:
        locked.assignee = user
    question = Question.objects.create(
        enrolment=locked, topic=topic, text=text.strip(), asked_by=user, asked_at=clock.now()
    )

    def in_language(language: str) -> dict[str, str]:
        with translation.override(language):
            return {"question": str(Topic(topic).label), "note": question.text}

    finish([locked], Verb.ASK, Actor.STAFF, user=user, fields=["assignee"], extra=in_language)
    return question


@transaction.atomic
def answer_question(*, enrolment: Enrolment, actor: Actor, text: str, user: User | None = None) -> Enrolment:
    """Keep the answer to the open question, as it was written; the enrolment is in review again.

    Raises :class:`Refused` (``reason``) for an empty answer.
    """
    if not text.strip():
        raise Refused(_("Please write an answer."), code="reason")
    locked = begin(enrolment, Verb.ANSWER, actor)
    now = clock.now()
    locked.paused_for += now - locked.state_since
    Question.objects.filter(enrolment=locked, answered_at=None).update(answer=text.strip(), answered_at=now)
    finish([locked], Verb.ANSWER, actor, user=user, fields=["paused_for"])
    return locked


@transaction.atomic
def reject_enrolment(*, enrolment: Enrolment, user: User, reason: str, note: str = "") -> Enrolment:
    """Staff don't accept an enrolment, for a reason that the person is told in their language.

    ``note`` is for staff only. Raises :class:`Refused` (``reason``) without a known reason.
    """
    if reason not in Reason.values:
        raise Refused(pgettext("staff", "Choose a reason: the person is told."), code="reason")
    locked = begin(enrolment, Verb.REJECT, Actor.STAFF)
    held = locked.place
    locked.reason = reason
    finish([locked], Verb.REJECT, Actor.STAFF, user=user, note=note, fields=["reason"])
    _pass_on(locked, held)
    return locked


@transaction.atomic
def reopen_enrolment(*, enrolment: Enrolment, user: User) -> Enrolment:
    """A second chance after an offer was declined or ran out."""
    locked = begin(enrolment, Verb.REOPEN, Actor.STAFF)
    finish([locked], Verb.REOPEN, Actor.STAFF, user=user)
    return locked


@transaction.atomic
def mark_spam(*, enrolment: Enrolment, user: User) -> Enrolment:
    """Staff say that no person stands behind this. Nobody is told."""
    locked = begin(enrolment, Verb.MARK_SPAM, Actor.STAFF)
    held = locked.place
    finish([locked], Verb.MARK_SPAM, Actor.STAFF, user=user)
    _pass_on(locked, held)
    return locked


@transaction.atomic
def clear_suspicion(*, enrolment: Enrolment, user: User | None = None, actor: Actor = Actor.STAFF) -> Enrolment:
    """Somebody looked: it is a person, and (for staff) not twice the same. The run's own rule then decides."""
    locked = lock_enrolment(enrolment)
    if locked.suspicion or (locked.duplicate_of_id and actor is Actor.STAFF):
        log(locked, Verb.CLEAR, actor, user=user, note=_what_is_cleared(locked))
        locked.suspicion, locked.captcha_token = "", ""
        if actor is Actor.STAFF:
            locked.duplicate_of = None
        locked.save(update_fields=["suspicion", "captcha_token", "duplicate_of"])
        if locked.run is not None:
            decide(locked.run)
            promote(locked.run)
            locked.refresh_from_db()
    return locked


@transaction.atomic
def merge_enrolment(*, enrolment: Enrolment, into: Enrolment, user: User | None = None) -> Enrolment:
    """Two enrolments of one person become one: this one ends, its place goes to the next.

    Raises :class:`Refused` (``state``) when both are the same row, or the other one was merged itself.
    """
    if enrolment.pk == into.pk or into.state in {State.MERGED, State.SPAM}:
        raise Refused(pgettext("staff", "These two can't be joined."), code="state")
    locked = begin(enrolment, Verb.MERGE, Actor.STAFF)
    held = locked.place
    locked.merged_into = into
    finish([locked], Verb.MERGE, Actor.STAFF, user=user, fields=["merged_into"])
    _pass_on(locked, held)
    return locked


@transaction.atomic
def restore_enrolment(*, enrolment: Enrolment, user: User) -> Enrolment:
    """Undo: what was rejected, merged or taken for spam is where it was, while a place can be had.

    Who held a place that is gone meanwhile joins the waiting list.
    """
    locked = begin(enrolment, Verb.RESTORE, Actor.STAFF)
    ended = locked.events.filter(to_state=locked.state).exclude(from_state=locked.state).order_by("-pk").first()
    target = State(ended.from_state) if ended and ended.from_state else State.IN_REVIEW
    message = None
    if target in HOLDS_PLACE:
        run = locked.run
        free = free_places(run) if run is not None and run.state == Run.State.OPEN else []
        if run is not None and free:
            was = ended.place if ended else None
            locked.place = was if was in free else free[0]
            if target is State.OFFERED:
                locked.offer_expires_at, message = offer_deadline(run, clock.now()), "offer"
        else:
            target = State.WAITING
    if target is State.WAITING:
        locked.queued_at = locked.submitted_at
        message = "waiting" if locked.run_id else "interest"
    locked.reason, locked.merged_into, locked.duplicate_of = "", None, None
    fields = ["reason", "merged_into", "duplicate_of"]
    finish([locked], Verb.RESTORE, Actor.STAFF, user=user, target=target, message=message, fields=fields)
    return locked


def _what_is_cleared(enrolment: Enrolment) -> str:
    if enrolment.suspicion:
        return str(Suspicion(enrolment.suspicion).label)
    return pgettext("staff", "Not the same person")


def _pass_on(enrolment: Enrolment, held: int | None) -> None:
    if held and enrolment.run is not None:
        promote(enrolment.run)
