"""A trainer's sessions, and one of them: who was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.attendance.agenda import agenda_of, people_to_call
from courses.attendance.models import AttendanceChange
from courses.attendance.querysets import (
    learners_of,
    notable_changes,
    sessions_of,
    sessions_seen_by,
    works_with_attendance,
)
from courses.attendance.rows import rows_of
from courses.attendance.sending import Unreadable, answer, name_of, read_form, read_json
from courses.attendance.services import Marked, Saved, save_marks, why_closed
from courses.attendance.shares import shares_of
from courses.attendance.wording import ATTENDANCE, ICON, MARKS
from courses.catalogue.models import Session
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.inbox.labels import course_label
from portal.audit.services import record_look

HISTORY_LENGTH = 40
UNKNOWN = pgettext_lazy("staff", "Somebody whose account is gone")


class AttendancePage(WagtailAdminTemplateMixin, TemplateView):
    """A page of attendance; who neither teaches nor works for a centre meets a 404."""

    header_icon = ICON

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to who has nothing to do with attendance."""
        if not works_with_attendance(request.user):  # type: ignore[arg-type]
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list of sessions."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("attendance:index"), "label": ATTENDANCE},
            {"url": "", "label": self.get_page_title()},
        ]


class IndexView(AttendancePage):
    """What is on today, what still isn't marked, what comes next, and whom to call."""

    template_name = "attendance/index.html"
    page_title = ATTENDANCE

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """This is where the others lead back to."""
        return [*self.breadcrumbs_items, {"url": "", "label": ATTENDANCE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the sessions of the user."""
        user: Any = self.request.user
        return super().get_context_data(agenda=agenda_of(user), to_call=people_to_call(user), **kwargs)


class SessionView(AttendancePage):
    """One session on one screen. A GET shows it; a POST is the form of who has no script."""

    template_name = "attendance/session.html"
    session: Session

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the session among those that the user may see."""
        seen = sessions_seen_by(request.user).select_related("run__course", "run__centre", "trainer", "substitute")  # type: ignore[arg-type]
        self.session = get_object_or_404(seen, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the class, and note who looked at it."""
        record_look(user=request.user, about=f"session:{self.session.pk}", centre=self.session.run.centre)  # type: ignore[arg-type]
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was chosen; where something else stands meanwhile, show both and let them choose."""
        if not self.may_mark:
            raise Http404
        sent = read_form(request.POST, self.learners)
        try:
            saved = save_marks(session=self.session, user=request.user, marks=sent)  # type: ignore[arg-type]
        except Refused as refused:
            messages.error(request, str(refused))
            return self.render_to_response(self.get_context_data(sent=sent), status=422)
        if saved.conflicts or saved.refused:
            return self.render_to_response(self.get_context_data(sent=sent, saved=saved), status=409)
        said = npgettext("staff", "%(count)s mark is saved.", "%(count)s marks are saved.", saved.changed)
        messages.success(request, said % {"count": saved.changed})
        return redirect("attendance:session", self.session.pk)

    @cached_property
    def may_mark(self) -> bool:
        """Whether this user marks here: who teaches other sessions of the run only reads."""
        return sessions_of(self.request.user).filter(pk=self.session.pk).exists()  # type: ignore[arg-type]

    @cached_property
    def learners(self) -> list[Enrolment]:
        """Who was to be there."""
        return learners_of(self.session)

    def get_page_title(self) -> str:
        """Return the run's code; the day stands below it."""
        return str(self.session.run.code)

    def get_context_data(
        self, *, sent: Sequence[Marked] = (), saved: Saved | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Gather the rows, why they can't be marked, and the corrections."""
        closed = why_closed(self.session, self.session.run)
        rows = rows_of(self.session, self.learners, shares_of(self.session.run), sent=sent, saved=saved)
        return super().get_context_data(
            session=self.session,
            course=course_label(self.session.run.course),
            rows=rows,
            marked=sum(bool(row.stored) for row in rows),
            closed=closed,
            is_open=not closed and self.may_mark,
            may_mark=self.may_mark,
            has_conflicts=bool(saved and saved.conflicts),
            labels={label.mark.value: str(label.name) for label in MARKS.values()},
            changes=change_rows(notable_changes().filter(attendance__session=self.session)[:HISTORY_LENGTH]),
            **kwargs,
        )


class SaveView(View):
    """Where a device sends its taps. A 404 for who may not mark the session, 403 for a device of somebody else."""

    http_method_names = ["post"]  # noqa: RUF012 - Django's own way
    session: Session

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the session among those that the user may mark."""
        self.session = get_object_or_404(sessions_of(request.user), pk=kwargs["pk"])  # type: ignore[arg-type]
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save them; the answer says what became of each."""
        user: Any = request.user
        try:
            sender, marks = read_json(request.body)
        except Unreadable:
            return JsonResponse({"message": pgettext("staff", "This could not be read. Reload the page.")}, status=400)
        if sender != user.pk:
            return JsonResponse({"message": pgettext("staff", "Somebody else is signed in here.")}, status=403)
        try:
            saved = save_marks(session=self.session, user=user, marks=marks)
        except Refused as refused:
            return JsonResponse({"code": refused.code, "message": str(refused)}, status=409)
        return JsonResponse(answer(saved))


def change_rows(changes: Iterable[AttendanceChange]) -> list[dict[str, Any]]:
    """Return entries of the history for a template: who, when, from which mark to which, whether late."""
    return [
        {
            "change": change,
            "person": change.attendance.enrolment.person,
            "by": name_of(change.user) or UNKNOWN,
            "from": MARKS[change.from_mark].name if change.from_mark else "",
            "to": MARKS[change.to_mark].name,
        }
        for change in changes
    ]
