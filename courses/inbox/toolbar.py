"""What stands above the queue: tabs with their counts, saved views, columns, and runs that start soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.inbox.columns import ALWAYS, COLUMNS, Cell, columns_for
from courses.inbox.listing import COLUMNS as COLUMNS_PARAMETER
from courses.inbox.listing import FOUND, ORDERING, SECTION, VIEW, Listing, clean_query, found_query
from courses.inbox.models import SavedView
from courses.inbox.saved_views import address_of
from courses.inbox.sections import NEW, SECTIONS, SOON, Section, counts
from courses.inbox.soon import runs_that_start_soon
from courses.people.access import Reach
from portal import clock


@dataclass(frozen=True)
class Tab:
    """A link to a section. ``count`` is ``None`` where nothing is counted."""

    section: Section
    count: int | None
    url: str
    is_current: bool


@dataclass(frozen=True)
class ViewLink:
    """A link to a saved view."""

    view: SavedView
    url: str
    is_current: bool
    is_own: bool
    may_delete: bool


@dataclass(frozen=True)
class ColumnChoice:
    """A column that can be chosen."""

    column: Cell
    is_chosen: bool


@dataclass(frozen=True)
class Toolbar:
    """All of it. ``query`` is the list's address, without search and page; ``queue_query`` as rows carry it (those that
    a search finds carry what its page found: what is searched for is a name, and is never carried along).

    ``hidden`` are its parameters without the columns, ``kept`` those that search and filters leave as they are.
    """

    section: Section
    tabs: list[Tab]
    views: list[ViewLink]
    columns: list[ColumnChoice]
    runs: Sequence[Run]
    hidden: list[tuple[str, str]]
    kept: list[tuple[str, str]]
    query: str
    queue_query: str

    @property
    def new(self) -> int:
        """How many enrolments are new."""
        return next(tab.count or 0 for tab in self.tabs if tab.section is NEW)

    @property
    def view(self) -> ViewLink | None:
        """The saved view that is open."""
        return next((link for link in self.views if link.is_current), None)

    @property
    def save_url(self) -> str:
        """Where this list is given a name."""
        return f"{reverse('inbox:view_add')}?{urlencode({'query': self.query})}"

    @property
    def is_changed(self) -> bool:
        """Whether the open view shows something else than what was saved."""
        return self.view is not None and clean_query(self.view.view.query) != self.query


def toolbar_of(listing: Listing) -> Toolbar:
    """Return what stands above a list. At most four queries, however much there is."""
    given = listing.query
    kept = QueryDict(clean_query(given.urlencode()), mutable=True)
    # The tab is said even where the address left it open: a link from the list leads to the same list.
    kept[SECTION] = listing.section.code
    query = kept.urlencode()
    runs = list(runs_that_start_soon(listing.user).select_related("course", "centre"))
    names = [column.name for column in columns_for(given.getlist(COLUMNS_PARAMETER), has_centres=_has_centres(listing))]
    return Toolbar(
        section=listing.section,
        tabs=_tabs(listing, len(runs)),
        views=_views(listing),
        columns=[
            ColumnChoice(column, column.name in names)
            for column in COLUMNS
            if column.name != ALWAYS and (_has_centres(listing) or column.name != "centre")
        ],
        runs=runs if listing.section is SOON else [],
        hidden=[
            *((name, value) for name, values in kept.lists() if name != COLUMNS_PARAMETER for value in values),
            *([(FOUND, given.get(FOUND, ""))] if listing.found else []),
        ],
        kept=[
            (name, value)
            for name in (SECTION, ORDERING, COLUMNS_PARAMETER, VIEW)
            for value in (kept if name == SECTION else given).getlist(name)
        ],
        query=query,
        queue_query=found_query(query, listing.found) if listing.found else query,
    )


def _has_centres(listing: Listing) -> bool:
    return len(listing.centres) > 1


def _tabs(listing: Listing, number_of_runs: int) -> list[Tab]:
    numbers: dict[str, int] = counts(Enrolment.objects.for_staff(listing.user), clock.now())
    numbers[SOON.code] = number_of_runs
    tabs = []
    for section in SECTIONS:
        query = QueryDict(mutable=True)
        query[SECTION] = section.code
        query.setlistdefault(COLUMNS_PARAMETER, listing.query.getlist(COLUMNS_PARAMETER))
        url = f"{reverse('inbox:index')}?{query.urlencode()}"
        tabs.append(Tab(section, numbers.get(section.code), url, section is listing.section))
    return tabs


def _views(listing: Listing) -> list[ViewLink]:
    open_one = listing.query.get(VIEW, "")
    user, reach = listing.user, Reach.on_page(listing.user)
    return [
        ViewLink(
            view,
            address_of(view),
            is_current=str(view.pk) == open_one,
            is_own=view.owner_id == user.pk,
            may_delete=view.owner_id == user.pk or reach.sees_all or view.centre_id in reach.coordinates,
        )
        for view in SavedView.objects.offered_to(user)
    ]
