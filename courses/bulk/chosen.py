"""Which enrolments somebody means: the ticked ones, all of a list, or those that a job refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from courses.bulk.models import BulkJob
from courses.bulk.querysets import in_turn
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.inbox.listing import SEARCH, Listing
from courses.inbox.search import matching
from courses.inbox.version import seen_in
from portal.directory.models import Centre

MOST = 500
"""So many at once. It is what somebody can still look through before, and a worker does within a minute or two."""
_LONGEST = len(str(2**62)) - 1


@dataclass(frozen=True)
class Chosen:
    """Enrolments in the order in which they would be done, each with ``version``, the newest entry of its history.

    ``known`` are those entries (by enrolment) that the user has seen already, or one for all. ``is_cut`` says that
    the list was longer than :data:`MOST`.
    """

    enrolments: Sequence[Enrolment]
    known: Mapping[int, int] | int
    is_cut: bool = False

    def known_of(self, enrolment: Enrolment) -> int:
        """Return the newest entry of one enrolment that the user has seen, 0 where that isn't known."""
        return self.known if isinstance(self.known, int) else self.known.get(enrolment.pk, 0)


def number_in(text: str) -> int | None:
    """Return the primary key that a text of an address or a form means, ``None`` for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None


def numbers_in(texts: Sequence[str]) -> list[int]:
    """Return the primary keys among texts, at most :data:`MOST` of them."""
    found = (number_in(text) for text in texts)
    return list(dict.fromkeys(number for number in found if number is not None))[:MOST]


def chosen_in(query: QueryDict, user: User) -> Chosen:
    """Return what an address asks for.

    That is ``again`` (a job whose refused ones are meant), ``all`` of ``list`` (a query of the inbox), or some ``id``.
    Enrolments of other centres aren't among them. Raises ``Http404`` for a job of somebody else's.
    """
    if again := number_in(query.get("again", "")):
        job = get_object_or_404(BulkJob.objects.of(user), pk=again)
        return Chosen(_read(user, list(job.items.refused().values_list("enrolment", flat=True))), 0)
    if query.get("all"):
        pks = _of_list(query.get("list", ""), user)
        return Chosen(_read(user, pks[:MOST]), seen_in(query), is_cut=len(pks) > MOST)
    return Chosen(_read(user, numbers_in(query.getlist("id"))), seen_in(query))


def chosen_again(rows: str, user: User) -> Chosen:
    """Return what a form says that it showed: ``rows``, each a primary key, a colon, and the newest entry seen."""
    known = {}
    for row in rows.split()[:MOST]:
        pk, _colon, version = row.partition(":")
        if (number := number_in(pk)) is not None:
            known[number] = number_in(version) or 0
    return Chosen(_read(user, list(known)), known)


def _read(user: User, pks: Sequence[int]) -> list[Enrolment]:
    newest = Event.objects.filter(enrolment=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    own: QuerySet[Enrolment] = Enrolment.objects.for_staff(user).filter(pk__in=pks)
    return list(
        in_turn(own.annotate(version=Subquery(newest)))
        .select_related("person", "course", "run", "centre")
        .defer("comment", "captcha_token", "person__match_key", "person__search_name")
    )


def _of_list(query: str, user: User) -> list[int]:
    listing = Listing(QueryDict(query), user, list(Centre.objects.for_staff(user)))
    found = listing.ordered()
    if listing.is_searching:
        found = found.filter(matching(listing.query.get(SEARCH, "")))
    return list(found.values_list("pk", flat=True)[: MOST + 1])
