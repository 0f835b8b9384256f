"""What a job does with one enrolment: the very services that the buttons of its page call.

Arguments, by action: ``offer``: reason; ``write``: reply (a primary key) or text; ``move``: run (a primary key),
reason; ``reject``: reason (a code), note; ``assign``: assignee (a primary key, or ``None`` for nobody), note.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.utils.translation import pgettext

from courses.bulk.models import BulkItem, BulkJob
from courses.catalogue.models import Run
from courses.enrolment import services
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.places import lock_enrolment
from courses.enrolment.states import ACTIVE, HOLDS_PLACE, Actor, State, Verb
from courses.enrolment.steps import check
from courses.inbox.models import Reply
from courses.inbox.replies import text_for
from courses.inbox.version import changed_by_others, what_happened

Action = BulkJob.Action
Arguments = dict[str, Any]


def why_not(action: str, enrolment: Enrolment) -> str:
    """Return why an enrolment will be refused as things are, "" where nothing is known against it. No query.

    It is for who decides: what counts is what the services say at the moment of doing.
    """
    if action == Action.WRITE and enrolment.state == State.SPAM:
        return pgettext("staff", "This is marked as spam: nobody is written to.")
    verbs: dict[str, Verb] = {
        Action.OFFER: Verb.OFFER,
        Action.MOVE: _moving_verb(enrolment),
        Action.REJECT: Verb.REJECT,
    }
    if action not in verbs:
        return ""
    try:
        check(enrolment, verbs[action], Actor.STAFF)
    except Refused as refused:
        return str(refused)
    return ""


def do(job: BulkJob, item: BulkItem) -> None:
    """Do what a job asks with one of its enrolments; call it in a transaction.

    What the user may do is asked anew. Raises :class:`Refused`: ``access`` where they don't work for the centre any
    more, ``changed`` where somebody else did something since they looked, and whatever the service refuses.
    """
    user = job.user
    enrolment = Enrolment.objects.for_staff(user).filter(pk=item.enrolment_id).first() if user.is_active else None
    if enrolment is None:
        raise Refused(pgettext("staff", "You don't work for this enrolment's centre any more."), code="access")
    target = _run_to_move_to(job) if job.action == Action.MOVE else None
    locked = lock_enrolment(enrolment, also=[target.pk] if target else [])
    change = changed_by_others(locked, item.seen, user)
    if change is not None:
        sentence = pgettext("staff", "Changed meanwhile. %(what)s")
        raise Refused(sentence % {"what": what_happened(change)}, code="changed")
    if target is not None:
        _move(locked, target, user, job.arguments)
    else:
        _DO[job.action](locked, user, job.arguments)


def _offer(enrolment: Enrolment, user: User, arguments: Arguments) -> None:
    services.offer_place(enrolment=enrolment, user=user, reason=arguments["reason"])


def _write(enrolment: Enrolment, user: User, arguments: Arguments) -> None:
    text = arguments["text"]
    if arguments["reply"] is not None:
        reply = Reply.objects.offered_to(user).filter(pk=arguments["reply"]).first()
        if reply is None:
            raise Refused(pgettext("staff", "This ready answer is not offered any more."), code="reason")
        text = text_for(reply, enrolment.person.language)
    services.write_to_person(enrolment=enrolment, user=user, text=text)


def _reject(enrolment: Enrolment, user: User, arguments: Arguments) -> None:
    services.reject_enrolment(enrolment=enrolment, user=user, reason=arguments["reason"], note=arguments["note"])


def _assign(enrolment: Enrolment, user: User, arguments: Arguments) -> None:
    if enrolment.assignee_id == arguments["assignee"] and not arguments["note"]:
        return
    assignee = None
    if arguments["assignee"] is not None:
        assignee = get_user_model().objects.filter(pk=arguments["assignee"], is_active=True).first()
        if assignee is None:
            raise Refused(pgettext("staff", "This colleague does not work for the centre."), code="state")
    services.assign_enrolment(enrolment=enrolment, user=user, assignee=assignee, note=arguments["note"])


_DO: dict[str, Callable[[Enrolment, User, Arguments], None]] = {
    Action.OFFER: _offer,
    Action.WRITE: _write,
    Action.REJECT: _reject,
    Action.ASSIGN: _assign,
}


def _moving_verb(enrolment: Enrolment) -> Verb:
    return Verb.MOVE if enrolment.state in HOLDS_PLACE & ACTIVE else Verb.TRANSFER


def _run_to_move_to(job: BulkJob) -> Run:
    run = Run.objects.for_staff(job.user).filter(pk=job.arguments["run"]).first()
    if run is None:
        raise Refused(pgettext("staff", "This run takes nobody any more, or isn't your centre's."), code="closed")
    return run


def _move(enrolment: Enrolment, run: Run, user: User, arguments: Arguments) -> None:
    """Who holds a place gets one there, everybody else is in review there."""
    if _moving_verb(enrolment) is Verb.MOVE:
        services.move_enrolment(enrolment=enrolment, run=run, user=user, reason=arguments["reason"])
    else:
        services.transfer_enrolment(enrolment=enrolment, run=run, user=user)
