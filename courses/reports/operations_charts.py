"""What the operational report shows: the measured rows with names, shares and the period before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import npgettext, pgettext, pgettext_lazy

from courses.catalogue.models import Course
from courses.enrolment.codes import Level, Reason
from courses.enrolment.states import State
from courses.reports.charts import Bar, bars, share
from courses.reports.durations import duration
from courses.reports.labels import what_counted
from courses.reports.operations import Marks
from portal import languages
from portal.directory.models import County

STAGES = (
    pgettext_lazy("staff", "Received"),
    pgettext_lazy("staff", "Looked at"),
    pgettext_lazy("staff", "Place offered"),
    pgettext_lazy("staff", "Place confirmed"),
    pgettext_lazy("staff", "Took part"),
    pgettext_lazy("staff", "Completed"),
)
LOST = {
    State.DECLINED: pgettext_lazy("staff", "Offer declined"),
    State.EXPIRED: pgettext_lazy("staff", "Offer expired"),
    State.WITHDRAWN: pgettext_lazy("staff", "Withdrawn"),
    State.REJECTED: pgettext_lazy("staff", "Rejected"),
    State.DROPPED: pgettext_lazy("staff", "Dropped out"),
}
REASONS = {
    Reason.NOT_ELIGIBLE: pgettext_lazy("staff", "another status"),
    Reason.WRONG_LEVEL: pgettext_lazy("staff", "another level"),
    Reason.RUN_CANCELLED: pgettext_lazy("staff", "the group was cancelled"),
    Reason.NO_ANSWER: pgettext_lazy("staff", "not reached"),
    Reason.DUPLICATE: pgettext_lazy("staff", "enrolled twice"),
    Reason.OTHER: pgettext_lazy("staff", "another reason"),
}
LEVELS = {
    Level.UNKNOWN: pgettext_lazy("staff", "Doesn't know"),
    Level.NONE: pgettext_lazy("staff", "None"),
    Level.A1: "A1",
    Level.A2: "A2",
    Level.B1: "B1",
}
MOST_COUNTIES = 12


@dataclass(frozen=True)
class Headline:
    """One of the figures on top, and the same of the period before."""

    label: Promise | str
    now: str
    before: str


def _percent(part: float, whole: float) -> str:
    value = share(part, whole)
    return "–" if value is None else f"{value} %"


@dataclass
class OperationsCharts:
    """The measured rows (see ``operations``), made ready to be shown. Keys of mappings are primary keys."""

    measured: Mapping[str, list[dict[str, Any]]]
    before: Mapping[str, Any]
    attendance: Mapping[int, Marks]
    waiting: list[dict[str, Any]]
    courses: Mapping[int, Course]
    centres: Mapping[int, str]

    @property
    def now(self) -> dict[str, Any]:
        """The row over everything."""
        return self.measured["headline"][0]

    @property
    def headlines(self) -> list[Headline]:
        """The figures on top."""

        def both(label: Promise, show: Any) -> Headline:
            return Headline(label, show(self.now), show(self.before))

        of_all = [(row.there, row.marks, row.there_before, row.marks_before) for row in self.attendance.values()]
        there, marks, there_before, marks_before = (sum(column) for column in zip((0,) * 4, *of_all, strict=True))
        return [
            both(pgettext_lazy("staff", "Enrolments received"), lambda row: str(row["received"])),
            both(pgettext_lazy("staff", "Half were answered within"), lambda row: duration(_first(row["answered"]))),
            both(pgettext_lazy("staff", "Answered in time"), lambda row: _percent(row["in_time"], row["promised"])),
            both(pgettext_lazy("staff", "Half had a place within"), lambda row: duration(_first(row["placed"]))),
            both(pgettext_lazy("staff", "Got a place"), lambda row: _percent(row["with_place"], row["received"])),
            Headline(pgettext("staff", "Came to class"), _percent(there, marks), _percent(there_before, marks_before)),
        ]

    @property
    def times(self) -> list[dict[str, Any]]:
        """Waiting times: over everything, by centre where there are several, by course."""
        rows = self.measured["times"]
        by_centre = [row for row in rows if row["centre"] is not None]
        shown = [self.now, *(by_centre if len(by_centre) > 1 else []), *(row for row in rows if row["course"])]
        return [
            {
                "label": self._time_label(row),
                "is_all": row is self.now,
                "received": row["received"],
                "answered": duration(_first(row["answered"])),
                "answered_slowest": duration(_second(row["answered"])),
                "in_time": _percent(row["in_time"], row["promised"]),
                "placed": duration(_first(row["placed"])),
                "placed_slowest": duration(_second(row["placed"])),
            }
            for row in shown
        ]

    def _time_label(self, row: Mapping[str, Any]) -> str:
        if row["centre"] is not None:
            return self.centres[row["centre"]]
        return self._course(row["course"]) if row["course"] is not None else pgettext("staff", "All together")

    def _course(self, key: int) -> str:
        course = self.courses[key]
        return f"{what_counted(course.kind, course.level)} ({course.code})"

    @property
    def funnel(self) -> list[Bar]:
        """How many came how far, of all received."""
        reached = {row["reached"]: row["count"] for row in self.measured["reached"]}
        counts = [sum(n for rank, n in reached.items() if rank >= stage) for stage in range(len(STAGES))]
        rows = (
            {"label": label, "value": count, "more": _percent(count, counts[0])}
            for label, count in zip(STAGES, counts, strict=True)
        )
        return bars(rows, longest=counts[0])

    @property
    def lost(self) -> list[Bar]:
        """Why people didn't go on, the most frequent first, with the stage that they had reached."""
        rows = []
        for row in self.measured["lost"]:
            label = str(LOST[State(row["state"])])
            if row["reason"]:
                told = {"what": label, "why": REASONS[Reason(row["reason"])]}
                label = pgettext("staff", "%(what)s: %(why)s") % told
            stage = pgettext("staff", "after “%(stage)s”") % {"stage": STAGES[row["reached"]]}
            rows.append({"label": label, "value": row["count"], "more": stage})
        return bars(rows)

    @property
    def months(self) -> list[Bar]:
        """What was received in each month; the darker part are wishes without a group."""
        rows = (
            {"label": f"{row['month'][5:]}.{row['month'][:4]}", "value": row["count"], "part": row["wishes"]}
            for row in self.measured["months"]
        )
        return bars(rows)

    @property
    def attendance_bars(self) -> list[Bar]:
        """The share of marks that say present or late, by course."""
        rows = [
            {
                "label": self._course(course),
                "value": share(row.there, row.marks) or 0,
                "text": _percent(row.there, row.marks),
            }
            for course, row in self.attendance.items()
            if row.marks
        ]
        return bars(sorted(rows, key=lambda row: -row["value"]), longest=100)

    @property
    def counties(self) -> list[Bar]:
        """Requests by county, the least frequent together."""
        names = dict(County.objects.values_list("code", "name"))
        rows = [{"label": names[row["county"]], **_demand(row)} for row in self.measured["counties"]]
        rest = rows[MOST_COUNTIES:]
        if rest:
            sums = {name: sum(row[name] for row in rest) for name in ("value", "part")}
            label = npgettext("staff", "%(count)s other county", "%(count)s other counties", len(rest))
            rows[MOST_COUNTIES:] = [{"label": label % {"count": len(rest)}, **sums, "more": _wishes(sums["part"])}]
        return bars(rows)

    @property
    def languages(self) -> list[Bar]:
        """Requests by the person's language."""
        return bars(
            {"label": languages.get_language(row["language"]).native, "language": row["language"], **_demand(row)}
            for row in self.measured["languages"]
        )

    @property
    def levels(self) -> list[Bar]:
        """Requests by how much Romanian people say that they speak, from none upwards."""
        found = {row["level"]: row for row in self.measured["levels"]}
        return bars({"label": label, **_demand(found[level])} for level, label in LEVELS.items() if level in found)

    @property
    def waiting_rows(self) -> list[dict[str, Any]]:
        """The waiting lists as they are now."""
        return [{**row, "label": self._course(row["course"])} for row in self.waiting]


def _first(percentiles: list[float] | None) -> float | None:
    return percentiles[0] if percentiles else None


def _second(percentiles: list[float] | None) -> float | None:
    return percentiles[1] if percentiles else None


def _demand(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": row["count"], "part": row["wishes"], "more": _wishes(row["wishes"])}


def _wishes(count: int) -> str:
    if not count:
        return ""
    return npgettext("staff", "%(count)s without a group", "%(count)s without a group", count) % {"count": count}
