"""How the actions of bulk are called and explained, and what a job was asked for, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.utils import get_user_display_name

from courses.bulk.models import BulkJob
from courses.catalogue.models import Run
from courses.enrolment.codes import Reason
from courses.inbox.models import Reply

Action = BulkJob.Action
JOBS = pgettext_lazy("staff", "Many at once")
ICON = "tasks"


@dataclass(frozen=True)
class ActionLabel:
    """An action: its value in addresses, its button, and what will happen, in two sentences."""

    action: Action
    icon: str
    explanation: Promise
    is_last_resort: bool = False

    @property
    def value(self) -> str:
        """The value that addresses hold."""
        return self.action.value

    @property
    def name(self) -> str:
        """What the button says."""
        return str(self.action.label)


LABELS: dict[str, ActionLabel] = {
    label.value: label
    for label in (
        ActionLabel(
            Action.OFFER,
            "tick-inverse",
            pgettext_lazy(
                "staff",
                "A place is held for each of them, the waiting list first and in its order. "
                "When a group is full, the others stay where they are.",
            ),
        ),
        ActionLabel(
            Action.WRITE,
            "mail",
            pgettext_lazy("staff", "Each of them is written to on their own. Where they stand does not change."),
        ),
        ActionLabel(
            Action.MOVE,
            "redirect",
            pgettext_lazy(
                "staff",
                "Who holds a place gets one there and is told where and when. Who holds none is in review there, "
                "and is told nothing yet.",
            ),
        ),
        ActionLabel(
            Action.ASSIGN,
            "user",
            pgettext_lazy("staff", "They are your colleague's from now on. The people are not told."),
        ),
        ActionLabel(
            Action.REJECT,
            "cross",
            pgettext_lazy(
                "staff", "Each of them is told why, in their own language. A place that gets free goes to the next."
            ),
            is_last_resort=True,
        ),
    )
}
"""In the order of their buttons; what ends an enrolment comes last."""


def asked_for(job: BulkJob) -> str:
    """Return with what arguments a job goes: the reason, the message, the run, the colleague. One query at most."""
    arguments = job.arguments
    if job.action == Action.REJECT:
        return str(Reason(arguments["reason"]).label)
    if job.action == Action.WRITE:
        if arguments["reply"] is None:
            return pgettext("staff", "“%(text)s”") % {"text": Truncator(arguments["text"]).chars(200)}
        return str(Reply.objects.filter(pk=arguments["reply"]).first() or "")
    if job.action == Action.MOVE:
        return str(Run.objects.filter(pk=arguments["run"]).values_list("code", flat=True).first() or "")
    if job.action == Action.ASSIGN:
        colleague = get_user_model().objects.filter(pk=arguments["assignee"]).first()
        return str(get_user_display_name(colleague)) if colleague else pgettext("staff", "Nobody")
    return str(arguments["reason"])
