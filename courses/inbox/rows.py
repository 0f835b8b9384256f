"""The rows of one page of the queue, with all that they show, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.ui.tables import Table
from wagtail.admin.utils import get_user_display_name

from courses.enrolment.models import Enrolment
from courses.enrolment.states import Actor, State, Verb, may
from courses.inbox.due import due_of
from courses.inbox.filters import with_open_task
from courses.inbox.models import Viewing
from courses.inbox.presence import STALE
from courses.inbox.version import newest_event_expression
from portal import clock

_SHOWN = (
    "reference", "state", "due_at", "suspicion", "submitted_at", "state_since", "level", "source", "priority",
    "person__name", "person__latin_name", "person__language", "person__phone",
    "course__kind", "course__level", "run__code", "centre__name", "county__name",
    "assignee__first_name", "assignee__last_name", "assignee__username",
)  # fmt: skip


class QueueTable(Table):
    """The table, whose rows say to the keyboard what they lead to."""

    def get_row_attrs(self, instance: Enrolment) -> dict[str, str]:
        """Name the row, and where it is claimed while it can be."""
        attrs = {**super().get_row_attrs(instance), "data-queue-row": str(instance.pk)}
        if may(Verb.CLAIM, State(instance.state), Actor.STAFF):
            attrs["data-queue-claim"] = reverse("inbox:step", args=[instance.pk, Verb.CLAIM])
        return attrs


def rows_of(pks: Sequence[int], user: User, queue_query: str) -> list[Enrolment]:
    """Return the enrolments of these primary keys in their order. Two queries.

    Each carries ``has_open_task``, ``due`` (see :func:`due_of`), ``url`` (its page, which knows by ``queue_query``
    what is next), ``looking`` (the names of colleagues who have its page open) and ``newest_event``: the newest
    entry of any history, as the statement that read the row saw it.
    """
    found = Enrolment.objects.filter(pk__in=pks).annotate(
        has_open_task=with_open_task(), newest_event=newest_event_expression()
    )
    rows = found.select_related("person", "course", "run", "centre", "county", "assignee").only(*_SHOWN)
    by_pk = {row.pk: row for row in rows}
    looking = _who_is_looking(pks, user)
    now = clock.now()
    suffix = f"?{urlencode({'queue': queue_query})}" if queue_query else ""
    for row in by_pk.values():
        row.due = due_of(row, now)  # type: ignore[attr-defined]
        row.looking = looking[row.pk]  # type: ignore[attr-defined]
        row.url = reverse("inbox:enrolment", args=[row.pk]) + suffix  # type: ignore[attr-defined]
    return [by_pk[pk] for pk in pks if pk in by_pk]


def _who_is_looking(pks: Sequence[int], user: User) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    viewings = Viewing.objects.filter(enrolment__in=pks, seen_at__gt=clock.now() - STALE).exclude(user=user)
    for viewing in viewings.select_related("user").order_by("-seen_at"):
        names[viewing.enrolment_id].append(str(get_user_display_name(viewing.user)))
    return names
