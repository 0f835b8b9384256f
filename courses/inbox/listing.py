"""What an address of the queue asks for: a tab, filters and an order. The list, saved views and "next" read it here."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

from courses.enrolment.models import Enrolment
from courses.inbox.filters import InboxFilterSet
from courses.inbox.orders import Order, expressions, order_of
from courses.inbox.sections import ALL, BY_CODE, TODO, Section
from portal import clock
from portal.directory.models import Centre

SECTION, ORDERING, COLUMNS, SEARCH, VIEW = "section", "ordering", "columns", "q", "view"
FOUND = "found"
"""Primary keys with dots between them: what a page of a search has found, named without the name searched for."""
MOST_FOUND = 50
_LONGEST_KEY = 18


class Listing:
    """The enrolments that an address asks for, of the user's centres. Whatever it doesn't know it ignores."""

    def __init__(self, query: QueryDict, user: User, centres: Sequence[Centre]) -> None:
        self.query = query
        self.user = user
        self.centres = centres

    @cached_property
    def filters(self) -> InboxFilterSet:
        """The filters, bound to the address."""
        request = HttpRequest()
        request.user = self.user
        return InboxFilterSet(self.query, request=request, centres=self.centres)

    @cached_property
    def is_filtering(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.filters.form.has_changed() or self.found)

    @cached_property
    def found(self) -> list[int]:
        """The primary keys that a search has found, where the address names them; whatever else it says is ignored."""
        keys = self.query.get(FOUND, "").split(".")[:MOST_FOUND]
        return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= _LONGEST_KEY]

    @property
    def is_searching(self) -> bool:
        """Whether something is searched for."""
        return bool(self.query.get(SEARCH, "").strip())

    @cached_property
    def section(self) -> Section:
        """The tab. A search looks everywhere, and so does a link that filters without naming a tab."""
        if self.is_searching:
            return ALL
        return BY_CODE.get(self.query.get(SECTION, "")) or (ALL if self.is_filtering else TODO)

    @cached_property
    def ordering(self) -> str:
        """The name of the order: what the address says, else the tab's."""
        name = self.query.get(ORDERING, "")
        return name if order_of(name) else self.section.order

    @cached_property
    def order(self) -> Order:
        """The order itself."""
        order = order_of(self.ordering)
        assert order is not None
        return order

    def enrolments(self) -> QuerySet[Enrolment]:
        """Return the enrolments, unordered, without what a row shows: to be counted, ordered and cut first."""
        found = Enrolment.objects.for_staff(self.user).filter(self.section.condition(clock.now()))
        if self.found:
            found = found.filter(pk__in=self.found)
        self.filters.is_valid()
        # What can't be understood (a colleague who has left, a date that is none) is no filter; the others are.
        return self.filters.filter_queryset(found).order_by()

    def ordered(self) -> QuerySet[Enrolment]:
        """Return the enrolments in order."""
        return self.enrolments().order_by(*expressions(self.order))


def found_query(query: str, pks: Sequence[int]) -> str:
    """Return a list's query that leads to these enrolments, and from each of them to the next."""
    found = QueryDict(query, mutable=True)
    found[FOUND] = ".".join(str(pk) for pk in pks[:MOST_FOUND])
    return found.urlencode()


def clean_query(text: str, *, also: Collection[str] = ()) -> str:
    """Return what can be kept of an address's query: filters, tab, order and columns; neither page nor search.

    What is searched for is a name: it is never kept. Unknown and empty parameters fall away, but for those ``also``
    named.
    """
    known = InboxFilterSet.parameters() | {SECTION, ORDERING, COLUMNS, *also}
    kept = QueryDict(mutable=True)
    try:
        given = QueryDict(text)
    except (UnicodeError, ValueError):
        return ""
    for name in sorted(known & set(given)):
        values = [value for value in given.getlist(name) if value.strip()]
        if values:
            kept.setlist(name, values)
    return kept.urlencode()
