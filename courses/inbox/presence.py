"""Who has an enrolment's page open, so that two colleagues don't call the same person."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.utils.translation import npgettext, pgettext
from wagtail.admin.utils import get_user_display_name

from courses.enrolment.models import Enrolment
from courses.inbox.models import Viewing
from portal import clock

STALE = dt.timedelta(seconds=60)
"""Without a sign of life for so long, nobody looks any more: pages give one every 25 seconds."""


def note_presence(*, enrolment: Enrolment, user: User) -> None:
    """Note that a user has an enrolment's page open now, and forget who closed theirs. Two queries.

    The table holds nothing but open pages, so that forgetting reads a handful of rows.
    """
    now = clock.now()
    Viewing.objects.filter(seen_at__lte=now - STALE).delete()
    Viewing.objects.bulk_create(
        [Viewing(enrolment=enrolment, user=user, seen_at=now)],
        update_conflicts=True,
        unique_fields=["enrolment", "user"],
        update_fields=["seen_at"],
    )


def end_presence(*, enrolment: Enrolment, user: User) -> None:
    """Note that a user left an enrolment's page."""
    Viewing.objects.filter(enrolment=enrolment, user=user).delete()


def others_looking(enrolment: Enrolment, user: User) -> list[str]:
    """Return the names of the others who have the page open, who came last first. One query."""
    viewings = Viewing.objects.filter(enrolment=enrolment, seen_at__gt=clock.now() - STALE).exclude(user=user)
    return [
        str(get_user_display_name(viewing.user)) for viewing in viewings.select_related("user").order_by("-seen_at")
    ]


def who_is_looking(names: list[str]) -> str:
    """Return who looks as a sentence, "" for nobody."""
    if not names:
        return ""
    if len(names) == 1:
        return pgettext("staff", "%(name)s is looking at this too.") % {"name": names[0]}
    others = len(names) - 1
    sentence = npgettext(
        "staff",
        "%(name)s and %(count)s other colleague are looking at this too.",
        "%(name)s and %(count)s other colleagues are looking at this too.",
        others,
    )
    return sentence % {"name": names[0], "count": others}
