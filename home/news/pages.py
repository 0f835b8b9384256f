"""News: the list with the newest first, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import StoryBlock
from home.news.kinds import NewsKind, parse_kind
from portal import clock
from portal.caching.marks import Parameters
from portal.directory.models import Centre, Project
from portal.found.structured import article
from portal.pages import BasePage
from resources.facets import Choice, query_of
from resources.paging import part_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

PART = 12
"""News on one page of the list."""
LISTED = ("title", "slug", "url_path", "summary", "published_on", "last_published_at", "kind", "locale")


class NewsQuerySet(PageQuerySet):
    """Reads of news."""

    def newest(self) -> NewsQuerySet:
        """The newest first, with what a list shows of them."""
        newest: NewsQuerySet = self.only(*LISTED).order_by("-published_on", "-pk")
        return newest

    def about_centre(self, centre_id: int) -> NewsQuerySet:
        """News that concern a centre."""
        about: NewsQuerySet = self.filter(centre=centre_id)
        return about

    def about_project(self, project_id: int) -> NewsQuerySet:
        """News that concern a project."""
        about: NewsQuerySet = self.filter(project=project_id)
        return about


class NewsIndexPage(BasePage):
    """All news of a language, a part at a time."""

    parameters = Parameters(("kind", "page"))
    symbol_in_lists = "news"
    search_kind = "section"
    template = "news/news_index_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["home.NewsPage"]

    class Meta:
        verbose_name = pgettext_lazy("staff", "news section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the choices and the news that fit. One query."""
        context = super().get_context(request, *args, **kwargs)
        kind = parse_kind(request.GET.get("kind"))
        news = NewsPage.objects.live().child_of(self).newest()
        if kind:
            news = news.filter(kind=kind)
        rows = [(_("All"), ""), *((str(one.label), one.value) for one in NewsKind)]
        chosen = kind.value if kind else ""
        part = part_of(news, request, PART, kind=chosen)
        context.update(
            kind=kind,
            part=part,
            kept_query=part.kept(is_narrowed=bool(kind)),
            kind_choices=[Choice(label, query_of(kind=value), value == chosen) for label, value in rows],
        )
        return context


class NewsPage(BasePage):
    """Something new, with its day."""

    kind = models.CharField(pgettext_lazy("staff", "about"), max_length=20, choices=NewsKind.choices)
    published_on = models.DateField(
        pgettext_lazy("staff", "day"),
        default=clock.today,
        db_index=True,
        help_text=pgettext_lazy("staff", "Readers see it; the newest stands first."),
    )
    centre = models.ForeignKey(
        Centre,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("staff", "centre"),
        help_text=pgettext_lazy("staff", "If it concerns one centre."),
    )
    project = models.ForeignKey(
        Project,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("staff", "project"),
        help_text=pgettext_lazy("staff", "If it comes from a project: the project's page lists it."),
    )
    body = StreamField(StoryBlock(), blank=True, verbose_name=pgettext_lazy("staff", "text"))

    parameters = Parameters()
    symbol_in_lists = "news"
    search_kind = "news"
    template = "news/news_page.html"
    served_with = ("centre", "project")
    parent_page_types: ClassVar = ["home.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        SynchronizedField("kind", overridable=False),
        SynchronizedField("published_on", overridable=False),
        SynchronizedField("centre", overridable=False),
        SynchronizedField("project", overridable=False),
    ]
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("published_on")]),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("centre"), FieldPanel("project")])],
            heading=pgettext_lazy("staff", "Belongs to"),
        ),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("published_on"),
    ]

    objects = PageManager.from_queryset(NewsQuerySet)()

    class Meta:
        verbose_name = pgettext_lazy("staff", "news")
        verbose_name_plural = pgettext_lazy("staff", "news")

    @property
    def kind_icon(self) -> str:
        """The pictogram of what it is about."""
        return NewsKind(self.kind).icon

    def search_terms(self) -> list[str]:
        """What it is about, and which town it concerns."""
        with translation.override(self.locale.language_code):
            kind = str(self.get_kind_display())
        return [kind, *([self.centre.city] if self.centre else [])]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the newest of the other news. One query."""
        context = super().get_context(request, *args, **kwargs)
        context["others"] = NewsPage.objects.live().sibling_of(self, inclusive=False).newest()[:3]
        return context

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Something new, with its day."""
        return [{**article(self, context), "@type": "NewsArticle", "datePublished": self.published_on.isoformat()}]


def newest_news(code: str, count: int) -> list[NewsPage]:
    """Return the newest news of a language. One query."""
    return list(NewsPage.objects.live().filter(locale__language_code=code).newest()[:count])
