"""What the funder asks and we don't know yet, for people who took part in the period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from courses.reports.counting import TOOK_PART, values_of
from courses.reports.scope import Scope

GAPS: Mapping[str, Promise] = {
    "gender": pgettext_lazy("staff", "Gender"),
    "age": pgettext_lazy("staff", "Year of birth"),
    "levels": pgettext_lazy("staff", "Levels of Romanian"),
}
"""What may be missing: gender; the age bracket; both levels of who left a course of Romanian."""

_LACKING = f"""{TOOK_PART},
lacking AS MATERIALIZED (
    SELECT began.enrolment, person.name, person.language, began.kind, began.level, began.centre, began.ended,
        person.gender = '' AS gender, began.band = '' AS age,
        began.kind = 'romanian' AND NOT began.goes_on AND began.ended <= %(last_day)s
            AND (enrolment.entry_level = '' OR enrolment.exit_level = '') AS levels
    FROM began
    JOIN courses_enrolment AS enrolment ON enrolment.id = began.enrolment
    LEFT JOIN same ON same.id = began.person_id
    JOIN courses_person AS person ON person.id = coalesce(same.person, began.person_id)
    WHERE began.ended >= %(first_day)s
)
"""  # noqa: S608 - constants
_PAGE = """
SELECT sums.*, page.* FROM (
    SELECT count(*) FILTER (WHERE gender), count(*) FILTER (WHERE age), count(*) FILTER (WHERE levels) FROM lacking
) AS sums LEFT JOIN (
    SELECT count(*) OVER () AS total, enrolment, name, language, kind, level, centre, gender, age, levels FROM lacking
    WHERE CASE %(gap)s WHEN 'gender' THEN gender WHEN 'age' THEN age WHEN 'levels' THEN levels
        ELSE gender OR age OR levels END
    ORDER BY ended DESC, enrolment OFFSET %(offset)s LIMIT %(limit)s
) AS page ON true
"""


@dataclass(frozen=True)
class Lack:
    """One enrolment of somebody who took part, and what is missing; keys are primary keys."""

    enrolment: int
    name: str
    language: str
    kind: str
    level: str
    centre: int
    gender: bool
    age: bool
    levels: bool

    @property
    def missing(self) -> list[Promise]:
        """What is missing, in the language of staff."""
        return [label for gap, label in GAPS.items() if getattr(self, gap)]

    @property
    def is_about_person(self) -> bool:
        """Whether something about the person is missing, not only the result of a course."""
        return self.gender or self.age


@dataclass(frozen=True)
class Gaps:
    """How many enrolments lack what, a part of those that lack what was asked about, and how many these are."""

    counts: dict[str, int]
    rows: list[Lack]
    total: int


def find_gaps(scope: Scope, gap: str = "", *, offset: int = 0, limit: int | None = None) -> Gaps:
    """Look for what is missing, last to leave first; "" asks for anything. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LACKING + _PAGE, {**values_of(scope), "gap": gap, "offset": offset, "limit": limit})
        rows = cursor.fetchall()
    kinds = len(GAPS)
    found = [row[kinds:] for row in rows if row[kinds] is not None]
    counts = dict(zip(GAPS, rows[0][:kinds], strict=True))
    return Gaps(counts, [Lack(*row[1:]) for row in found], found[0][0] if found else 0)
