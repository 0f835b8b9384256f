"""What a report is about: a period, centres, a project."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from portal.directory.models import Project


@dataclass(frozen=True)
class Period:
    """Days in Europe/Bucharest, both included."""

    first_day: dt.date
    last_day: dt.date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last_day - self.first_day).days + 1

    @property
    def previous(self) -> Period:
        """The period to compare with: whole months before whole months, else as many days before."""
        before = self.first_day - dt.timedelta(days=1)
        if self.first_day.day == 1 and self.last_day == month_of(self.last_day).last_day:
            months = 12 * (self.last_day.year - self.first_day.year) + self.last_day.month - self.first_day.month
            year, month = divmod(12 * before.year + before.month - 1 - months, 12)
            return Period(dt.date(year, month + 1, 1), before)
        return Period(before - dt.timedelta(days=self.days - 1), before)


@dataclass(frozen=True)
class Scope:
    """What is counted: a period, the primary keys of centres, and of a project (``None``: with or without any)."""

    period: Period
    centres: tuple[int, ...]
    project: int | None = None

    def before(self) -> Scope:
        """The same for the period before."""
        return Scope(self.period.previous, self.centres, self.project)


def month_of(day: dt.date) -> Period:
    """Return the month of a day."""
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def quarter_of(day: dt.date) -> Period:
    """Return the calendar quarter of a day."""
    first = 3 * ((day.month - 1) // 3) + 1
    return Period(dt.date(day.year, first, 1), month_of(dt.date(day.year, first + 2, 1)).last_day)


def year_of(day: dt.date) -> Period:
    """Return the calendar year of a day."""
    return Period(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))


def last_30_days(today: dt.date) -> Period:
    """Return the thirty days that end today."""
    return Period(today - dt.timedelta(days=29), today)


def presets(today: dt.date, project: Project | None) -> list[tuple[Promise | str, Period]]:
    """Return the periods that one click chooses, each with its name; a project's own one where one is chosen."""
    quarter = quarter_of(today)
    found: list[tuple[Promise | str, Period]] = [
        (pgettext_lazy("staff", "The last 30 days"), last_30_days(today)),
        (pgettext_lazy("staff", "This month"), month_of(today)),
        (pgettext_lazy("staff", "This quarter"), quarter),
        (pgettext_lazy("staff", "Last quarter"), quarter.previous),
        (pgettext_lazy("staff", "This year"), year_of(today)),
        (pgettext_lazy("staff", "Last year"), year_of(today).previous),
    ]
    if project is not None:
        found.append((pgettext_lazy("staff", "The whole project"), Period(project.starts_on, project.ends_on)))
    return found
