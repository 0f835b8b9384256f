"""Has somebody else done something since the page was read? The newest entry of the history is the version."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db.models import Max, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language_bidi, pgettext

from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import Verb
from courses.inbox.labels import HISTORY, who_did
from portal.templatetags.portal_tags import local_date, local_time


def newest_event() -> int:
    """Return the greatest primary key of all entries now, 0 without any: what a list was rendered with."""
    return int(Event.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def newest_event_expression() -> Coalesce:
    """Return the same as an expression: a statement that reads rows says with it what they were read with."""
    return Coalesce(Subquery(Event.objects.order_by("-pk").values("pk")[:1]), 0)


def newest_event_of(enrolment: Enrolment) -> int:
    """Return the newest entry of one enrolment, 0 without any. Entries of one are written under its lock, in order."""
    return int(enrolment.events.aggregate(newest=Max("pk"))["newest"] or 0)


def changes_by_others(enrolment: Enrolment, seen: int, user: User) -> QuerySet[Event]:
    """Return what others than this user (colleagues, the person, the portal) did after an entry, newest first."""
    newer = enrolment.events.filter(pk__gt=seen).exclude(user=user)
    return newer.select_related("user").order_by("-pk")


def changed_by_others(enrolment: Enrolment, seen: int, user: User) -> Event | None:
    """Return the newest entry after ``seen`` (a primary key) by anybody else, ``None`` where there is none.

    What the user did in another window never counts. One query.
    """
    return changes_by_others(enrolment, seen, user).first()


def seen_in(data: Mapping[str, object]) -> int:
    """Return the entry that a sent form was rendered with; 0 (nothing was seen) where it doesn't say."""
    typed = str(data.get("seen", ""))
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(2**62)) else 0


def what_happened(event: Event) -> str:
    """Return who did what and when, as one sentence. Reads ``event.user``; times are Romanian."""
    return pgettext("staff", "%(name)s: %(what)s (%(day)s, %(time)s).") % {
        "name": _isolated(who_did(event)),
        "what": HISTORY[Verb(event.verb)],
        "day": _isolated(local_date(event.at, "medium")),
        "time": local_time(event.at),
    }


def _isolated(text: str) -> str:
    """Return a text that keeps its own direction in an admin that runs from right to left (U+2068 to U+2069)."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text
