"""The list of certificates in the admin: found by number or name, narrowed down."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets import BooleanRadioSelect

from courses.catalogue.models import Run
from courses.certificates.models import Certificate
from courses.inbox.access import works_in_inbox
from portal.directory.models import Centre

CERTIFICATES = pgettext_lazy("staff", "Certificates")
ICON = "doc-full-inverse"


def _own_centres(request: Any) -> QuerySet[Centre]:
    return Centre.objects.for_staff(request.user)


def _own_runs(request: Any) -> QuerySet[Run]:
    """Groups of the user's centres in which a certificate was issued, the last first."""
    issued = Certificate.objects.for_staff(request.user).order_by().values("enrolment__run")
    return Run.objects.filter(pk__in=issued).order_by("-ends_on", "-pk")


class CertificateFilterSet(WagtailFilterSet):
    """Filters of the list."""

    centre = django_filters.ModelMultipleChoiceFilter(
        field_name="enrolment__centre",
        label=pgettext_lazy("staff", "Centre"),
        queryset=_own_centres,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    run = django_filters.ModelChoiceFilter(
        field_name="enrolment__run", label=pgettext_lazy("staff", "Group"), queryset=_own_runs
    )
    revoked = django_filters.BooleanFilter(
        field_name="revoked_at",
        lookup_expr="isnull",
        exclude=True,
        label=pgettext_lazy("staff", "Taken back"),
        widget=BooleanRadioSelect,
    )
    issued_on = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("staff", "Issued"),
        widget=DateRangePickerWidget,
    )

    class Meta:
        model = Certificate
        fields: ClassVar[list[str]] = []


class NameColumn(Column):
    """The name as it is printed, with its Latin form."""

    def get_value(self, instance: Any) -> SafeString:
        """Return both, each in its own direction."""
        name = format_html('<bdi lang="{}">{}</bdi>', instance.language, instance.name)
        return (
            format_html("{}<br><small><bdi>{}</bdi></small>", name, instance.latin_name)
            if instance.latin_name
            else name
        )


class CertificatesView(generic.IndexView):
    """The certificates of the centres that the user works for, the last first."""

    model = Certificate
    any_permission_required = None
    page_title = CERTIFICATES
    header_icon = ICON
    index_url_name = "certificates:index"
    index_results_url_name = "certificates:index_results"
    filterset_class = CertificateFilterSet
    is_searchable = True
    default_ordering = "-pk"
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 to who works for no centre."""
        if not works_in_inbox(request.user):  # type: ignore[arg-type]
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Certificate]:
        """Return the user's certificates with all that a row shows."""
        return Certificate.objects.for_staff(self.request.user).select_related("enrolment__run")

    def get_search_form(self) -> SearchForm:
        """Return the search box, which says what it finds."""
        return SearchForm(self.request.GET or None, placeholder=pgettext("staff", "Name or number"))

    def search_queryset(self, queryset: Any) -> QuerySet[Certificate]:
        """Find by number, or by name in any script."""
        found: QuerySet[Certificate] = queryset.matching(self.search_query) if self.is_searching else queryset
        return found

    @cached_property
    def columns(self) -> list[Column]:
        """Number, name, group, day, whether it was taken back."""
        return [
            TitleColumn(
                "number",
                label=pgettext("staff", "Number"),
                get_url=lambda certificate: reverse("certificates:certificate", args=[certificate.pk]),
            ),
            NameColumn("name", label=pgettext("staff", "Name")),
            Column("run", label=pgettext("staff", "Group"), accessor="enrolment.run.code"),
            Column("issued_on", label=pgettext("staff", "Issued"), accessor=lambda each: date_format(each.issued_on)),
            BooleanColumn("is_valid", label=pgettext("staff", "Valid")),
        ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the results, whose button led here."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("results:index"), "label": pgettext("staff", "Results")},
            {"url": "", "label": CERTIFICATES},
        ]

    def get_table_kwargs(self) -> dict[str, Any]:
        """Name the table for who can't see it."""
        return {**super().get_table_kwargs(), "caption": CERTIFICATES}
