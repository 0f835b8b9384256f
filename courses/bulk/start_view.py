"""Before many enrolments are changed: whom it is about, what is asked once for all, and what will happen."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import pgettext
from wagtail.admin import messages

from courses.bulk.chosen import MOST, Chosen, chosen_again, chosen_in, number_in, numbers_in
from courses.bulk.forms import FORMS, BulkForm
from courses.bulk.labels import LABELS, ActionLabel
from courses.bulk.models import BulkJob
from courses.bulk.pages import BulkPage, list_url
from courses.bulk.preview import Row, example_of, reply_choices, rows_field, rows_of, run_needs, spoken, told_how
from courses.bulk.services import start_bulk_job
from courses.enrolment.models import Enrolment

LONGEST_KEY = 43
"""Letters of a form's key: what ``secrets.token_urlsafe()`` makes."""


class StartView(BulkPage):
    """A GET shows the form for the enrolments that its query means; a POST hands the job to the worker."""

    template_name = "bulk/start.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read from where the user came."""
        super().setup(request, *args, **kwargs)
        data = request.POST if request.method == "POST" else request.GET
        self.list_query = data.get("list", "")
        self.back = list_url(self.list_query)
        self.action = data.get("action", "")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for what is no action."""
        if self.action not in LABELS:
            raise Http404
        self.label: ActionLabel = LABELS[self.action]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or say in the list that nobody was ticked."""
        chosen = chosen_in(request.GET, self.user)
        if not chosen.enrolments:
            messages.warning(request, pgettext("staff", "Tick the enrolments first that it is about."))
            return redirect(self.back)
        form = FORMS[self.action](user=self.user, enrolments=chosen.enrolments, **self._as_before())
        return self._show(chosen, form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Start the job and lead to its page; what is incomplete is shown again as it was sent."""
        chosen = chosen_again(request.POST.get("rows", ""), self.user)
        ticked = set(numbers_in(request.POST.getlist("id")))
        meant = [enrolment for enrolment in chosen.enrolments if enrolment.pk in ticked]
        form = FORMS[self.action](request.POST, user=self.user, enrolments=meant or chosen.enrolments)
        if not chosen.enrolments:
            messages.warning(request, pgettext("staff", "Tick the enrolments first that it is about."))
            return redirect(self.back)
        if not meant:
            form.add_error(None, pgettext("staff", "Tick at least one of them."))
        if not form.is_valid():
            return self._show(chosen, form, ticked=ticked, status=422)
        job = start_bulk_job(
            user=self.user,
            action=self.action,
            arguments=form.arguments(),
            seen={enrolment.pk: chosen.known_of(enrolment) for enrolment in meant},
            key=request.POST.get("key", "")[:LONGEST_KEY] or secrets.token_urlsafe(),
            back=self.back,
        )
        return redirect("bulk:job", job.pk)

    def get_page_title(self) -> str:
        """Return what is to be done."""
        return self.label.name

    def _as_before(self) -> dict[str, Any]:
        """Return what the form begins with: what the job asked for that is tried again."""
        again = number_in(self.request.GET.get("again", ""))
        job = BulkJob.objects.of(self.user).filter(pk=again, action=self.action).first() if again else None
        return {"initial": job.arguments} if job else {}

    def _show(
        self, chosen: Chosen, form: BulkForm, *, ticked: set[int] | None = None, status: int = 200
    ) -> HttpResponse:
        """Show the page, gathered in a fixed number of queries."""
        rows = rows_of(self.action, chosen, self.user, ticked=ticked)
        will = [row.enrolment for row in rows if not row.obstacle]
        context = self.get_context_data(
            label=self.label,
            form=form,
            rows=rows,
            rows_field=rows_field(chosen.enrolments),
            changed=[row for row in rows if row.change],
            refused=sum(bool(row.obstacle) for row in rows),
            most=MOST if chosen.is_cut else None,
            key=secrets.token_urlsafe(),
            list_query=self.list_query,
            back=self.back,
            **self._of_action(rows, will),
        )
        return self.render_to_response(context, status=status)

    def _of_action(self, rows: list[Row], will: list[Enrolment]) -> dict[str, Any]:
        found: dict[str, Any] = {"example": example_of(self.action)}
        if self.action == BulkJob.Action.MOVE:
            found["told"] = told_how([enrolment for enrolment in will if enrolment.place])
        elif self.action != BulkJob.Action.ASSIGN:
            found["told"] = told_how(will)
        if self.action == BulkJob.Action.OFFER:
            found["needs"] = run_needs(rows)
        if self.action == BulkJob.Action.WRITE:
            found |= {"replies": reply_choices(self.user, will), "languages": spoken(will)}
        return found
