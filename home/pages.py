"""The home page and plain pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField

from courses.catalogue.models import Run
from courses.catalogue.pages import CoursePage
from home.events.pages import expires_with, next_events
from home.news.pages import newest_news
from portal import clock
from portal.blocks import BodyBlock
from portal.caching.marks import Parameters
from portal.found.structured import article, site_things
from portal.pages import BasePage
from resources.citizenship.pages import CitizenshipPage
from resources.pages import FILM, LISTED
from resources.situations.pages import SituationPage
from resources.videos.pages import VideoPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


RUNS_SHOWN = 3
"""Course runs on the first page."""
EVENTS_SHOWN = 3
NEWS_SHOWN = 3


class HomePage(BasePage):
    """The first page: what do you need?"""

    welcome = models.CharField(pgettext_lazy("staff", "welcome"), max_length=120)
    intro = models.TextField(pgettext_lazy("staff", "introduction"), max_length=300)

    parameters = Parameters()
    search_kind = "section"
    template = "home/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "courses.CoursesPage",
        "resources.ResourcesPage",
        "home.CentresPage",
        "home.EventsPage",
        "home.NewsIndexPage",
        "home.ProjectsPage",
        "home.PlainPage",
    ]
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        # The home pages are siblings, so their slugs differ; no address shows them.
        BaseTranslatableField("slug"),
    ]
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("welcome"), FieldPanel("intro")]

    class Meta:
        verbose_name = pgettext_lazy("staff", "home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the course on citizenship, the film to watch first, situations, the next runs, events and news."""
        context = super().get_context(request, *args, **kwargs)
        course_pages = CoursePage.by_course(self.language.code)
        films = VideoPage.objects.live().descendant_of(self).select_related("video")
        context["video_page"] = films.only(*LISTED, "summary", *FILM).order_by("path").first()
        context["citizenship_page"] = CitizenshipPage.objects.live().descendant_of(self).only("url_path").first()
        runs = Run.objects.upcoming(clock.today()).for_cards()[:RUNS_SHOWN]
        context["runs"] = [(run, course_pages.get(run.course_id)) for run in runs]
        context["events"] = next_events(self.language.code, EVENTS_SHOWN)
        expires_with(request, [one.event for one in context["events"]])
        context["news"] = newest_news(self.language.code, NEWS_SHOWN)
        context["situations"] = (
            SituationPage.objects.live().descendant_of(self).only("title", "url_path", "symbol").order_by("path")
        )
        return context

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The portal itself, and its search."""
        return site_things(context)


class PlainPage(BasePage):
    """A page of text: about, privacy, accessibility, help."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=pgettext_lazy("staff", "text"))

    parameters = Parameters()
    template = "home/plain_page.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = pgettext_lazy("staff", "plain page")

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """A page of text."""
        return [article(self, context)]
