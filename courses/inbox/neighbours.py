"""What comes before and after an enrolment in the list that it was opened from."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import QueryDict

from courses.enrolment.models import Enrolment
from courses.inbox.listing import FOUND, Listing, clean_query
from courses.inbox.orders import beyond, expressions
from portal.directory.models import Centre


def neighbours(enrolment: Enrolment, query: str, user: User) -> tuple[int | None, int | None]:
    """Return the primary keys of the previous and the next enrolment, ``None`` where there is none.

    ``query`` is the list's address after the question mark, as the link of a row carries it (``queue=``). Once the
    enrolment has left the list (a new one that was claimed), the next one is the list's first: the oldest
    promise. Four queries, however long the list is, and one for each filter whose choices are rows.
    """
    listing = Listing(QueryDict(clean_query(query, also={FOUND})), user, list(Centre.objects.for_staff(user)))
    found, order = listing.enrolments(), listing.order
    values = found.filter(pk=enrolment.pk).values_list(*(key.field for key in order)).first()
    if values is None:
        return None, found.order_by(*expressions(order)).values_list("pk", flat=True).first()
    after = found.filter(beyond(order, values)).order_by(*expressions(order))
    before = found.filter(beyond(order, values, is_backward=True)).order_by(*expressions(order, is_backward=True))
    return before.values_list("pk", flat=True).first(), after.values_list("pk", flat=True).first()
