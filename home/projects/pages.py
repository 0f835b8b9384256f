"""Projects: who pays for courses and advice, with whom, for whom, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from courses.catalogue.models import Run
from courses.catalogue.pages import CoursePage
from home.blocks import StoryBlock
from home.news.pages import NewsPage
from portal import clock
from portal.amounts import format_lei, format_percent
from portal.caching.marks import Parameters
from portal.context import public_path
from portal.directory.models import Centre, Project, ProjectPartner
from portal.found.structured import article
from portal.pages import BasePage, refuse_second_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

RUNS_SHOWN = 6
NEWS_SHOWN = 3
_ONE_A_LINE = pgettext_lazy("staff", "One a line.")


class ProjectsPage(BasePage):
    """The list of projects."""

    parameters = Parameters()
    symbol_in_lists = "flag"
    search_kind = "section"
    template = "projects/projects_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["home.ProjectPage"]

    class Meta:
        verbose_name = pgettext_lazy("staff", "projects section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the projects that run, then those that have ended. One query."""
        context = super().get_context(request, *args, **kwargs)
        pages = ProjectPage.objects.live().child_of(self).select_related("project__organisation").defer("body")
        today = clock.today()
        listed = list(pages.order_by("-project__starts_on", "path"))
        context["running"] = [page for page in listed if page.project.ends_on >= today]
        context["ended"] = [page for page in listed if page.project.ends_on < today]
        return context


class ProjectPage(BasePage):
    """The prose of one project. Funder, partners, period and counties are rows."""

    project = models.ForeignKey(
        Project,
        models.PROTECT,
        related_name="pages",
        verbose_name=pgettext_lazy("staff", "project"),
        help_text=pgettext_lazy("staff", "Funder, partners, period and counties are kept there."),
    )
    objectives = models.TextField(
        pgettext_lazy("staff", "what the project wants to achieve"), blank=True, help_text=_ONE_A_LINE
    )
    target_groups = models.TextField(pgettext_lazy("staff", "for whom it is"), blank=True, help_text=_ONE_A_LINE)
    results = models.TextField(pgettext_lazy("staff", "what comes of it"), blank=True, help_text=_ONE_A_LINE)
    body = StreamField(StoryBlock(), blank=True, verbose_name=pgettext_lazy("staff", "text"))

    parameters = Parameters()
    symbol_in_lists = "flag"
    search_kind = "project"
    template = "projects/project_page.html"
    served_with = ("project__organisation",)
    parent_page_types: ClassVar = ["home.ProjectsPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        SynchronizedField("project", overridable=False),
    ]
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("project"),
        MultiFieldPanel(
            [FieldPanel("objectives"), FieldPanel("target_groups"), FieldPanel("results")],
            heading=pgettext_lazy("staff", "What funders ask for"),
        ),
        FieldPanel("body"),
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = pgettext_lazy("staff", "project page")
        verbose_name_plural = pgettext_lazy("staff", "project pages")

    def clean(self) -> None:
        """Refuse a second page about the same project in the same language."""
        super().clean()
        refuse_second_page(self, "project", pgettext_lazy("staff", "This project has a page already."))

    def search_terms(self) -> list[str]:
        """Its name, its organisations and its counties."""
        project = self.project
        partners = [partner.organisation.name for partner in project.partners.select_related("organisation")]
        counties = [county.name for county in project.counties.all()]
        return [project.name, project.organisation.name, *partners, *counties]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the project with its partners and counties, the groups and centres that it pays for, and its news."""
        context = super().get_context(request, *args, **kwargs)
        project, code = self.project, self.language.code
        partners = Prefetch("partners", ProjectPartner.objects.select_related("organisation"))
        prefetch_related_objects([project], partners, "counties")
        course_pages = CoursePage.by_course(code)
        runs = Run.objects.upcoming(clock.today()).filter(project=project).for_cards()[:RUNS_SHOWN]
        context.update(
            project=project,
            # One a line: see the help texts of the fields.
            parts={name: getattr(self, name).splitlines() for name in ("objectives", "target_groups", "results")},
            budget=format_lei(project.budget_lei, code) if project.budget_lei else "",
            share=format_percent(project.cofinancing_percent, code) if project.cofinancing_percent else "",
            runs=[(run, course_pages.get(run.course_id)) for run in runs],
            centres=_centres_of(project, code),
            news=NewsPage.objects.live()
            .filter(locale_id=self.locale_id)
            .about_project(project.pk)
            .newest()[:NEWS_SHOWN],
        )
        return context

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """A text: schema.org's projects are organisations."""
        return [article(self, context)]


def _centres_of(project: Project, code: str) -> list[tuple[Centre, str]]:
    """Return the centres of the project's organisations in its counties, each with the address of its page or ""."""
    organisations = Q(organisation=project.organisation_id) | Q(organisation__partnerships__project=project)
    centres = Centre.objects.active().filter(organisations, county__projects=project).distinct()
    page = Page.objects.live().filter(centrepage__centre=models.OuterRef("pk"), locale__language_code=code)
    found = centres.annotate(page_path=models.Subquery(page.values("url_path")[:1])).order_by("city", "pk")
    return [(centre, public_path(centre.page_path, code) if centre.page_path else "") for centre in found]
