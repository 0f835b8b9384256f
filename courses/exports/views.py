"""The pages from which lists are taken: the queue as it is narrowed down, a class, people without names."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext, pgettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.enrolment.states import HOLDS_PLACE
from courses.exports.forms import ListForm, PeopleExportForm, PseudonymsForm
from courses.exports.services import export_enrolments
from courses.inbox.filters import InboxFilterSet
from courses.inbox.labels import INBOX
from courses.inbox.listing import SEARCH, SECTION, Listing
from courses.inbox.search import matching
from courses.inbox.sections import ALL
from portal import clock
from portal.directory.models import Centre

EXPORT = pgettext_lazy("staff", "Take out a list")


class ExportView(WagtailAdminTemplateMixin, FormView, ABC):
    """Asks what for, writes down that a list leaves, and sends it. Subclasses say which list."""

    template_name = "exports/export.html"
    page_title = EXPORT
    header_icon = "download"
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to who may not take this list."""
        self.user = request.user  # type: ignore[assignment]
        self.find()
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def find(self) -> None:
        """Look for what the address names. Raises ``Http404`` for what isn't the user's."""

    @abstractmethod
    def enrolments(self, form: ListForm) -> QuerySet[Enrolment]:
        """Return the rows, in order; ``form`` is valid."""

    @abstractmethod
    def record(self, form: ListForm) -> dict[str, Any]:
        """Return what the log and the file name it by: ``about``, ``name``, ``filters``."""

    def form_valid(self, form: ListForm) -> HttpResponseBase:  # type: ignore[override]
        """Send the file."""
        return export_enrolments(
            enrolments=self.enrolments(form),
            columns=form.chosen(),
            file_format=form.cleaned_data["format"],
            user=self.user,
            reason=form.cleaned_data["reason"],
            **self.record(form),
        )

    def form_invalid(self, form: ListForm) -> HttpResponseBase:  # type: ignore[override]
        """Show what is missing beside it."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class QueueExportView(ExportView):
    """The queue as its address narrows it down: the same filters, the same search."""

    form_class = PeopleExportForm

    def find(self) -> None:
        """Take the tab, the filters and the search from the address."""
        centres = list(Centre.objects.for_staff(self.user))
        if not centres and not self.user.is_superuser:
            raise Http404
        self.listing = Listing(self.request.GET, self.user, centres)

    @cached_property
    def found(self) -> QuerySet[Enrolment]:
        """The enrolments, in the order of the queue."""
        ordered = self.listing.ordered()
        return ordered.filter(matching(self.request.GET[SEARCH])) if self.listing.is_searching else ordered

    def enrolments(self, form: ListForm) -> QuerySet[Enrolment]:
        """Return what the address asks for."""
        return self.found

    def record(self, form: ListForm) -> dict[str, Any]:
        """Return the codes of the filters; what was searched for is a name, and isn't among them."""
        known = InboxFilterSet.parameters() | {SECTION}
        given = self.request.GET
        filters: Mapping[str, Any] = {name: given.getlist(name) for name in sorted(known & set(given))}
        return {
            "about": "inbox",
            "name": pgettext("staff", "enrolments"),
            "filters": {**filters, "searched": self.listing.is_searching},
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the queue as it was."""
        back = f"{reverse('inbox:index')}?{self.request.GET.urlencode()}"
        return [*self.breadcrumbs_items, {"url": back, "label": INBOX}, {"url": "", "label": EXPORT}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many people it is about and what narrows them down."""
        filters = self.listing.filters
        return super().get_context_data(
            **kwargs,
            amount=self.found.order_by().count(),
            narrowed_by=[str(filters.form.fields[name].label) for name in filters.form.changed_data],
            is_searching=self.listing.is_searching,
            section=self.listing.section if self.listing.section is not ALL else None,
        )


class ClassExportView(ExportView):
    """Who holds a place in a run, in the order of names."""

    form_class = PeopleExportForm

    def find(self) -> None:
        """Look for the run among those of the user's centres."""
        runs = Run.objects.for_staff(self.user).select_related("course", "centre")
        self.course_run = get_object_or_404(runs, pk=self.kwargs["pk"])

    def enrolments(self, form: ListForm) -> QuerySet[Enrolment]:
        """Return who holds a place or has finished the course."""
        own = Enrolment.objects.for_staff(self.user).filter(run=self.course_run)
        shown = (*HOLDS_PLACE, Enrolment.State.COMPLETED)
        return own.filter(state__in=shown).order_by("person__search_name", "pk")

    def record(self, form: ListForm) -> dict[str, Any]:
        """Return the run's code."""
        return {"about": f"run:{self.course_run.code}", "name": self.course_run.code, "filters": {}}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the group."""
        group = {"url": reverse("board:run", args=[self.course_run.pk]), "label": self.course_run.code}
        return [*self.breadcrumbs_items, group, {"url": "", "label": EXPORT}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many people it is about."""
        form = kwargs.get("form") or self.get_form()
        return super().get_context_data(**kwargs, amount=self.enrolments(form).count(), course_run=self.course_run)


class PseudonymsExportView(ExportView):
    """A list without names, for who may count but not know."""

    page_title = pgettext_lazy("staff", "Take out a list without names")
    form_class = PseudonymsForm

    def find(self) -> None:
        """Look for centres whose figures are the user's to see."""
        self.centres = Centre.objects.for_reports(self.user)
        if not self.centres.exists():
            raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say whose centres can be chosen."""
        return {**super().get_form_kwargs(), "user": self.user}

    def enrolments(self, form: ListForm) -> QuerySet[Enrolment]:
        """Return the enrolments of the days and centres asked for, those of spam and doubles left out."""
        chosen = form.cleaned_data
        no_people = (Enrolment.State.SPAM, Enrolment.State.MERGED)
        found = Enrolment.objects.filter(centre__in=chosen.get("centre") or self.centres).exclude(state__in=no_people)
        if chosen["first_day"]:
            found = found.filter(submitted_at__gte=_midnight(chosen["first_day"]))
        if chosen["last_day"]:
            found = found.filter(submitted_at__lt=_midnight(chosen["last_day"] + dt.timedelta(days=1)))
        return found.order_by("submitted_at", "pk")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Say where this is."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def record(self, form: ListForm) -> dict[str, Any]:
        """Return the days asked for."""
        days = {name: str(form.cleaned_data[name] or "") for name in ("first_day", "last_day")}
        return {"about": "pseudonyms", "name": pgettext("staff", "enrolments without names"), "filters": days}


def _midnight(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins in Europe/Bucharest."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=clock.ZONE)
