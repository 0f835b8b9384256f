"""What has happened to an enrolment, from the entries of its history and the corrected marks of attendance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import pgettext
from wagtail.admin.utils import get_user_display_name

from courses.attendance.models import AttendanceChange, Mark
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import Verb
from courses.inbox.labels import HISTORY, who_did
from portal.templatetags.portal_tags import local_date


@dataclass(frozen=True)
class Entry:
    """A line of the history. ``is_new``: it came while the user was typing; ``is_read``: the person reads the text."""

    at: dt.datetime
    label: str | Promise
    who: str
    text: str = ""
    reason: str = ""
    place: int | None = None
    is_new: bool = False
    is_read: bool = False


@dataclass(frozen=True)
class HandOver:
    """What somebody said to who looks after the enrolment now."""

    who: str
    at: dt.datetime
    text: str


def events_of(enrolment: Enrolment) -> list[Event]:
    """Return the entries of the history with their users, the newest first. One query."""
    return list(enrolment.events.select_related("user").order_by("-pk"))


def history_of(enrolment: Enrolment, events: list[Event], *, new_since: int | None = None, user: User) -> list[Entry]:
    """Return all that happened, the newest first. One query beside ``events``.

    Of attendance only what was marked late or corrected. What others did after the entry ``new_since`` is new.
    """
    entries = [
        Entry(
            at=event.at,
            label=HISTORY[Verb(event.verb)],
            who=who_did(event),
            text=event.note,
            reason=str(event.get_reason_display()) if event.reason else "",
            place=event.place,
            is_new=new_since is not None and event.pk > new_since and event.user_id != user.pk,
            is_read=event.verb == Verb.WRITE,
        )
        for event in events
    ]
    unusual = AttendanceChange.objects.filter(Q(is_late=True) | ~Q(from_mark=""), attendance__enrolment=enrolment)
    marks = [_entry_of(change) for change in unusual.select_related("user", "attendance__session").order_by("-pk")]
    return sorted([*entries, *marks], key=lambda entry: entry.at, reverse=True) if marks else entries


def _entry_of(change: AttendanceChange) -> Entry:
    values = {
        "day": local_date(change.attendance.session.starts_at),
        "mark": Mark(change.to_mark).label,
        "before": Mark(change.from_mark).label if change.from_mark else "",
    }
    if change.from_mark:
        text = pgettext("staff", "Session of %(day)s: %(mark)s (before: %(before)s)") % values
    else:
        text = pgettext("staff", "Session of %(day)s: %(mark)s") % values
    label = (
        pgettext("staff", "Attendance corrected") if change.from_mark else pgettext("staff", "Attendance marked late")
    )
    who = str(get_user_display_name(change.user)) if change.user else pgettext("staff", "The portal")
    return Entry(at=change.received_at, label=label, who=who, text=text)


def hand_over_to(enrolment: Enrolment, events: list[Event], user: User) -> HandOver | None:
    """Return what this user was told on taking over, until they have done something themselves. No query.

    ``events`` are the newest first. The first line of an assignment is whom it went to, the rest what was said.
    """
    if enrolment.assignee_id != user.pk:
        return None
    for event in events:
        if event.verb == Verb.ASSIGN:
            said = event.note.partition("\n")[2].strip()
            return HandOver(who_did(event), event.at, said) if said and event.user_id != user.pk else None
        if event.user_id == user.pk:
            return None
    return None
