"""How long there is until the next step is due, as staff read it: in words, with a colour and an icon."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import npgettext, pgettext

from courses.enrolment.models import Enrolment
from courses.enrolment.states import State

SOON = dt.timedelta(hours=4)
"""What is due sooner is marked."""
_HOUR, _DAY = 3600, 86400


@dataclass(frozen=True)
class Due:
    """A promise beside the clock. ``tone`` is late, soon or later; ``text`` says it without the colour."""

    at: dt.datetime
    text: str
    tone: str

    @property
    def icon(self) -> str:
        """The icon of the tone: what is late is marked otherwise than by its colour alone."""
        return "warning" if self.tone == "late" else "time"


def due_of(enrolment: Enrolment, now: dt.datetime) -> Due | None:
    """Return when the next step of an enrolment is due, as seen at ``now``; ``None`` where nothing is promised."""
    at = enrolment.due_at
    if at is None:
        return None
    seconds = int((at - now).total_seconds())
    is_offer = enrolment.state == State.OFFERED
    if seconds < 0:
        return Due(at, pgettext("staff", "the offer has ended") if is_offer else late(-seconds), "late")
    text = _offer_ends(seconds) if is_offer else due_in(seconds)
    return Due(at, text, "soon" if seconds <= SOON.total_seconds() else "later")


def due_in(seconds: int) -> str:
    """Return in how long something is due: minutes, hours up to two days, then days."""
    number = max(1, seconds // 60)
    if seconds < _HOUR:
        return npgettext("staff", "due in %(count)s minute", "due in %(count)s minutes", number) % {"count": number}
    if seconds < 2 * _DAY:
        number = seconds // _HOUR
        return npgettext("staff", "due in %(count)s hour", "due in %(count)s hours", number) % {"count": number}
    number = seconds // _DAY
    return npgettext("staff", "due in %(count)s day", "due in %(count)s days", number) % {"count": number}


def late(seconds: int) -> str:
    """Return for how long something has been due."""
    number = max(1, seconds // 60)
    if seconds < _HOUR:
        return npgettext("staff", "%(count)s minute late", "%(count)s minutes late", number) % {"count": number}
    if seconds < 2 * _DAY:
        number = seconds // _HOUR
        return npgettext("staff", "%(count)s hour late", "%(count)s hours late", number) % {"count": number}
    number = seconds // _DAY
    return npgettext("staff", "%(count)s day late", "%(count)s days late", number) % {"count": number}


def _offer_ends(seconds: int) -> str:
    number = max(1, seconds // 60)
    if seconds < _HOUR:
        return npgettext(
            "staff", "the offer ends in %(count)s minute", "the offer ends in %(count)s minutes", number
        ) % {"count": number}
    if seconds < 2 * _DAY:
        number = seconds // _HOUR
        return npgettext("staff", "the offer ends in %(count)s hour", "the offer ends in %(count)s hours", number) % {
            "count": number
        }
    number = seconds // _DAY
    return npgettext("staff", "the offer ends in %(count)s day", "the offer ends in %(count)s days", number) % {
        "count": number
    }
