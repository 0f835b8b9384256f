"""Course pages: the prose of a course, and the finder above them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import translation
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from courses.catalogue.alternatives import nearest_to
from courses.catalogue.finder import FinderForm
from courses.catalogue.models import Course, Run
from courses.catalogue.structured import course_thing
from portal import clock, languages
from portal.blocks import BodyBlock
from portal.caching.marks import Parameters
from portal.context import public_path
from portal.found.structured import absolute
from portal.pages import BasePage, refuse_second_page
from resources.paging import part_of

if TYPE_CHECKING:
    from django.http import HttpRequest

PART = 12
"""Groups on one page of the list."""


class CoursesPage(BasePage):
    """The course finder: every run that can be joined, narrowed down by a form that is a plain GET."""

    parameters = Parameters((*FinderForm.base_fields, "page"))
    symbol_in_lists = "people"
    search_kind = "section"
    template = "courses/courses_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["courses.CoursePage"]

    class Meta:
        verbose_name = pgettext_lazy("staff", "course finder")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the form, the runs it finds and the title of each run's course in this language.

        Four queries, one more where there are several parts, or where nothing fits.
        """
        context = super().get_context(request, *args, **kwargs)
        form = FinderForm(request.GET)
        runs = Run.objects.upcoming(clock.today()).matching(**form.choices())
        part = part_of(runs.for_cards(), request, PART, **form.carried())
        course_pages = CoursePage.by_course(self.language.code)
        if not part.rows and form.is_narrowed:
            nearest = nearest_to(form.choices(), clock.today())
            context["nearest"] = [(run, course_pages.get(run.course_id)) for run in nearest]
        context.update(
            form=form,
            runs=[(run, course_pages.get(run.course_id)) for run in part.rows],
            runs_count=runs.count() if part.before or part.after else len(part.rows),
            part=part,
            kept_query=part.kept(is_narrowed=form.is_narrowed),
            course_pages=list(course_pages.values()),
        )
        return context

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The courses there are, each on its page."""
        pages: list[CoursePage] = context["course_pages"]
        listed = [
            {"@type": "ListItem", "position": number, "url": absolute(public_path(page.url_path, self.language.code))}
            for number, page in enumerate(pages, start=1)
        ]
        return [{"@type": "ItemList", "itemListElement": listed}] if listed else []


class CoursePage(BasePage):
    """The prose of one course. Its dates and places are rows."""

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="pages", verbose_name=pgettext_lazy("staff", "course")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=pgettext_lazy("staff", "text"))

    parameters = Parameters()
    symbol_in_lists = "people"
    search_kind = "course"
    template = "courses/course_page.html"
    served_with = ("course",)
    parent_page_types: ClassVar = ["courses.CoursesPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        SynchronizedField("course", overridable=False),
    ]
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("course"), FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = pgettext_lazy("staff", "course page")
        verbose_name_plural = pgettext_lazy("staff", "course pages")

    @classmethod
    def by_course(cls, language: str) -> dict[int, CoursePage]:
        """Return the live course pages in a language, without their texts, by course id. One query."""
        pages = cls.objects.live().filter(locale__language_code=language).select_related("locale")
        pages = pages.only("title", "url_path", "summary", "course", "locale__language_code")
        return {page.course_id: page for page in pages}

    @classmethod
    def title_of(cls, course: Course, language: str) -> str:
        """Return a course's title in a language, in English or Romanian where that lacks, else its code."""
        titles = dict(cls.objects.live().filter(course=course).values_list("locale__language_code", "title"))
        return next((titles[code] for code in (language, "en", languages.SOURCE_CODE) if code in titles), course.code)

    @classmethod
    def titles(cls, course_ids: Collection[int]) -> dict[int, dict[str, str]]:
        """Return the titles of courses by language code, by course id. One query."""
        rows = cls.objects.live().filter(course__in=course_ids).order_by()
        found: dict[int, dict[str, str]] = {}
        for course_id, code, title in rows.values_list("course_id", "locale__language_code", "title"):
            found.setdefault(course_id, {})[code] = title
        return found

    @classmethod
    def titles_by_code(cls, language: str) -> dict[str, str]:
        """Return the titles of all courses that have a page, by code, as :meth:`title_of` chooses them. One query."""
        rows = cls.objects.live().order_by("course__kind", "course__level", "course__code")
        found: dict[str, dict[str, str]] = {}
        for course, code, title in rows.values_list("course__code", "locale__language_code", "title"):
            found.setdefault(course, {})[code] = title
        wanted = (language, "en", languages.SOURCE_CODE)
        return {
            course: next((titles[code] for code in wanted if code in titles), course)
            for course, titles in found.items()
        }

    def clean(self) -> None:
        """Refuse a second page about the same course in the same language."""
        super().clean()
        refuse_second_page(self, "course", pgettext_lazy("staff", "This course has a page already."))

    def search_terms(self) -> list[str]:
        """Its level and kind, and the towns of its groups."""
        course = self.course
        cities = (
            Run.objects.upcoming(clock.today()).filter(course=course).order_by().values_list("centre__city", flat=True)
        )
        with translation.override(self.locale.language_code):
            kind = str(course.get_kind_display())
        return [course.level, course.code, kind, *sorted(set(cities))]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the runs of this course that can be joined."""
        context = super().get_context(request, *args, **kwargs)
        runs = Run.objects.upcoming(clock.today()).filter(course_id=self.course_id).for_cards()
        context["runs"] = [(run, self) for run in runs]
        return context

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The course, with the groups that start next."""
        return [course_thing(self, self.course, [run for run, _ in context["runs"]], context)]
