"""The calendar of events, and the page of one: its prose. When and where are rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import StoryBlock
from home.events.finder import EventFinder
from home.events.models import Event
from home.events.structured import event_thing
from portal import clock, languages
from portal.caching.marks import Parameters, expires_at
from portal.context import public_path
from portal.pages import BasePage, refuse_second_page
from resources.paging import part_of

if TYPE_CHECKING:
    from django.http import HttpRequest

PART = 12
"""Events on one page of the list."""
LISTED = ("title", "url_path", "locale__language_code")
CARD_FIELDS = (
    *("event__kind", "event__audience", "event__is_cancelled", "event__starts_at", "event__ends_at"),
    *("event__is_all_day", "event__online_url", "event__venue", "event__address", "event__city", "event__county_id"),
    *("event__centre__city", "event__centre__address"),
)
"""What ``events/card.html`` shows of a page and its event, out of some eighty columns."""


class EventsPage(BasePage):
    """Events to come, narrowed down by links and a form that is a plain GET; past ones have a view of their own."""

    parameters = Parameters(("kind", "county", "centre", "when", "page"))
    symbol_in_lists = "calendar"
    search_kind = "section"
    template = "events/events_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["home.EventPage"]

    class Meta:
        verbose_name = pgettext_lazy("staff", "events section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the choices, and the events that fit with their pages. Three queries, four with a centre."""
        context = super().get_context(request, *args, **kwargs)
        finder = EventFinder.of(request)
        part = part_of(finder.events(clock.now()).for_list(), request, PART, **finder.carried)
        expires_with(request, part.rows)
        context.update(
            finder=finder,
            part=part,
            kept_query=part.kept(is_narrowed=any(finder.carried.values())),
            listed=listed(part.rows, self.language.code),
            # What makes a phone ask "Subscribe?" instead of saving a file.
            webcal=f"webcal://{urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc}",
        )
        return context


class EventPage(BasePage):
    """What happens at an event, whom it is for, what to bring."""

    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="pages",
        verbose_name=pgettext_lazy("staff", "event"),
        help_text=pgettext_lazy("staff", "Time, place and phone are kept there: under Events in the menu."),
    )
    notice = models.TextField(
        pgettext_lazy("staff", "what changed"),
        max_length=300,
        blank=True,
        help_text=pgettext_lazy(
            "staff", "Stands on top of the page, marked: why it is cancelled, where it was moved. Else empty."
        ),
    )
    body = StreamField(StoryBlock(), blank=True, verbose_name=pgettext_lazy("staff", "text"))

    parameters = Parameters()
    symbol_in_lists = "calendar"
    search_kind = "event"
    template = "events/event_page.html"
    served_with = ("event__centre__county", "event__county")
    parent_page_types: ClassVar = ["home.EventsPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        SynchronizedField("event", overridable=False),
    ]
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("event"),
        FieldPanel("notice"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = pgettext_lazy("staff", "event page")
        verbose_name_plural = pgettext_lazy("staff", "event pages")

    def clean(self) -> None:
        """Refuse a second page about the same event in the same language."""
        super().clean()
        refuse_second_page(self, "event", pgettext_lazy("staff", "This event has a page already."))

    @classmethod
    def by_event(cls, event_ids: Collection[int], language: str) -> dict[int, EventPage]:
        """Return the live page of each event in a language, in English or Romanian where that lacks. One query."""
        wanted = (language, "en", languages.SOURCE_CODE)
        pages = cls.objects.live().filter(event__in=event_ids, locale__language_code__in=wanted)
        found: dict[int, dict[str, EventPage]] = {}
        for page in pages.select_related("locale").only("event", "summary", "notice", *LISTED):
            found.setdefault(page.event_id, {})[page.locale.language_code] = page
        return {
            event_id: next(of_event[code] for code in wanted if code in of_event)
            for event_id, of_event in found.items()
        }

    def search_terms(self) -> list[str]:
        """What kind of event it is, and where."""
        event = self.event
        with translation.override(self.locale.language_code):
            kind = str(event.get_kind_display())
        county = event.county or (event.centre.county if event.centre else None)
        return [term for term in (kind, event.town, event.venue, county.name if county else "") if term]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the event with its partners and the phones of its centre. Two queries at most."""
        context = super().get_context(request, *args, **kwargs)
        prefetch_related_objects([self.event], "partners")
        if self.event.centre and not self.event.phone:
            prefetch_related_objects([self.event.centre], "phones")
        expires_with(request, [self.event])
        context.update(event=self.event, is_over=self.event.ends_at <= clock.now())
        return context

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The event."""
        return [event_thing(self, context)]


def expires_with(request: HttpRequest, events: Iterable[Event]) -> None:
    """Have a page that shows these events made anew when the first of them is over."""
    now = clock.now()
    for event in events:
        if event.ends_at > now:
            expires_at(request, event.ends_at)


@dataclass(frozen=True)
class ListedEvent:
    """An event as a reader of one language meets it in a list: ``page`` is in another one where theirs is missing."""

    event: Event
    page: EventPage
    url: str
    language: languages.Language
    is_foreign: bool


def listed(events: Sequence[Event], code: str) -> list[ListedEvent]:
    """Return events with the pages to open in a language; without those that have none to offer. One query."""
    pages = EventPage.by_event([event.pk for event in events], code)
    return [listed_page(event, pages[event.pk], code) for event in events if event.pk in pages]


def listed_page(event: Event, page: EventPage, code: str) -> ListedEvent:
    """Return an event with its page."""
    language = languages.get_language(page.locale.language_code)
    return ListedEvent(event, page, public_path(page.url_path, language.code), language, language.code != code)


def next_events(code: str, count: int, *, centre_id: int | None = None) -> list[ListedEvent]:
    """Return the next events with a page in this very language, everywhere or of one centre. One query."""
    coming = EventPage.objects.live().filter(locale__language_code=code, event__ends_at__gt=clock.now())
    if centre_id is not None:
        coming = coming.filter(event__centre=centre_id)
    coming = coming.filter(event__is_cancelled=False).order_by("event__starts_at", "pk")
    pages = coming.select_related("locale", "event__centre").only(*LISTED, *CARD_FIELDS)
    return [listed_page(page.event, page, code) for page in pages[:count]]
