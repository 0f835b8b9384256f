"""The citizenship course: its section, its lessons, and the texts to read along."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.caching.marks import Parameters
from portal.context import public_path
from portal.found.structured import article
from portal.pages import BasePage
from resources.citizenship.blocks import LessonBlock
from resources.citizenship.models import Question
from resources.citizenship.shown import shown_questions
from resources.citizenship.subjects import ICONS, Subject
from resources.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


@dataclass(frozen=True)
class Entry:
    """A page of the course in a list. ``subject`` is "" for a text to read along."""

    title: str
    url_path: str
    slug: str
    summary: str
    subject: str


@dataclass
class Part:
    """One subject on the section's page: its lessons and how many questions there are."""

    subject: Subject
    questions: int = 0
    lessons: list[Entry] = field(default_factory=list)

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return ICONS[self.subject]


class _CoursePage(BasePage):
    """What the pages of the course share: a body with pictures, words and lines, and the list of its pages."""

    body = StreamField(LessonBlock(), blank=True, verbose_name=pgettext_lazy("staff", "text"))

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        abstract = True

    def entries_below(self, parent_path: str) -> list[Entry]:
        """Return the live lessons and texts below the page at this place of the tree, in the editors' order.

        One query for both types.
        """
        below = Page.objects.live().filter(path__startswith=parent_path, depth=len(parent_path) // Page.steplen + 1)
        rows = below.order_by("path").values(
            *("title", "url_path", "slug"),
            *("lessonpage__subject", "lessonpage__summary", "readalongpage__summary"),
        )
        return [
            Entry(
                title=row["title"],
                url_path=row["url_path"],
                slug=row["slug"],
                summary=row["lessonpage__summary"] or row["readalongpage__summary"] or "",
                subject=row["lessonpage__subject"] or "",
            )
            for row in rows
        ]


class CitizenshipPage(_CoursePage):
    """The course on one page: lessons by subject, question banks, mock interview, texts to read along."""

    parameters = Parameters()
    search_kind = "section"
    can_be_saved = True
    template = "citizenship/citizenship_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["resources.ResourcesPage"]
    subpage_types: ClassVar = ["resources.LessonPage", "resources.ReadAlongPage"]
    symbol_in_lists = "citizen"

    class Meta:
        verbose_name = pgettext_lazy("staff", "citizenship course")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lessons and the number of questions of each subject, and what is to be read along."""
        context = super().get_context(request, *args, **kwargs)
        counts = Question.objects.published().counts()
        parts = {str(subject): Part(subject, counts.get(subject, 0)) for subject in Subject}
        read_along = []
        for entry in self.entries_below(self.path):
            if entry.subject in parts:
                parts[entry.subject].lessons.append(entry)
            else:
                read_along.append(entry)
        context.update(
            topic=Topic.CITIZENSHIP,
            parts=list(parts.values()),
            read_along=read_along,
            lesson_count=sum(len(part.lessons) for part in parts.values()),
            question_count=sum(counts.values()),
        )
        return context

    def pages_to_save(self, query: QueryDict) -> list[str]:
        """Return the lessons, the texts to read along and the question banks. One query."""
        code = self.language.code
        lessons = [public_path(entry.url_path, code) for entry in self.entries_below(self.path)]
        own = public_path(self.url_path, code)
        return [*lessons, *(f"{own}questions/{subject}/" for subject in Subject.values)]


class _StepPage(_CoursePage):
    """A page of the course with others before and after it."""

    parent_page_types: ClassVar = ["resources.CitizenshipPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages before and after this one."""
        context = super().get_context(request, *args, **kwargs)
        entries = self.entries_below(self.path[: -self.steplen])
        place = next((number for number, entry in enumerate(entries) if entry.url_path == self.url_path), None)
        if place is not None:
            context["previous"] = entries[place - 1] if place else None
            context["next"] = entries[place + 1] if place + 1 < len(entries) else None
        return context

    def trail(self) -> list[tuple[str, str]]:
        """Below the course, which is called so in the head of the page too."""
        path = public_path(self.url_path, self.language.code)
        return [(gettext("Citizenship course"), path.removesuffix(f"{self.slug}/"))]

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Something to learn from."""
        thing = {**article(self, context), "@type": "LearningResource", "name": self.title}
        thing.pop("headline")
        return [thing]


class LessonPage(_StepPage):
    """A lesson: text, pictures, key words, and a self-test."""

    subject = models.CharField(pgettext_lazy("staff", "subject"), max_length=20, choices=Subject.choices)

    parameters = Parameters()
    search_kind = "lesson"
    template = "citizenship/lesson_page.html"
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        SynchronizedField("subject", overridable=False),
    ]
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("subject"), FieldPanel("body")]

    class Meta:
        verbose_name = pgettext_lazy("staff", "lesson")
        verbose_name_plural = pgettext_lazy("staff", "lessons")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the questions of the self-test, and the lesson's icon."""
        context = super().get_context(request, *args, **kwargs)
        context["questions"] = shown_questions(self.language.code, question__lesson=self.slug)
        context["icon_name"] = ICONS[Subject(self.subject)]
        return context


class ReadAlongPage(_StepPage):
    """A text that is said or read aloud at the interview: the anthem, articles of the Constitution."""

    parameters = Parameters()
    search_kind = "lesson"
    template = "citizenship/read_along_page.html"

    class Meta:
        verbose_name = pgettext_lazy("staff", "text to read along")
        verbose_name_plural = pgettext_lazy("staff", "texts to read along")
