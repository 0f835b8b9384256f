"""The pages of the centres: list and map, and one page for each centre."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from courses.catalogue.models import Run
from courses.catalogue.pages import CoursePage
from home.centres.county_form import CountyForm
from home.centres.county_map import CountyMap
from home.events.pages import expires_with, next_events
from portal import clock
from portal.blocks import BodyBlock
from portal.caching.marks import Parameters, expires_at
from portal.directory.models import Centre, County
from portal.directory.opening import changes_at
from portal.directory.structured import office
from portal.found.structured import describe, public_address
from portal.pages import BasePage, refuse_second_page

if TYPE_CHECKING:
    from django.http import HttpRequest

EVENTS_SHOWN = 3
"""Events on a centre's page."""
CARD_FIELDS = tuple(f"centre__{name}" for name in ("code", "city", "address", "county_id", "latitude", "longitude"))
"""What the list and the map show of a centre."""


class CentresPage(BasePage):
    """The list of centres and the map of the counties; the county that somebody lives in is in the address."""

    parameters = Parameters(("county",))
    symbol_in_lists = "house"
    search_kind = "section"
    template = "home/centres_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["home.CentrePage"]

    class Meta:
        verbose_name = pgettext_lazy("staff", "centres section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the form, the pages of the centres (those that serve the chosen county by themselves), and the map."""
        context = super().get_context(request, *args, **kwargs)
        form = CountyForm(request.GET)
        pages = {page.centre_id: page for page in self._centre_pages()}
        mine = [pages.pop(pk) for pk in form.serving() if pk in pages]
        expires_at(request, changes_at([page.centre for page in (*mine, *pages.values())], clock.now()))
        context["form"], context["mine"], context["others"] = form, mine, list(pages.values())
        context["map"] = CountyMap(form.counties, [*mine, *pages.values()], chosen=form.chosen, mine=mine)
        return context

    def _centre_pages(self) -> models.QuerySet[CentrePage]:
        return (
            CentrePage.objects.live()
            .child_of(self)
            .filter(centre__is_active=True)
            .select_related("centre")
            .only("title", "url_path", "locale", *CARD_FIELDS)
            .prefetch_related("centre__phones", "centre__hours", "centre__special_days")
            .prefetch_related(models.Prefetch("centre__counties_served", County.objects.only("code")))
            .order_by("centre__city", "pk")
        )


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
        refuse_second_page(self, "centre", pgettext_lazy("staff", "This centre has a page already."))

    def search_terms(self) -> list[str]:
        """Where it is, whom it serves, and what people find there."""
        centre = self.centre
        served = [county.name for county in centre.counties_served.all()]
        with translation.override(self.locale.language_code):
            found = [str(kind.label) for kind in (*centre.help_offered, *centre.ways_in)]
        return [centre.name, centre.city, centre.county.name, centre.address, *served, *found]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the centre with what it shows, the runs that can be joined there, and what takes place."""
        context = super().get_context(request, *args, **kwargs)
        course_pages = CoursePage.by_course(self.language.code)
        prefetch_related_objects([self.centre], "phones", "hours", "special_days", "counties_served")
        expires_at(request, changes_at([self.centre], clock.now()))
        context["centre"] = self.centre
        runs = Run.objects.upcoming(clock.today()).filter(centre_id=self.centre_id).for_cards()
        context["runs"] = [(run, course_pages.get(run.course_id)) for run in runs]
        context["events"] = next_events(self.language.code, EVENTS_SHOWN, centre_id=self.centre_id)
        expires_with(request, [one.event for one in context["events"]])
        return context

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Where the centre is, when it is open and how to call it."""
        return [{**office(context["centre"]), "description": describe(self, context), "url": public_address(self)}]
