"""The home page, plain pages, and the pages of the centres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from courses.catalogue.models import Run
from courses.catalogue.pages import CoursePage
from portal import clock
from portal.blocks import BodyBlock
from portal.caching.marks import Parameters
from portal.directory.models import Centre
from portal.pages import BasePage
from resources.citizenship.pages import CitizenshipPage
from resources.situations.pages import SituationPage
from resources.videos.pages import VideoPage

if TYPE_CHECKING:
    from django.http import HttpRequest


RUNS_SHOWN = 3
"""Course runs on the first page."""


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
        """Add the course on citizenship, the film to watch first, situations and the next runs to start."""
        context = super().get_context(request, *args, **kwargs)
        course_pages = CoursePage.by_course(self.language.code)
        films = VideoPage.objects.live().descendant_of(self).select_related("video")
        context["video_page"] = films.order_by("path").first()
        context["citizenship_page"] = CitizenshipPage.objects.live().descendant_of(self).only("url_path").first()
        runs = Run.objects.upcoming(clock.today()).for_cards()[:RUNS_SHOWN]
        context["runs"] = [(run, course_pages.get(run.course_id)) for run in runs]
        context["situations"] = (
            SituationPage.objects.live().descendant_of(self).only("title", "url_path").order_by("path")
        )
        return context


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


class CentresPage(BasePage):
    """The list of centres."""

    parameters = Parameters()
    symbol_in_lists = "house"
    search_kind = "section"
    template = "home/centres_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["home.CentrePage"]

    class Meta:
        verbose_name = pgettext_lazy("staff", "centres section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages of the centres that are open to the public, with their phones and hours."""
        context = super().get_context(request, *args, **kwargs)
        context["centre_pages"] = (
            CentrePage.objects.live()
            .child_of(self)
            .filter(centre__is_active=True)
            .select_related("centre", "centre__county")
            .prefetch_related("centre__phones", "centre__hours", "centre__counties_served")
            .order_by("centre__city", "pk")
        )
        return context


class CentrePage(BasePage):
    """The prose of one centre; address, hours and phones are rows."""

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="pages", verbose_name=pgettext_lazy("staff", "centre")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=pgettext_lazy("staff", "text"))

    parameters = Parameters()
    symbol_in_lists = "house"
    search_kind = "centre"
    template = "home/centre_page.html"
    served_with = ("centre__county", "centre__organisation")
    parent_page_types: ClassVar = ["home.CentresPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        SynchronizedField("centre", overridable=False),
    ]
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("centre"), FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = pgettext_lazy("staff", "centre page")
        verbose_name_plural = pgettext_lazy("staff", "centre pages")

    def clean(self) -> None:
        """Refuse a second page about the same centre."""
        super().clean()
        others = CentrePage.objects.filter(centre_id=self.centre_id, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.centre_id and others.exclude(translation_key=self.translation_key).exists():
            raise ValidationError({"centre": pgettext_lazy("staff", "This centre has a page already.")})

    def search_terms(self) -> list[str]:
        """Where it is, and whom it serves."""
        centre = self.centre
        served = [county.name for county in centre.counties_served.all()]
        return [centre.name, centre.city, centre.county.name, centre.address, *served]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the centre with what it shows, and the runs that can be joined there."""
        context = super().get_context(request, *args, **kwargs)
        course_pages = CoursePage.by_course(self.language.code)
        prefetch_related_objects([self.centre], "phones", "hours", "counties_served")
        context["centre"] = self.centre
        runs = Run.objects.upcoming(clock.today()).filter(centre_id=self.centre_id).for_cards()
        context["runs"] = [(run, course_pages.get(run.course_id)) for run in runs]
        return context
