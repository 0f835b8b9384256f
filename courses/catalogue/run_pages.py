"""What the pages of one run share in the admin: who may open them, where they lead back to, what needs attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.catalogue.conflicts import Conflict, conflicts_of_run
from courses.catalogue.models import Run, Session
from courses.catalogue.planning import LeftOut, PlannedSession
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.session_changes import CONCERNED_BY_SESSIONS
from portal import clock

ICON = "calendar-alt"


@dataclass(frozen=True)
class PreviewRow:
    """A line of a preview: a meeting with what is wrong with it, or a day that is left out."""

    number: int = 0
    session: PlannedSession | None = None
    conflicts: Sequence[Conflict] = ()
    is_holiday: bool = False
    is_outside: bool = False
    left_out: LeftOut | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.conflicts) or self.is_holiday or self.is_outside


@dataclass(frozen=True)
class RunSummary:
    """What staff see of a run at a glance."""

    run: Run
    sessions: Sequence[Session]
    conflicts: dict[int, list[Conflict]]
    is_below_minimum: bool

    @property
    def live(self) -> list[Session]:
        """The sessions that take place."""
        return [session for session in self.sessions if not session.is_cancelled]

    @property
    def next_session(self) -> Session | None:
        """The next one that takes place."""
        return next((session for session in self.live if session.starts_at > clock.now()), None)

    @property
    def conflict_count(self) -> int:
        """How many sessions need a room or a trainer that is taken."""
        return sum(bool(conflicts) for conflicts in self.conflicts.values())


def summary_of(run: Run) -> RunSummary:
    """Return the summary of a run whose places are counted. Three queries."""
    sessions = list(Session.objects.filter(run=run).select_related("trainer", "substitute"))
    return RunSummary(
        run=run,
        sessions=sessions,
        conflicts=conflicts_of_run(run, sessions, clock.now()),
        is_below_minimum=Run.objects.below_minimum(clock.today()).filter(pk=run.pk).exists(),
    )


class RunPage(WagtailAdminTemplateMixin, TemplateView):
    """A page about one run. Who may not plan it meets a 404: that it exists is already an answer."""

    header_icon = ICON
    run: Run

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the run among those that the user may plan."""
        if not request.user.has_perm("courses.change_run"):
            raise Http404
        self.run = get_object_or_404(self.runs(), pk=self.run_pk())
        return super().dispatch(request, *args, **kwargs)

    def run_pk(self) -> int:
        """Return which run the address names."""
        pk: int = self.kwargs["pk"]
        return pk

    def runs(self) -> Any:
        """Return the runs that the user may plan, with their places counted and sessions at hand."""
        sessions = Prefetch("sessions", Session.objects.select_related("trainer", "substitute"))
        runs = Run.objects.plannable_by(self.request.user).with_places()  # type: ignore[arg-type]
        return runs.select_related("course", "centre", "project").prefetch_related(sessions)

    @cached_property
    def sessions(self) -> list[Session]:
        """All sessions of the run, in order."""
        return list(self.run.sessions.all())

    @cached_property
    def told(self) -> int:
        """How many people are told when sessions change."""
        return Enrolment.objects.filter(run=self.run, state__in=CONCERNED_BY_SESSIONS).count()

    def get_page_subtitle(self) -> str:
        """Return the run's code."""
        return self.run.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the run, and to the list of runs."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("runs:index"), "label": capfirst(Run._meta.verbose_name_plural)},
            {"url": reverse("runs:edit", args=[self.run.pk]), "label": self.run.code},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the run, and how many people a change concerns."""
        return super().get_context_data(run=self.run, told=self.told, **kwargs)

    def ask_again(self, **context: Any) -> HttpResponse:
        """Show the page once more, with what was filled in and what is wrong with it."""
        return self.render_to_response(self.get_context_data(**context), status=422)

    def refuse(self, refused: Refused, **context: Any) -> HttpResponse:
        """Say in a sentence why something can't be done, and lose nothing that was filled in."""
        messages.error(self.request, str(refused))
        return self.ask_again(**context)


STAYS = pgettext_lazy("staff", "Nothing has changed.")
