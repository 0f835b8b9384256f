"""Reads of people."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from courses.people.access import Reach

if TYPE_CHECKING:
    from courses.people.models import Person


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads of people."""

    def current(self) -> PersonQuerySet:
        """Without rows that were found to be somebody else's."""
        return self.filter(merged_into=None)

    def perhaps(self, person: Person) -> PersonQuerySet:
        """Other people with this person's phone, or with a like name and the same e-mail or year of birth.

        Found by the indexes of ``phone`` and ``match_key``; like names come first. Names are compared closely
        afterwards, see :func:`courses.people.duplicates.reasons_for`.
        """
        more = Q(pk__in=[])
        if person.phone:
            more |= Q(phone=person.phone)
        if person.email:
            more |= Q(email__iexact=person.email)
        if person.birth_year:
            more |= Q(birth_year=person.birth_year)
        like = Q(match_key=person.match_key) & more if person.match_key else Q(pk__in=[])
        same_phone = Q(phone=person.phone) if person.phone else Q(pk__in=[])
        order = Case(When(match_key=person.match_key, then=Value(0)), default=Value(1))
        return self.current().filter(like | same_phone).exclude(pk=person.pk).order_by(order, "-pk")

    def joinable(self, reach: Reach, centres: Collection[int]) -> PersonQuerySet:
        """Whom a user may join with somebody who enrolled at these centres (primary keys); see :class:`Reach`."""
        enrolments = self.model.enrolments.rel.related_model.objects.filter(person=OuterRef("pk"))  # type: ignore[attr-defined]
        if reach.sees_all or reach.coordinates & set(centres):
            return self.filter(Exists(enrolments))
        allowed = Q(Exists(enrolments.filter(centre__in=reach.coordinates)))
        if len(set(centres)) == 1 and reach.covers(centres):
            elsewhere = enrolments.exclude(centre__in=centres)
            allowed |= Q(Exists(enrolments.filter(centre__in=centres))) & ~Q(Exists(elsewhere))
        return self.filter(allowed)
