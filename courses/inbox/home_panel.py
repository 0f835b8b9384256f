"""What waits, on the first page of the admin."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.components import Component

from courses.enrolment.models import Enrolment
from courses.enrolment.records import Task
from courses.inbox.filters import OVERDUE
from courses.inbox.sections import BY_CODE, SOON, counts, overdue
from courses.inbox.soon import runs_that_start_soon
from portal import clock


class InboxPanel(Component):
    """Counts of the user's centres, each leading to its list. Three queries."""

    name = "inbox"
    template_name = "inbox/home_panel.html"
    order = 50

    class Media:
        css = {"all": ["css/inbox.css", "css/queue.css"]}  # noqa: RUF012 - Django's own way

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Count what waits."""
        own = Enrolment.objects.for_staff(self.user)
        now = clock.now()
        numbers = counts(own, now, overdue=overdue(now))
        late = {
            "label": pgettext_lazy("staff", "Late"),
            "count": numbers["overdue"],
            "url": _list(section="todo", due=OVERDUE),
            "is_urgent": True,
        }
        sections = [
            {"label": BY_CODE[code].label, "count": numbers[code], "url": _list(section=code)}
            for code in ("new", "ours", "expiring")
        ]
        calls = {
            "label": pgettext_lazy("staff", "Calls and messages to make"),
            "count": Task.objects.filter(done_at=None, enrolment__in=own.values("pk")).count(),
            "url": _list(tasks="true"),
        }
        soon = {
            "label": SOON.label,
            "count": runs_that_start_soon(self.user).count(),
            "url": _list(section=SOON.code),
        }
        return {"figures": [late, *sections, calls, soon]}


def _list(**parameters: str) -> str:
    return f"{reverse('inbox:index')}?{urlencode(parameters)}"
