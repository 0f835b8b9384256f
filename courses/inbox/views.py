"""One enrolment's page."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.references import format_reference
from courses.inbox.labels import ICON, INBOX
from courses.inbox.page_context import page_context
from courses.inbox.presence import note_presence
from portal.audit.listing import reads_the_log
from portal.audit.services import record_look


class EnrolmentView(WagtailAdminTemplateMixin, TemplateView):
    """One enrolment on one screen: who, what they asked, what to do, what has been done."""

    template_name = "inbox/enrolment.html"
    header_icon = ICON
    enrolment: Enrolment

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for an enrolment of another centre."""
        self.enrolment = self.find()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; who looks is noted for colleagues, and for the log of who saw what."""
        note_presence(enrolment=self.enrolment, user=self.user)
        record_look(user=self.user, about=self.enrolment.about_key, centre=self.enrolment.centre)
        return super().get(request, *args, **kwargs)

    def find(self) -> Enrolment:
        """Return the enrolment as it is now, with the newest entry of its history in ``version``.

        Both are read by one statement: nothing can come in between that the page would neither show nor ask about.
        """
        newest = Event.objects.filter(enrolment=OuterRef("pk")).order_by("-pk").values("pk")[:1]
        own = Enrolment.objects.for_staff(self.user).annotate(version=Subquery(newest))
        return get_object_or_404(
            own.select_related(
                "person", "course", "centre", "county", "assignee", "entered_by", "consent_organisation"
            ),
            pk=self.kwargs["pk"],
        )

    @property
    def user(self) -> User:
        """Who looks."""
        return cast(User, self.request.user)

    @cached_property
    def queue(self) -> str:
        """The query of the list that the user came from, so that the next in it can be opened from here."""
        return self.request.GET.get("queue", "")[:2000]

    @property
    def page_url(self) -> str:
        """The address of the page, in the list that the user came from."""
        address = reverse("inbox:enrolment", args=[self.enrolment.pk])
        return f"{address}?{urlencode({'queue': self.queue})}" if "queue" in self.request.GET else address

    def get_page_title(self) -> str:
        """Return the reference, in groups of three."""
        return format_reference(self.enrolment.reference)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list that the user came from."""
        inbox = reverse("inbox:index")
        return [
            *self.breadcrumbs_items,
            {"url": f"{inbox}?{self.queue}" if self.queue else inbox, "label": INBOX},
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Lead who reads the log to who has looked at this enrolment."""
        if not reads_the_log(self.request):
            return []
        url = f"{reverse('audit:index')}?{urlencode({'about': self.enrolment.about_key})}"
        return [Button(pgettext("staff", "Who has looked at it"), url=url, icon_name="view")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page. Forms with errors, and ``changes`` by others, are passed by the buttons' views."""
        context = page_context(self.enrolment, self.user, data=self.request.GET, queue=self.queue, **kwargs)
        return super().get_context_data(**context)
