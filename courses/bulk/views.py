"""A job's page, what a script asks while it goes on, and the list of a user's own jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from courses.bulk.labels import ICON, JOBS, LABELS, asked_for
from courses.bulk.models import BulkItem, BulkJob
from courses.bulk.pages import BulkPage
from courses.bulk.services import KEPT
from courses.enrolment.models import Enrolment
from courses.inbox.access import works_in_inbox
from portal import clock


def progress_text(job: BulkJob) -> str:
    """Return how far a job is. Takes a job ``with_counts``."""
    counts: Any = job
    return pgettext("staff", "Done: %(done)s · Refused: %(refused)s · Still to do: %(open)s") % {
        "done": counts.done,
        "refused": counts.refused,
        "open": counts.total - counts.done - counts.refused,
    }


@dataclass(frozen=True)
class Group:
    """Enrolments with the same outcome; ``message`` says why they were refused, "" for those that were done.

    ``count`` counts everybody, ``enrolments`` are those that the user may still see.
    """

    message: str
    count: int
    enrolments: Sequence[Enrolment]


def outcomes(job: BulkJob) -> tuple[Group | None, list[Group]]:
    """Return what was done (``None``: nothing yet), and what was refused by its reason, the most frequent first.

    Two queries.
    """
    visible = Enrolment.objects.for_staff(job.user).filter(pk__in=job.items.values("enrolment"))
    enrolments = visible.select_related("person").only("reference", "person__name", "person__language").in_bulk()
    done: list[int] = []
    refused: dict[str, list[int]] = {}
    items = job.items.exclude(outcome=BulkItem.Outcome.OPEN).order_by("pk")
    for enrolment, outcome, message in items.values_list("enrolment", "outcome", "message"):
        (done if outcome == BulkItem.Outcome.DONE else refused.setdefault(message, [])).append(enrolment)

    def group(message: str, pks: list[int]) -> Group:
        return Group(message, len(pks), [enrolments[pk] for pk in pks if pk in enrolments])

    groups = [group(message, pks) for message, pks in refused.items()]
    return group("", done) if done else None, sorted(groups, key=lambda one: -one.count)


class OwnJobPage(BulkPage):
    """A page about a job; for whoever started it alone."""

    job: BulkJob

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for anybody else's job."""
        if not request.user.is_authenticated:
            raise Http404
        self.job = get_object_or_404(BulkJob.objects.of(self.user).with_counts(), pk=kwargs["pk"])
        self.back = self.job.back
        return super().dispatch(request, *args, **kwargs)


class JobView(OwnJobPage):
    """How far a job is, and at its end what was done and what wasn't, and why."""

    template_name = "bulk/job.html"

    def get_page_title(self) -> str:
        """Return what is done, and with how many."""
        total: int = self.job.total  # type: ignore[attr-defined]
        return pgettext("staff", "%(action)s: %(count)s") % {"action": self.job.get_action_display(), "count": total}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page in a fixed number of queries."""
        done, refused = outcomes(self.job)
        again = {"again": self.job.pk, "action": self.job.action, "list": urlsplit(self.job.back).query}
        return super().get_context_data(
            job=self.job,
            label=LABELS[self.job.action],
            asked_for=asked_for(self.job),
            progress=progress_text(self.job),
            ended=self.job.done + self.job.refused,  # type: ignore[attr-defined]
            done=done,
            refused=refused,
            again_url=f"{reverse('bulk:start')}?{urlencode(again)}",
            back=self.back or reverse("inbox:index"),
            **kwargs,
        )


class ProgressView(OwnJobPage):
    """How far a job is, for the script of its page. One query more than knowing who asks."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return it as JSON: ``total``, ``ended``, ``text``, and whether it is at its end."""
        job: Any = self.job
        return JsonResponse(
            {
                "total": job.total,
                "ended": job.done + job.refused,
                "text": progress_text(job),
                "is_done": job.done_at is not None,
            }
        )


class IndexView(generic.IndexView):
    """The user's own jobs, the latest first."""

    model = BulkJob
    any_permission_required = None
    page_title = JOBS
    header_icon = ICON
    index_url_name = "bulk:index"
    index_results_url_name = "bulk:index"
    is_searchable = False
    default_ordering = "-pk"
    paginate_by = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 to who works for no centre."""
        if not works_in_inbox(request.user):  # type: ignore[arg-type]
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[BulkJob]:
        """Return the user's own of the last weeks."""
        return BulkJob.objects.of(self.request.user).since(clock.now() - KEPT).with_counts()

    @cached_property
    def columns(self) -> list[Column]:
        """What, when, and what came of it."""
        return [
            TitleColumn(
                "action",
                label=pgettext_lazy("staff", "What"),
                accessor="get_action_display",
                get_url=lambda job: reverse("bulk:job", args=[job.pk]),
            ),
            Column("progress", label=pgettext_lazy("staff", "What came of it"), accessor=progress_text),
            DateColumn("created_at", label=pgettext_lazy("staff", "When")),
        ]

    @cached_property
    def no_results_message(self) -> str:
        """Say where one begins."""
        return pgettext("staff", "Nothing yet. Tick enrolments in the inbox to do something with many at once.")
