"""Signed links: who has one may see one enrolment, and answer for it, without an account.

Three purposes, and a token of one opens no other: ``status`` (the status page, 180 days), ``received`` (the
receipt, two days) and ``calendar`` (read only; it lives as long as its view says). A status token shows
the page as long as it lives, but answers only in the state that it was made in, and to the contact that we had
then: whoever finds an old message can't take somebody's place away. See :func:`is_current`.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from courses.enrolment.contacts import contacts_of
from courses.enrolment.models import Enrolment

STATUS = "status"
RECEIVED = "received"
CALENDAR = "calendar"

LIFETIMES = {STATUS: dt.timedelta(days=180), RECEIVED: dt.timedelta(days=2)}
_STAMP_LENGTH = 8


class LinkInvalid(Exception):
    """A link is wrong or too old."""


def _signer(purpose: str) -> signing.Signer:
    kind = signing.TimestampSigner if purpose in LIFETIMES else signing.Signer
    return kind(salt=_salt(purpose), sep=".")


def _salt(purpose: str) -> str:
    return f"courses.enrolment.{purpose}"


def make_token(enrolment: Enrolment, purpose: str) -> str:
    """Return a token for a purpose; ``person`` of the enrolment must be at hand. A calendar's never changes."""
    value = f"{enrolment.reference}-{_stamp(enrolment)}" if purpose == STATUS else enrolment.reference
    return _signer(purpose).sign(value)


def read_token(token: str, purpose: str) -> str:
    """Return the reference that a token names. Raises :class:`LinkInvalid`."""
    return _read(token, purpose)[0]


def reference_in(token: str, purpose: str) -> str:
    """Return the reference that a link of ours names, also one that is too old; "" for one that we didn't make."""
    try:
        value = signing.Signer(salt=_salt(purpose), sep=".").unsign(token)
    except signing.BadSignature:
        return ""
    # A link that ends with time carries the time too: what was signed is reference, stamp and time.
    return value.partition(".")[0].partition("-")[0]


def is_current(token: str, enrolment: Enrolment) -> bool:
    """Whether a status token was made in the state that the enrolment is in, for the contact that it has."""
    try:
        reference, stamp = _read(token, STATUS)
    except LinkInvalid:
        return False
    return reference == enrolment.reference and constant_time_compare(stamp, _stamp(enrolment))


def _read(token: str, purpose: str) -> tuple[str, str]:
    signer = _signer(purpose)
    try:
        if isinstance(signer, signing.TimestampSigner):
            value = signer.unsign(token, max_age=LIFETIMES[purpose])
        else:
            value = signer.unsign(token)
    except signing.BadSignature as error:
        raise LinkInvalid from error
    reference, _, stamp = value.partition("-")
    return reference, stamp


def _stamp(enrolment: Enrolment) -> str:
    """Return a short text that is another one after every step, and after a change of the contact."""
    since = enrolment.state_since.astimezone(dt.UTC).isoformat(timespec="microseconds")
    text = "\n".join([enrolment.state, since, *contacts_of(enrolment.person)])
    return salted_hmac("courses.enrolment.stamp", text, algorithm="sha256").hexdigest()[:_STAMP_LENGTH]


def status_path(enrolment: Enrolment, language: str) -> str:
    """Return the path of the status page in a language, with a fresh token."""
    with translation.override(language):
        return reverse("status", args=[make_token(enrolment, STATUS)])


def status_url(enrolment: Enrolment, language: str) -> str:
    """Return the whole address of the status page, in a language."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{status_path(enrolment, language)}"


def calendar_url(enrolment: Enrolment, language: str) -> str:
    """Return the whole address of the calendar that a person can subscribe to."""
    with translation.override(language):
        path = reverse("calendar", args=[make_token(enrolment, CALENDAR)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
