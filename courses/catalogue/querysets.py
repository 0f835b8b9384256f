"""Reads of course runs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least

from courses.catalogue.counts import EnrolmentsIn, MeetingsOf
from courses.enrolment.states import HOLDS_PLACE, UNCONFIRMED, State
from portal.directory.models import Centre

if TYPE_CHECKING:
    from courses.catalogue.models import Run  # noqa: F401 - the base class names it


CARD_FIELDS = (
    *(
        "course",
        "centre",
        "venue",
        "mode",
        "teaching_languages",
        "audience",
        "time_of_day",
        "childcare",
        "capacity",
        "state",
    ),
    *("opens_on", "closes_on", "starts_on", "ends_on", "last_entry_on"),
    *("course__kind", "course__level", "centre__name", "centre__city", "centre__address"),
    # What search engines are told of the same groups (courses.catalogue.structured).
    *("teaching_languages", "course__hours", "centre__postcode", "centre__county__name"),
)


class RunQuerySet(models.QuerySet["Run"]):
    """Reads of course runs."""

    def published(self) -> RunQuerySet:
        """Runs that readers may see: published ones, and cancelled ones as such."""
        return self.exclude(state="draft")

    def open_on(self, day: dt.date) -> RunQuerySet:
        """Runs that somebody can enrol in on this day."""
        last_day = Least(F("last_entry_on"), Coalesce(F("closes_on"), F("last_entry_on")))
        return self.annotate(_last_day=last_day).filter(state="open", opens_on__lte=day, _last_day__gte=day)

    def for_staff(self, user: User) -> RunQuerySet:
        """Runs of the centres whose people this user may see."""
        return self.filter(centre__in=Centre.objects.for_staff(user))

    def for_class(self, user: User) -> RunQuerySet:
        """Runs whose class this user may meet: as staff of their centres, or because they teach a session of them.

        Who teaches finds no drafts: nobody has been told of them.
        """
        own = Q(centre__in=Centre.objects.for_staff(user))
        if user.is_superuser:
            return self.filter(own)
        # Two looks at indexes: one OR over columns of the sessions would read them all.
        sessions = apps.get_model("courses", "Session").objects
        taught = [sessions.filter(**{role: user}).values("run") for role in ("trainer", "substitute")]
        return self.filter(own | ~Q(state="draft") & (Q(pk__in=taught[0]) | Q(pk__in=taught[1])))

    def underway(self, day: dt.date) -> RunQuerySet:
        """Published runs that have not ended on this day: staff may still write somebody down for them."""
        return self.filter(state="open", ends_on__gte=day)

    def upcoming(self, day: dt.date) -> RunQuerySet:
        """Published runs that can still be entered on this day or later, the next start first."""
        return self.filter(state="open", last_entry_on__gte=day).order_by("starts_on", "pk")

    def with_places(self) -> RunQuerySet:
        """Count once, for everything that shows it: ``places_taken``, ``places_left`` and ``queue_length``."""
        return self.annotate(
            places_taken=EnrolmentsIn(HOLDS_PLACE),
            queue_length=EnrolmentsIn({State.WAITING}),
        ).annotate(places_left=Greatest(F("capacity") - F("places_taken"), Value(0)))

    def needing_people(self, first: dt.date, last: dt.date) -> RunQuerySet:
        """Published runs that start between two days with a free place or somebody unconfirmed, the next start first.

        Places are counted (:meth:`with_places`), and as ``unconfirmed`` who waits for an answer, ours or theirs.
        """
        starting = self.filter(state="open", starts_on__range=(first, last)).with_places()
        return (
            starting.annotate(unconfirmed=EnrolmentsIn(UNCONFIRMED))
            .filter(Q(places_left__gt=0) | Q(unconfirmed__gt=0))
            .order_by("starts_on", "pk")
        )

    def below_minimum(self, day: dt.date) -> RunQuerySet:
        """Published runs below their minimum that haven't begun, from the day on which it is looked at.

        Places that are held count; ``places_taken`` says how many. Without those that start all the same.
        """
        looked_at = self.filter(state="open", minimum_by__lte=day, starts_on__gte=day).exclude(below_minimum="start")
        return looked_at.with_places().filter(places_taken__lt=F("minimum"))

    def to_close(self, day: dt.date) -> RunQuerySet:
        """Published runs that ended before this day and have people with a confirmed place, the first end first.

        ``open_count`` says how many they are: nobody has said yet how the course ended for them.
        """
        open_still = EnrolmentsIn({State.CONFIRMED, State.ATTENDING})
        ended = self.filter(state="open", ends_on__lt=day).annotate(open_count=open_still)
        return ended.filter(open_count__gt=0).order_by("ends_on", "pk")

    def plannable_by(self, user: User) -> RunQuerySet:
        """Runs that this user may plan: who keeps the catalogue of courses everywhere, others where they work."""
        if user.has_perm("courses.change_course"):
            return self.all()
        return self.filter(centre__in=Centre.objects.for_staff(user))

    def with_schedule(self) -> RunQuerySet:
        """Count the sessions by weekday and hours, for ``Run.schedule``."""
        return self.annotate(meetings_counted=MeetingsOf())

    def for_cards(self) -> RunQuerySet:
        """What ``components/run_card.html`` shows, in narrow rows: half the time of :meth:`for_list`."""
        return self.select_related("course", "centre__county").only(*CARD_FIELDS).with_places().with_schedule()

    def for_list(self) -> RunQuerySet:
        """What a list of runs shows, without a query a row."""
        return self.select_related("course", "centre", "centre__county", "project").with_places().with_schedule()

    def matching(
        self,
        *,
        kind: str = "",
        level: str = "",
        county: str = "",
        mode: str = "",
        time_of_day: str = "",
        women_only: bool = False,
        childcare: bool = False,
    ) -> RunQuerySet:
        """Runs that fit the finder's choices; an empty choice fits all. Online runs fit every county."""
        runs = self
        if kind:
            runs = runs.filter(course__kind=kind)
        if level:
            runs = runs.filter(course__level=level)
        if county:
            nearby = Centre.objects.filter(Q(county=county) | Q(counties_served=county))
            runs = runs.filter(Q(centre__in=nearby) | Q(mode="online"))
        if mode:
            runs = runs.filter(mode=mode)
        if time_of_day:
            runs = runs.filter(time_of_day=time_of_day)
        if women_only:
            runs = runs.filter(audience="women")
        if childcare:
            runs = runs.filter(childcare=True)
        return runs
