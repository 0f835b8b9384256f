"""Dated facts in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import BooleanRadioSelect

from portal import clock
from portal.facts.models import Fact
from portal.facts.usage import pages_naming
from portal.rows import RowViewSet


class FactFilterSet(WagtailFilterSet):
    """Facts by kind, and those to check again."""

    past_review = django_filters.BooleanFilter(
        label=pgettext_lazy("staff", "Past review"), method="filter_past_review", widget=BooleanRadioSelect
    )

    class Meta:
        model = Fact
        fields = ("kind",)

    def filter_past_review(self, queryset: QuerySet[Fact], name: str, value: bool) -> QuerySet[Fact]:
        """Keep the facts that should have been checked by today, or the others."""
        overdue = Fact.objects.past_review(clock.today())
        return queryset.filter(pk__in=overdue) if value else queryset.exclude(pk__in=overdue)


class TokenColumn(Column):
    """The token to copy into a text."""

    def get_value(self, instance: Fact) -> SafeString:
        """Return the token as code."""
        return format_html("<code>{}</code>", instance.token)


class ReviewColumn(Column):
    """The day of the next check, marked where it has passed."""

    def get_value(self, instance: Fact) -> SafeString:
        """Return the day, and a tag where it has passed."""
        day = date_format(instance.review_by)
        if instance.review_by >= clock.today():
            return format_html("{}", day)
        overdue = pgettext("staff", "Past review")
        return format_html('{} <span class="w-status w-status--primary">{}</span>', day, overdue)


class TokenUsagePanel(Panel):
    """The pages that name the fact."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one fact."""

        template_name = "portal/token_usage.html"

        def is_shown(self) -> bool:
            """Show it once there is a fact."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the token and its pages."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "token": self.instance.token, "pages": pages_naming(self.instance.token)}


class FactViewSet(RowViewSet):
    """Facts. A new value is a new row with its own first day: texts change on that day by themselves."""

    model = Fact
    name = "facts"
    icon = "tag"
    menu_order = 210
    add_to_admin_menu = True
    # The value of next year is this year's with another number.
    copy_view_enabled = True
    list_display = (
        "code",
        TokenColumn("token", label=pgettext_lazy("staff", "In a text")),
        "value",
        "kind",
        "valid_from",
        "checked_on",
        ReviewColumn("review_by", label=pgettext_lazy("staff", "Check again by"), sort_key="review_by"),
    )
    filterset_class = FactFilterSet
    search_fields = ("code", "value", "note", "source_url")
    panels = (
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("value"),
        FieldPanel("note"),
        MultiFieldPanel(
            [
                FieldPanel("source_url"),
                FieldPanel("valid_from"),
                FieldRowPanel([FieldPanel("checked_on"), FieldPanel("review_by")]),
            ],
            heading=pgettext_lazy("staff", "Where it comes from"),
            help_text=pgettext_lazy(
                "staff", "When the value changes, copy the fact and give the copy the day from which it holds."
            ),
        ),
        TokenUsagePanel(heading=pgettext_lazy("staff", "Used in")),
    )
