"""Questions in the admin: written, translated into all languages in one place, filtered, imported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from portal import languages
from portal.rows import RowViewSet
from resources.citizenship.forms import QuestionForm
from resources.citizenship.import_views import IMPORT, MAY_CHANGE_ROWS, FileView, ForgetView, ImportView, ListView
from resources.citizenship.models import ANSWER_FIELDS, Question, QuestionText


@dataclass(frozen=True)
class LanguageState:
    """How a question stands in one language."""

    language: languages.Language
    is_there: bool
    is_machine: bool

    @property
    def label(self) -> str:
        """In a word or two."""
        if not self.is_there:
            return pgettext("staff", "missing")
        return pgettext("staff", "by a machine") if self.is_machine else pgettext("staff", "by a person")


def states_of(texts: Iterable[QuestionText]) -> list[LanguageState]:
    """Return how a question stands in every language of the list."""
    found = {text.language: text for text in texts}
    return [
        LanguageState(
            language,
            is_there=language.code in found,
            is_machine=language.code in found and found[language.code].is_machine,
        )
        for language in languages.LANGUAGES
    ]


def _lessons() -> list[tuple[str, str]]:
    slugs = Question.objects.exclude(lesson="").order_by("lesson").values_list("lesson", flat=True).distinct()
    return [(slug, slug) for slug in slugs]


class QuestionFilterSet(WagtailFilterSet):
    """By subject, lesson and state, and by what a language lacks."""

    lesson = django_filters.ChoiceFilter(label=pgettext_lazy("staff", "lesson"), choices=_lessons)
    missing = django_filters.ChoiceFilter(
        label=pgettext_lazy("staff", "Not translated into"), choices=languages.django_choices, method="filter_missing"
    )
    machine = django_filters.ChoiceFilter(
        label=pgettext_lazy("staff", "Machine-translated into"),
        choices=languages.django_choices,
        method="filter_machine",
    )

    class Meta:
        model = Question
        fields = ("subject", "is_published", "lesson")

    def filter_missing(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        """Keep those that say nothing in a language."""
        return queryset.filter(pk__in=Question.objects.lacking(value))

    def filter_machine(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        """Keep those whose text in a language a machine has translated."""
        return queryset.filter(pk__in=Question.objects.by_machine(value))


class TextColumn(Column):
    """The Romanian question."""

    def get_value(self, instance: Question) -> SafeString:
        """Return its beginning; languages beside it have their own column."""
        source = next((text for text in instance.texts.all() if text.language == languages.SOURCE_CODE), None)
        return format_html('<bdi lang="ro">{}</bdi>', source.text if source else "–")


class LanguagesColumn(Column):
    """How many languages it has, and which are missing or a machine's."""

    def get_value(self, instance: Question) -> SafeString:
        """Return the number, then each language that needs somebody, with what it needs."""
        states = states_of(instance.texts.all())
        needing = [state for state in states if not state.is_there or state.is_machine]
        tags = format_html_join(
            " ",
            '<span class="w-status{}" title="{}: {}">{}</span>',
            (
                (
                    "" if state.is_machine else " w-status--primary",
                    state.language.native,
                    state.label,
                    f"{state.language.code}{'*' if state.is_machine else ' –'}",
                )
                for state in needing
            ),
        )
        there = sum(state.is_there for state in states)
        return format_html('<bdi dir="ltr">{} / {}</bdi> {}', there, len(states), tags)


class QuestionIndexView(generic.IndexView):
    """The list of questions, with the way to the spreadsheets."""

    def get_base_queryset(self) -> QuerySet[Question]:
        """Return them with what the columns show of their texts."""
        texts = QuestionText.objects.only("question_id", "language", "is_machine", "text")
        return Question.objects.prefetch_related(Prefetch("texts", queryset=texts))

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """Find a question by its code or by words in any of its languages; each is found once."""
        if not self.search_query:
            return queryset
        by_text = QuestionText.objects.filter(text__icontains=self.search_query).values("question_id")
        return queryset.filter(code__icontains=self.search_query) | queryset.filter(pk__in=by_text)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the import and export."""
        button = Button(IMPORT, url=reverse("questions:import"), icon_name="upload", priority=50)
        return [*super().header_more_buttons, button]


class LanguagesPanel(Panel):
    """How a question stands in each language."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one question."""

        template_name = "questions_admin/languages.html"

        def is_shown(self) -> bool:
            """Show it once there is a question."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the languages."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "states": states_of(self.instance.texts.all())}


def _row(name: str, **options: Any) -> FieldPanel:
    """A field that is the same in every language: only who writes questions changes it."""
    return FieldPanel(name, permission=MAY_CHANGE_ROWS, **options)


class QuestionViewSet(RowViewSet):
    """The question banks. Translators change what questions say, editors also which answer is right."""

    model = Question
    name = "questions"
    icon = "help"
    menu_label = pgettext_lazy("staff", "Questions")
    menu_order = 320
    add_to_admin_menu = True
    index_view_class = QuestionIndexView
    filterset_class = QuestionFilterSet
    search_fields = ("code",)
    list_display = (
        "code",
        "subject",
        TextColumn("question", label=pgettext_lazy("staff", "Question")),
        "right",
        BooleanColumn("is_published", label=pgettext_lazy("staff", "Published"), sort_key="is_published"),
        LanguagesColumn("languages", label=pgettext_lazy("staff", "Languages (– missing, * by a machine)")),
    )
    edit_handler = ObjectList(
        [
            LanguagesPanel(heading=pgettext_lazy("staff", "Languages")),
            MultiFieldPanel(
                [
                    FieldRowPanel([_row("code"), _row("subject")]),
                    FieldRowPanel([_row("right"), _row("lesson")]),
                    FieldRowPanel([_row("source"), _row("source_url")]),
                    _row("is_published"),
                ],
                heading=pgettext_lazy("staff", "The same in every language"),
            ),
            InlinePanel(
                "texts",
                heading=pgettext_lazy("staff", "What it says"),
                label=pgettext_lazy("staff", "Language"),
                panels=[
                    FieldRowPanel([FieldPanel("language"), FieldPanel("is_machine")]),
                    FieldPanel("text"),
                    *(FieldPanel(name) for name in ANSWER_FIELDS),
                    FieldPanel("explanation"),
                ],
            ),
        ],
        base_form_class=QuestionForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of import and export."""
        return [
            *super().get_urlpatterns(),
            path("import/", ImportView.as_view(), name="import"),
            path("import/file/", FileView.as_view(), name="file"),
            path("import/<int:pk>/", ListView.as_view(), name="import_list"),
            path("import/<int:pk>/forget/", ForgetView.as_view(), name="import_forget"),
        ]
