"""What waits, on the first page of the admin."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.components import Component

from courses.enrolment.models import Enrolment
from courses.enrolment.records import Task
from courses.enrolment.states import State

_SHOWN = {
    State.SUBMITTED: pgettext_lazy("staff", "New enrolments"),
    State.IN_REVIEW: pgettext_lazy("staff", "In review"),
    State.OFFERED: pgettext_lazy("staff", "Offers held"),
}


class InboxPanel(Component):
    """Counts of the user's centres, each leading to its list. Two queries."""

    name = "inbox"
    template_name = "inbox/home_panel.html"
    order = 50

    class Media:
        css = {"all": ["css/inbox.css"]}  # noqa: RUF012 - Django's own way

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Count what waits."""
        own = Enrolment.objects.for_staff(self.user)
        counts = own.aggregate(**{state.value: Count("pk", filter=Q(state=state)) for state in _SHOWN})
        tasks = Task.objects.filter(done_at=None, enrolment__in=own.values("pk")).count()
        inbox = reverse("inbox:index")
        figures = [
            {"label": label, "count": counts[state.value], "url": f"{inbox}?{urlencode({'state': state.value})}"}
            for state, label in _SHOWN.items()
        ]
        calls = {
            "label": pgettext_lazy("staff", "Calls and messages to make"),
            "count": tasks,
            "url": f"{inbox}?{urlencode({'tasks': 'true'})}",
        }
        return {"figures": [*figures, calls]}
