"""The board of a run: its class, its waiting list, its sessions, and moving people to another run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import npgettext, pgettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from courses.attendance.shares import shares_of
from courses.board.attention import attention
from courses.board.class_list import rows_for
from courses.board.index_view import GROUPS, ICON
from courses.board.moving import MoveForm, Outcome, move_people
from courses.board.querysets import MOST, people_of
from courses.board.sessions import sessions_of_board
from courses.board.sheet_form import SheetForm
from courses.catalogue.models import Run
from courses.enrolment.states import Verb
from courses.inbox.labels import course_label
from courses.inbox.version import newest_event, newest_event_expression
from portal import clock
from portal.audit.services import record_look


class RunBoardView(WagtailAdminTemplateMixin, TemplateView):
    """A run as staff of its centre work with it."""

    template_name = "board/run.html"
    header_icon = ICON
    run: Run

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for a run of another centre."""
        own = Run.objects.for_staff(request.user).with_places().annotate(newest_event=newest_event_expression())  # type: ignore[arg-type]
        self.run = get_object_or_404(own.select_related("course", "centre", "project"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the run's code."""
        return str(self.run.code)

    def get_page_subtitle(self) -> str:
        """Return the course's name."""
        return course_label(self.run.course)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the groups."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("board:index"), "label": GROUPS},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to where somebody is written down for this run."""
        if self.run.state != Run.State.OPEN or self.run.ends_on < clock.today():
            return []
        address = f"{reverse('intake:walk_in')}?run={self.run.pk}"
        return [HeaderButton(pgettext("staff", "Enrol somebody"), url=address, icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Lead to the other pages of the run."""
        pages = [
            (
                reverse("inbox:index") + f"?section=all&run={self.run.code}",
                pgettext("staff", "In the inbox"),
                "list-ul",
            ),
            (reverse("attendance:run", args=[self.run.pk]), pgettext("staff", "Attendance as a table"), "table"),
            (reverse("results:close", args=[self.run.pk]), pgettext("staff", "Results"), "circle-check"),
            (reverse("exports:run", args=[self.run.pk]), pgettext("staff", "Export the class"), "download"),
        ]
        if self.request.user.has_perm("courses.change_run"):
            pages.append((reverse("runs:sessions", args=[self.run.pk]), pgettext("staff", "Sessions"), "calendar-alt"))
            pages.append((reverse("runs:edit", args=[self.run.pk]), pgettext("staff", "Edit the group"), "edit"))
        return [
            Button(label, url=url, icon_name=icon, priority=number) for number, (url, label, icon) in enumerate(pages)
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move who is ticked. Who was refused stays ticked, with the reason; nothing typed is lost."""
        user: Any = request.user
        form = MoveForm(request.POST, origin=self.run, user=user)
        if not form.is_valid():
            messages.error(request, pgettext("staff", "Nobody was moved yet: please look at the form again."))
            return self.render_to_response(self.get_context_data(move_form=form, chosen=form.ticked), status=422)
        data = form.cleaned_data
        outcomes = move_people(
            origin=self.run,
            target=data["run"],
            people=data["people"],
            user=user,
            reason=data["reason"],
            seen=data["seen"] or 0,
        )
        self._say(outcomes, data["run"])
        refused = [outcome for outcome in outcomes if outcome.why]
        if not refused:
            return redirect("board:run", self.run.pk)
        # What is shown now is seen now: pressing again goes on.
        again = MoveForm(_seen_now(request.POST), origin=self.run, user=user)
        chosen = [outcome.enrolment.pk for outcome in refused]
        context = self.get_context_data(move_form=again, chosen=chosen, refused=refused)
        return self.render_to_response(context, status=422)

    def _say(self, outcomes: Sequence[Outcome], target: Run) -> None:
        """Say how many were moved, with a place and without."""
        with_place = sum(outcome.step is Verb.MOVE for outcome in outcomes)
        without = sum(outcome.step is Verb.TRANSFER for outcome in outcomes)
        if with_place:
            sentence = npgettext(
                "staff",
                "%(count)s person has a place in %(code)s now, and is told.",
                "%(count)s people have a place in %(code)s now, and are told.",
                with_place,
            )
            messages.success(self.request, sentence % {"count": with_place, "code": target.code})
        if without:
            sentence = npgettext(
                "staff",
                "%(count)s person is in review in %(code)s now: decide there.",
                "%(count)s people are in review in %(code)s now: decide there.",
                without,
            )
            messages.success(self.request, sentence % {"count": without, "code": target.code})
        if refused := sum(bool(outcome.why) for outcome in outcomes):
            sentence = npgettext(
                "staff", "%(count)s person was not moved.", "%(count)s people were not moved.", refused
            )
            messages.error(self.request, sentence % {"count": refused})

    def get_context_data(
        self, *, move_form: MoveForm | None = None, chosen: Sequence[int] = (), **kwargs: Any
    ) -> dict[str, Any]:
        """Gather the board in a fixed number of queries. ``chosen`` are the enrolments that are ticked."""
        user: Any = self.request.user
        run = self.run
        if self.request.method == "GET":
            record_look(user=user, about=f"run:{run.code}", centre=run.centre)
        people = people_of(run)
        sessions = sessions_of_board(run)
        # What the page knows was read before the people: what is done in between counts as not seen.
        seen: int = run.newest_event
        form = move_form or MoveForm(initial={"seen": seen}, origin=run, user=user)
        return super().get_context_data(
            **{
                "run": run,
                "course_label": course_label(run.course),
                "people": people,
                "learners": rows_for(people.learners, shares=shares_of(run), chosen=chosen),
                "waiting": rows_for(people.waiting, is_line=True, chosen=chosen),
                "undecided": rows_for(people.undecided, chosen=chosen),
                "ended": rows_for(people.ended, chosen=chosen),
                "most": MOST,
                "sessions": sessions,
                "attention": attention(
                    run,
                    people.counts,
                    unmarked=len(sessions.unmarked),
                    has_sessions=bool(sessions.live),
                    today=clock.today(),
                ),
                "move_form": form,
                "sheet_form": SheetForm(sessions=sessions.live),
                "seen": seen,
                "refused": (),
                **kwargs,
            }
        )


def _seen_now(data: Any) -> Any:
    """Return a sent form with the newest entry of now."""
    copy = data.copy()
    copy["seen"] = str(newest_event())
    return copy
