"""A lost link is sent again, to the contact that we have; whoever asks learns nothing about it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.enrolment.contacts import Contact
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import tell_many
from courses.enrolment.records import Task
from courses.enrolment.states import ACTIVE, Actor
from portal.protection.ratelimit import RateResult, hit, strictest

TEMPLATE = "link"
MOST_LINKS = 3
"""How many enrolments of one contact are told: a family shares a phone."""

REQUESTS_OF_AN_ADDRESS = 20
ADDRESS_WINDOW = dt.timedelta(hours=1)
REQUESTS_FOR_A_CONTACT = 3
CONTACT_WINDOW = dt.timedelta(days=1)
"""Few, because somebody else's inbox must not be filled by who types their address in again and again."""


@transaction.atomic
def send_links(*, contact: Contact, address: str) -> RateResult:
    """Send the link of each active enrolment of this contact, the newest three, to the contact that we have.

    It goes by e-mail or SMS; where there is neither, staff get a task to write or call. Returns whether one
    more request was allowed, for the client ``address`` (see ``client_address``) and for the contact, known
    or not.

    Nobody can tell by the clock whether a contact is known: for an unknown one the same messages are
    written for another enrolment and taken back, by the same statements in the same transaction, which is
    committed either way because it counts the request. What is left to measure is less than three requests
    a day can show.
    """
    allowed = strictest(
        hit(f"link:{address}", limit=REQUESTS_OF_AN_ADDRESS, window=ADDRESS_WINDOW),
        hit(f"link:{contact}", limit=REQUESTS_FOR_A_CONTACT, window=CONTACT_WINDOW),
    )
    if not allowed.allowed:
        return allowed
    found = list(_reached_by(contact)[:MOST_LINKS])
    others = list(_like(contact)[:1])
    with transaction.atomic():
        tell_many(found or others, TEMPLATE, actor=Actor.SYSTEM)
        if not found:
            transaction.set_rollback(True)
    return allowed


def _active() -> QuerySet[Enrolment]:
    """Active enrolments, the newest first, with all that a message names."""
    return (
        Enrolment.objects.filter(state__in=ACTIVE)
        .select_related("person", "course", "centre", "county", "run__centre", "run__course")
        .order_by("-pk")
    )


def _reached_by(contact: Contact) -> QuerySet[Enrolment]:
    """Active enrolments of whom this contact belongs to: the learner, the guardian, the helper.

    Who waits for a colleague's call about a link already isn't among them: one task is enough.
    """
    if contact.email:
        mine = Q(person__email__iexact=contact.email) | Q(person__guardian_email__iexact=contact.email)
    else:
        mine = (
            Q(person__phone=contact.phone)
            | Q(person__guardian_phone=contact.phone)
            | Q(person__helper_phone=contact.phone)
        )
    asked = Task.objects.filter(enrolment=OuterRef("pk"), template=TEMPLATE, done_at=None)
    return _active().filter(mine).exclude(Exists(asked))


def _like(contact: Contact) -> QuerySet[Enrolment]:
    """Active enrolments of people who are told in the way that this contact suggests."""
    return _active().exclude(person__email="") if contact.email else _active().filter(person__email="")
