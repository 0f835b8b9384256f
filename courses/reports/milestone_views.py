"""Milestones on an enrolment's page: what is there, and the buttons that write down and take back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.reports import services
from courses.reports.models import Milestone
from portal import clock

YES, NO = "yes", "no"


class MilestoneForm(forms.Form):
    """What happened, and on which day."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("staff", "What"), choices=[(kind.value, kind.label) for kind in services.BY_STAFF]
    )
    on = forms.DateField(
        label=pgettext_lazy("staff", "Day"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": pgettext_lazy("staff", "Write the day like 31.12.2026.")},
    )


def milestones_context(enrolment: Enrolment, user: User) -> dict[str, Any]:
    """Return what ``reports/milestones.html`` shows on the page of an enrolment. One query."""
    own = Milestone.objects.for_staff(user).of_person(enrolment.person).exclude(kind__in=services.ANSWERS)
    answers = Milestone.objects.filter(enrolment=enrolment, kind__in=services.ANSWERS)
    milestones = list((own | answers).select_related("recorded_by", "centre"))
    return {
        "milestones": [row for row in milestones if row.kind not in services.ANSWERS],
        "helped": next((row for row in milestones if row.kind in services.ANSWERS), None),
        "asks_whether_it_helped": enrolment.state == State.COMPLETED,
        "milestone_form": MilestoneForm(initial={"on": clock.today()}, auto_id="milestone_%s"),
        "person_lacks": [
            name for name in ("gender", "birth_year", "nationality") if not getattr(enrolment.person, name)
        ],
    }


class _OfEnrolment(View):
    """What the buttons share: 404 for an enrolment of another centre; a GET leads back to the page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the enrolment among the user's."""
        own = Enrolment.objects.for_staff(request.user)  # type: ignore[arg-type]
        self.enrolment = get_object_or_404(own, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back."""
        return self.back()

    def back(self) -> HttpResponse:
        """Lead to the panel on the enrolment's page."""
        page = reverse("inbox:enrolment", args=[self.enrolment.pk])
        return HttpResponseRedirect(f"{page}#milestones-section")


class RecordMilestoneView(_OfEnrolment):
    """Write down guidance, an application for recognition, or one for residence."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep it; what can't be kept is said on the page, where the form is short to fill in again."""
        form = MilestoneForm(request.POST)
        if not form.is_valid():
            first = next(iter(form.errors.values()))[0]
            messages.error(request, pgettext("staff", "Not kept: %(why)s") % {"why": first})
            return self.back()
        try:
            services.record_milestone(enrolment=self.enrolment, user=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, pgettext("staff", "Not kept: %(why)s") % {"why": refusal})
        else:
            messages.success(request, pgettext("staff", "Kept: it counts in the reports."))
        return self.back()


class RemoveMilestoneView(_OfEnrolment):
    """Take back what was written down by mistake."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it back, if it is this person's and was written down at a centre of the user's."""
        own = Milestone.objects.for_staff(request.user).of_person(self.enrolment.person)  # type: ignore[arg-type]
        milestone = get_object_or_404(own.filter(kind__in=services.BY_STAFF), pk=kwargs["milestone_pk"])
        services.remove_milestone(milestone=milestone, enrolment=self.enrolment, user=request.user)  # type: ignore[arg-type]
        messages.success(request, pgettext("staff", "Taken back."))
        return self.back()


class RecordAnswerView(_OfEnrolment):
    """Write down what the person says about the course, for who can't say it on their own page."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the answer."""
        answer = request.POST.get("helped")
        if answer not in {YES, NO}:
            return self.back()
        try:
            services.record_helpfulness(enrolment=self.enrolment, has_helped=answer == YES, user=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, pgettext("staff", "The answer is kept."))
        return self.back()
