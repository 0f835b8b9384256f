"""Signed links: who has one may see and answer one enrolment, without an account."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from courses.enrolment.models import Enrolment

STATUS_LINK_LIFETIME = dt.timedelta(days=180)
RECEIVED_LINK_LIFETIME = dt.timedelta(days=2)


class LinkInvalid(Exception):
    """A link is wrong or too old."""


def _signer(purpose: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"courses.enrolment.{purpose}", sep=".")


def make_token(enrolment: Enrolment, purpose: str) -> str:
    """Return a token for a purpose (``status`` or ``received``); a token of one doesn't open the other."""
    return _signer(purpose).sign(enrolment.reference)


def read_token(token: str, purpose: str) -> str:
    """Return the reference that a token names. Raises :class:`LinkInvalid`."""
    lifetime = STATUS_LINK_LIFETIME if purpose == "status" else RECEIVED_LINK_LIFETIME
    try:
        return _signer(purpose).unsign(token, max_age=lifetime)
    except signing.BadSignature as error:
        raise LinkInvalid from error


def status_url(enrolment: Enrolment, language: str) -> str:
    """Return the whole address of the status page, in a language."""
    with translation.override(language):
        path = reverse("status", args=[make_token(enrolment, "status")])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
