"""Organisations, projects, counties and centres in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSetGroup

from portal.directory.models import Centre, County, Organisation, Project
from portal.fields import CheckboxColumns
from portal.rows import OnlyPolicy, PermissionedFormMixin, PermissionedInlinePanel, RowViewSet


class OrganisationViewSet(RowViewSet):
    """Who runs centres and projects."""

    model = Organisation
    name = "organisations"
    icon = "group"
    list_display = ("name", "code", "email", "phone")
    search_fields = ("name", "legal_name", "code")
    panels = (
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        MultiFieldPanel(
            [FieldPanel("legal_name"), FieldPanel("address")],
            heading=pgettext_lazy("staff", "As consents name it"),
        ),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone"), FieldPanel("website")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    )


class _ProjectIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Project]:
        return Project.objects.select_related("organisation")


class ProjectViewSet(RowViewSet):
    """Funded projects, and who may join their courses."""

    model = Project
    name = "projects"
    icon = "folder-open-1"
    index_view_class = _ProjectIndexView
    list_display = ("name", "code", "funder", "organisation", "starts_on", "ends_on")
    list_filter = ("organisation",)
    search_fields = ("name", "code", "funder")
    panels = (
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("starts_on"), FieldPanel("ends_on")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("funder"), FieldPanel("fund")]),
                FieldRowPanel(
                    [FieldPanel("funding_reference"), FieldPanel("budget_lei"), FieldPanel("cofinancing_percent")]
                ),
            ],
            heading=pgettext_lazy("staff", "Who pays"),
        ),
        InlinePanel(
            "partners",
            heading=pgettext_lazy("staff", "Partners"),
            label=pgettext_lazy("staff", "Partner"),
            panels=[FieldRowPanel([FieldPanel("organisation"), FieldPanel("role")])],
        ),
        FieldPanel("eligible_statuses"),
        FieldPanel("counties", widget=CheckboxColumns),
    )


class CountyViewSet(RowViewSet):
    """The 41 counties and Bucharest. All that may change is their region in the integration network."""

    model = County
    name = "counties"
    icon = "globe"
    list_display = ("name", "code", "region")
    list_filter = ("region",)
    search_fields = ("name", "code")
    panels = (FieldPanel("code", read_only=True), FieldPanel("name", read_only=True), FieldPanel("region"))

    @property
    def permission_policy(self) -> OnlyPolicy:
        """Counties are changed, nothing else."""
        return OnlyPolicy(County, frozenset({"change", "view"}))


class CentreForm(PermissionedFormMixin, WagtailAdminModelForm):
    """Who works for a centre sees its people's data: not everybody who edits a centre may say who does."""

    formset_permissions = {"memberships": "portal.change_membership"}  # noqa: RUF012


class _OwnCentre:
    """Answers 404 for a centre that the user doesn't keep: whoever changes one says who sees its people."""

    def get_object(self, *args: Any, **kwargs: Any) -> Centre:
        centre: Centre = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not Centre.objects.kept_by(self.request.user).filter(pk=centre.pk).exists():  # type: ignore[attr-defined]
            raise Http404
        return centre


class _CentreEditView(_OwnCentre, generic.EditView):
    pass


class _CentreHistoryView(_OwnCentre, HistoryView):
    pass


class _CentreUsageView(_OwnCentre, UsageView):
    pass


class _CentreIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Centre]:
        return Centre.objects.select_related("county", "organisation")


class CentreViewSet(RowViewSet):
    """Centres with their phones, hours, special days and staff."""

    model = Centre
    name = "centres"
    icon = "home"
    index_view_class = _CentreIndexView
    edit_view_class = _CentreEditView
    history_view_class = _CentreHistoryView
    usage_view_class = _CentreUsageView
    list_display = (
        "name",
        "city",
        "county",
        "kind",
        "organisation",
        BooleanColumn("is_active", label=pgettext_lazy("staff", "Open to the public"), sort_key="is_active"),
    )
    list_filter = ("county", "kind", "organisation", "is_active")
    search_fields = ("name", "code", "city", "address")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("organisation")]),
            FieldRowPanel([FieldPanel("is_active"), FieldPanel("answer_days")]),
            MultiFieldPanel(
                [
                    FieldPanel("address"),
                    FieldRowPanel([FieldPanel("city"), FieldPanel("postcode"), FieldPanel("county")]),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                ],
                heading=pgettext_lazy("staff", "Where"),
            ),
            FieldPanel("email"),
            InlinePanel(
                "phones",
                heading=pgettext_lazy("staff", "Phones"),
                label=pgettext_lazy("staff", "Phone"),
                panels=[FieldRowPanel([FieldPanel("number"), FieldPanel("has_whatsapp")])],
            ),
            InlinePanel(
                "hours",
                heading=pgettext_lazy("staff", "Opening hours"),
                label=pgettext_lazy("staff", "Day"),
                panels=[FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])],
            ),
            InlinePanel(
                "special_days",
                heading=pgettext_lazy("staff", "Special days"),
                label=pgettext_lazy("staff", "Special day"),
                help_text=pgettext_lazy(
                    "staff",
                    "They go before the opening hours. On public holidays a centre is closed anyway, unless its hours "
                    "of that day stand here.",
                ),
                panels=[
                    FieldRowPanel([FieldPanel("day"), FieldPanel("reason")]),
                    FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
                ],
            ),
            MultiFieldPanel(
                [
                    FieldPanel("spoken_languages", widget=CheckboxColumns),
                    FieldPanel("offers", widget=CheckboxColumns),
                    FieldPanel("access", widget=CheckboxColumns),
                ],
                heading=pgettext_lazy("staff", "What people find here"),
            ),
            PermissionedInlinePanel(
                "memberships",
                heading=pgettext_lazy("staff", "Who works here"),
                label=pgettext_lazy("staff", "Member of staff"),
                help_text=pgettext_lazy(
                    "staff",
                    "Staff and coordinators see everybody who enrols here, trainers their classes, reporters figures.",
                ),
                panels=[FieldRowPanel([FieldPanel("user"), FieldPanel("role")])],
            ),
            FieldPanel("counties_served", widget=CheckboxColumns),
        ],
        base_form_class=CentreForm,
    )


class DirectoryGroup(ModelViewSetGroup):
    """Who does what where."""

    menu_label = pgettext_lazy("staff", "Centres")
    menu_icon = "home"
    menu_order = 220
    items: Any = (CentreViewSet, ProjectViewSet, OrganisationViewSet, CountyViewSet)
