"""What staff write to a person in their own words."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import pgettext

from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import tell
from courses.enrolment.places import lock_enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.steps import log

LONGEST_MESSAGE = 1000


@transaction.atomic
def write_to_person(*, enrolment: Enrolment, user: User, text: str) -> Event:
    """Send a person what a colleague wrote, as it was written; it stands in the history that they see.

    It goes by e-mail or SMS; for who has neither it becomes a task with the text. Raises :class:`Refused`:
    ``reason`` without a text or with one of more than :data:`LONGEST_MESSAGE` letters, ``state`` where no person
    stands behind the enrolment.
    """
    written = text.strip()
    if not written:
        raise Refused(pgettext("staff", "Write something first."), code="reason")
    if len(written) > LONGEST_MESSAGE:
        sentence = pgettext("staff", "At most %(count)s letters, please: it is read on a phone.")
        raise Refused(sentence % {"count": LONGEST_MESSAGE}, code="reason")
    locked = lock_enrolment(enrolment)
    if locked.state == State.SPAM:
        raise Refused(pgettext("staff", "This is marked as spam: nobody is written to."), code="state")
    event = log(locked, Verb.WRITE, Actor.STAFF, user=user, note=written)
    tell(locked, "note", actor=Actor.STAFF, extra={"note": written})
    return event
