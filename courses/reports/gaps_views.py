"""What is missing for the funder, and the form that fills it in."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, npgettext, pgettext, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.people.completing import OLDEST, complete_person
from courses.people.models import Person
from courses.reports.gaps import GAPS, find_gaps
from courses.reports.labels import GAPS as GAPS_TITLE
from courses.reports.labels import ICON, what_counted
from courses.reports.people_views import A_PAGE
from courses.reports.scope import Scope
from courses.reports.views import ScopedReportView
from portal import clock
from portal.directory.models import Centre


class GapsView(ScopedReportView):
    """People who took part in the period and of whom something is unknown; for who may see them only."""

    template_name = "reports/gaps.html"
    page_title = GAPS_TITLE
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to who sees no centre's people."""
        if not request.user.is_superuser and not Centre.objects.for_staff(request.user).exists():  # type: ignore[arg-type]
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def report_context(self) -> dict[str, Any]:
        """Return one page of the list, with the address where each row is completed."""
        asked = self.form.scope
        scope = Scope(asked.period, tuple(key for key in asked.centres if key in self.named), asked.project)
        gap = self.request.GET.get("gap", "")
        gap = gap if gap in GAPS else ""
        number = self.request.GET.get("p", "1")
        page = max(int(number), 1) if number.isdecimal() and len(number) < 7 else 1
        found = find_gaps(scope, gap, offset=A_PAGE * (page - 1), limit=A_PAGE)
        centres = {centre.pk: centre.name for centre in self.form.own_centres}
        back = self.request.get_full_path()
        return {
            "kinds": [
                {
                    "label": label,
                    "count": found.counts[name],
                    "url": f"?{self.form.query(gap=name)}",
                    "is_chosen": name == gap,
                }
                for name, label in GAPS.items()
            ],
            "everything": f"?{self.form.query()}" if gap else "",
            "rows": [
                {"lack": lack, "what": what_counted(lack.kind, lack.level), "centre": centres[lack.centre]}
                for lack in found.rows
            ],
            "back": back,
            "total": npgettext("staff", "%(count)s enrolment", "%(count)s enrolments", found.total)
            % {"count": found.total},
            "page": WagtailPaginator(range(found.total), A_PAGE).get_page(page),
        }


class PersonForm(forms.Form):
    """What the funder asks about a person."""

    gender = forms.ChoiceField(
        label=pgettext_lazy("staff", "Gender"),
        choices=[("", pgettext_lazy("staff", "Unknown")), *Person.Gender.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    birth_year = forms.IntegerField(label=pgettext_lazy("staff", "Year of birth"), required=False)
    nationality = forms.ChoiceField(label=pgettext_lazy("staff", "Nationality"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nationality"].choices = [("", pgettext("staff", "Unknown")), *_countries()]  # type: ignore[attr-defined]
        year = clock.today().year
        self.fields["birth_year"].widget.attrs |= {"min": year - OLDEST, "max": year, "inputmode": "numeric"}


def _countries() -> list[tuple[str, str]]:
    """Return the countries with their names in the language of the admin, by name."""
    locale = Locale.parse(get_language() or "ro", sep="-")
    regions = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    names = {code: name for code, name in locale.territories.items() if len(code) == 2 and code not in regions}
    return sorted(names.items(), key=lambda country: country[1].casefold())


class CompleteView(WagtailAdminTemplateMixin, TemplateView):
    """Fill in what is known about the person of an enrolment."""

    template_name = "reports/complete.html"
    page_title = pgettext_lazy("staff", "Complete the data")
    header_icon = ICON
    person_form: PersonForm | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for an enrolment of another centre."""
        own = Enrolment.objects.for_staff(request.user)  # type: ignore[arg-type]
        self.enrolment = get_object_or_404(own.select_related("person"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def back(self) -> str:
        """Where it goes on: the list that led here, else the enrolment."""
        return get_valid_next_url_from_request(self.request) or reverse("inbox:enrolment", args=[self.enrolment.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to where one came from."""
        above = {"url": self.back, "label": pgettext("staff", "Back")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page."""
        person = self.enrolment.person
        known = {"gender": person.gender, "birth_year": person.birth_year, "nationality": person.nationality}
        form = self.person_form or PersonForm(initial=known)
        return super().get_context_data(person=person, form=form, back=self.back, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep it, and lead back."""
        self.person_form = form = PersonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            complete_person(enrolment=self.enrolment, user=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            year = form.cleaned_data["birth_year"]
            form.add_error("birth_year" if year is not None and refusal.code == "reason" else None, str(refusal))
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, pgettext("staff", "Kept."))
        return HttpResponseRedirect(self.back)
