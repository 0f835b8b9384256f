"""The list of readers' answers: columns, filters, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.admin.widgets.button import HeaderButton

from portal import clock, languages
from portal.audit.listing import MomentColumn
from portal.exports import Sheet, csv_response, xlsx_response
from portal.feedback.models import Feedback

FORMATS = ("xlsx", "csv")


def page_choices() -> list[tuple[str, str]]:
    """Return the pages that somebody answered about, by title."""
    answers = Feedback.objects.with_title().order_by()
    rows = answers.values_list("translation_key", "page_title").distinct()  # type: ignore[misc]
    return sorted(((str(key), title) for key, title in rows if title), key=lambda choice: choice[1].casefold())


class FeedbackFilterSet(WagtailFilterSet):
    """By page, by language, by answer, by what is left to do."""

    translation_key = django_filters.ChoiceFilter(label=pgettext_lazy("staff", "Page"), choices=page_choices)
    language = django_filters.ChoiceFilter(label=pgettext_lazy("staff", "Language"), choices=languages.django_choices)
    has_comment = django_filters.BooleanFilter(
        label=pgettext_lazy("staff", "With a comment"), method="filter_has_comment", widget=BooleanRadioSelect
    )

    class Meta:
        model = Feedback
        fields: ClassVar = ["state", "translation_key", "language", "is_helpful", "has_comment"]

    def filter_has_comment(self, queryset: QuerySet[Feedback], name: str, value: bool) -> QuerySet[Feedback]:
        """Keep the answers with a comment, or those without."""
        return queryset.exclude(comment="") if value else queryset.filter(comment="")


class PageColumn(Column):
    """The page in its language, leading to it."""

    def get_value(self, instance: Feedback) -> SafeString:
        """Return the title; the page itself opens as its reader saw it."""
        title = instance.page_title or instance.path  # type: ignore[attr-defined]
        return format_html('<a href="{}"><bdi>{}</bdi></a>', instance.path, title)


class LanguageColumn(Column):
    """The language that was read, under its own name."""

    def get_value(self, instance: Feedback) -> SafeString:
        """Return the native name."""
        code = instance.language
        return format_html(
            "<bdi>{}</bdi>", languages.get_language(code).native if languages.is_supported(code) else code
        )


class HelpfulColumn(Column):
    """Yes or no."""

    def get_value(self, instance: Feedback) -> str:
        """Return the answer as a word."""
        return pgettext("staff", "Yes") if instance.is_helpful else pgettext("staff", "No")


class CommentColumn(Column):
    """What was written, in its own direction, leading to the answer."""

    def get_value(self, instance: Feedback) -> SafeString:
        """Return the comment, and a tag where perhaps no person wrote it."""
        if not instance.comment:
            return SafeString("")
        address = reverse("feedback:edit", args=[instance.pk])
        shown = format_html('<a href="{}" dir="auto" lang="{}">{}</a>', address, instance.language, instance.comment)
        if not instance.suspicion:
            return shown
        return format_html('{} <span class="w-status">{}</span>', shown, pgettext("staff", "Perhaps no person"))


class DoneColumn(Column):
    """The button that says that a comment needs nothing more."""

    cell_template_name = "feedback/done_cell.html"

    def get_cell_context_data(self, instance: Feedback, parent_context: Any) -> dict[str, Any]:
        """Add the token and where to come back to."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request: HttpRequest = context["request"]
        return {**context, "csrf_token": get_token(request), "back": request.GET.urlencode()}


class FeedbackIndexView(generic.IndexView):
    """Readers' answers, newest first."""

    def get_base_queryset(self) -> QuerySet[Feedback]:
        """Return the answers with the titles of their pages."""
        return Feedback.objects.with_title()

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Add the same list as a file."""
        labels = {"xlsx": pgettext("staff", "As an Excel file"), "csv": pgettext("staff", "As a CSV file")}
        return [
            *super().header_more_buttons,
            *(HeaderButton(labels[kind], url=self._file_url(kind), icon_name="download") for kind in FORMATS),
        ]

    def _file_url(self, kind: str) -> str:
        query = self.request.GET.copy()
        query["format"] = kind
        return f"{reverse('feedback:export')}?{query.urlencode()}"


def export(request: HttpRequest) -> HttpResponseBase:
    """Return the list that the address narrows down as a file, ``?format=csv`` or a workbook. Raises ``Http404``."""
    if not request.user.has_perm("portal.view_feedback"):
        raise Http404
    answers = Feedback.objects.with_title()
    filters = FeedbackFilterSet(request.GET, queryset=answers, request=request)
    filters.is_valid()
    header = [*(str(column.label) for column in COLUMNS), pgettext("staff", "Address")]
    rows = _rows(filters.filter_queryset(answers))
    name = f"feedback-{clock.today():%Y-%m-%d}"
    if request.GET.get("format") == "csv":
        return csv_response(f"{name}.csv", header, rows)
    return xlsx_response(f"{name}.xlsx", [Sheet("feedback", header, rows)])


def _rows(answers: QuerySet[Feedback]) -> Iterator[tuple[Any, ...]]:
    for row in answers.iterator(chunk_size=2_000):
        state = str(row.get_state_display())
        title = row.page_title  # type: ignore[attr-defined]
        yield row.created_at, title, row.language, row.is_helpful, row.comment, state, row.path


COLUMNS = (
    MomentColumn("created_at", label=pgettext_lazy("staff", "When"), sort_key="created_at"),
    PageColumn("path", label=pgettext_lazy("staff", "Page")),
    LanguageColumn("language", label=pgettext_lazy("staff", "Language"), sort_key="language"),
    HelpfulColumn("is_helpful", label=pgettext_lazy("staff", "Helpful")),
    CommentColumn("comment", label=pgettext_lazy("staff", "Comment")),
    DoneColumn("state", label=pgettext_lazy("staff", "State"), sort_key="state"),
)
