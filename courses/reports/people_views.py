"""Who stands behind a figure: by name for who may see them, by pseudonyms and codes for who may only count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import npgettext
from wagtail.admin.paginator import WagtailPaginator

from courses.people.models import Person
from courses.reports.counting import BANDS, GENDERS, Cell, Counted, people
from courses.reports.indicators import indicators
from courses.reports.labels import BANDS as BAND_LABELS
from courses.reports.labels import GENDER, INDICATORS, what_counted
from courses.reports.labels import GENDERS as GENDER_LABELS
from courses.reports.pseudonyms import pseudonym_for
from courses.reports.views import ScopedReportView, cell_query
from portal.directory.models import Centre

A_PAGE = 50
UNKNOWN = "unknown"


@dataclass(frozen=True)
class PersonRow:
    """One person of a list. Without a name they are a pseudonym, and the day is only its month."""

    name: str
    language: str
    pseudonym: str
    url: str
    gender: Promise | str
    band: Promise
    what: str
    centre: str
    day: dt.date


class PeopleView(ScopedReportView):
    """The list behind one figure, as long as the figure says."""

    template_name = "reports/people.html"
    above = ("reports:index", INDICATORS)

    @cached_property
    def cell(self) -> Cell:
        """The figure that is asked about. Raises ``Http404`` for one that isn't there."""
        return asked_cell(self.asked, {row.code for row in indicators()})

    def get_page_title(self) -> str:
        """Return the indicator's code."""
        return self.cell.code

    def report_context(self) -> dict[str, Any]:
        """Return one page of the list."""
        cell = self.cell
        number = self.request.GET.get("p", "1")
        page = int(number) if number.isdecimal() and len(number) < 7 else 1
        found = people(self.form.scope, cell, offset=A_PAGE * (max(page, 1) - 1), limit=A_PAGE)
        if page > 1 and not found.rows:
            raise Http404
        parts = [BAND_LABELS[cell.band] if cell.band is not None else None]
        parts += [GENDER_LABELS[cell.gender] if cell.gender is not None else None]
        return {
            "label": next(row.label for row in indicators() if row.code == cell.code),
            "parts": [part for part in parts if part],
            "total": npgettext("staff", "%(count)s person", "%(count)s people", found.total) % {"count": found.total},
            "rows": person_rows(found.rows, user=self.request.user, named=self.named),  # type: ignore[arg-type]
            "page": WagtailPaginator(range(found.total), A_PAGE).get_page(page),
            "back": f"{reverse('reports:index')}?{self.form.query()}",
            "export": f"{reverse('reports:people_file')}?{self.form.query()}&{cell_query(cell)}",
        }


def asked_cell(asked: Mapping[str, str], codes: Collection[str]) -> Cell:
    """Return the figure that a query string names. Raises ``Http404`` for one that isn't there."""

    def choice(name: str, known: Collection[str]) -> str | None:
        value = asked.get(name, "")
        if not value:
            return None
        value = "" if value == UNKNOWN else value
        if value not in known:
            raise Http404
        return value

    if asked.get("indicator", "") not in codes:
        raise Http404
    return Cell(asked["indicator"], choice("band", BANDS), choice("gender", GENDERS))


def person_rows(counted: Sequence[Counted], *, user: User, named: Collection[int]) -> list[PersonRow]:
    """Return people as a user may see them: with a name where the centre's people are the user's. Two queries."""
    keys = {row.person for row in counted if row.centre in named}
    names = {row["pk"]: row for row in Person.objects.filter(pk__in=keys).values("pk", "name", "language")}
    centres = dict(Centre.objects.filter(pk__in={row.centre for row in counted}).values_list("pk", "name"))
    rows = []
    for row in counted:
        person = names.get(row.person) if row.centre in named else None
        rows.append(
            PersonRow(
                name=person["name"] if person else "",
                language=person["language"] if person else "",
                pseudonym="" if person else pseudonym_for(user, row.person),
                url=reverse("inbox:enrolment", args=[row.enrolment]) if person and row.enrolment else "",
                gender=GENDER[row.gender],
                band=BAND_LABELS[row.band],
                what=what_counted(row.kind, row.level),
                centre=centres[row.centre],
                day=row.day,
            )
        )
    return rows
