"""The columns that a list may have: what each is read from, and how it is written in a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Course
from courses.enrolment.codes import Level, Proficiency, Reason, Source
from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.inbox.labels import STATES, course_label
from courses.people.models import Person
from courses.reports.pseudonyms import pseudonym_for
from portal import clock, languages
from portal.directory.statuses import LegalStatus
from portal.exports import phone_text

Write = Callable[[Any], Any]
ROWS_AT_ONCE = 2_000
"""So many rows the database hands over at a time: the whole list is never in memory."""

AGE_BANDS = {
    "under_18": pgettext_lazy("staff", "under 18"),
    "18_60": pgettext_lazy("staff", "18 to 60"),
    "over_60": pgettext_lazy("staff", "over 60"),
}


@dataclass(frozen=True)
class Column:
    """One column. ``writer`` is asked once an export and returns what turns a value into a cell."""

    code: str
    label: Promise
    path: str
    writer: Callable[[User], Write] = lambda _user: lambda value: value
    is_ticked: bool = False


def _named(choices: Iterable[tuple[Any, Any]]) -> Callable[[User], Write]:
    """Return a writer that names codes as staff read them; an unknown code stays as it is."""
    kept = tuple(choices)

    def writer(_user: User) -> Write:
        names = {code: str(label) for code, label in kept}
        return lambda value: names.get(value, value)

    return writer


def _courses(_user: User) -> Write:
    names = {course.pk: course_label(course) for course in Course.objects.all()}
    return lambda value: names.get(value, "")


def _phone(_user: User) -> Write:
    return lambda value: phone_text(str(value)) if value else ""


def _pseudonym(user: User) -> Write:
    return lambda person: pseudonym_for(user, person)


def _month(_user: User) -> Write:
    return lambda moment: f"{moment.astimezone(clock.ZONE):%Y-%m}"


REFERENCE = Column(
    "reference", pgettext_lazy("staff", "Reference"), "reference", lambda _user: format_reference, is_ticked=True
)
COURSE = Column("course", pgettext_lazy("staff", "Course"), "course_id", _courses, is_ticked=True)
CENTRE = Column("centre", pgettext_lazy("staff", "Centre"), "centre__name")
STATE = Column(
    "state",
    pgettext_lazy("staff", "State"),
    "state",
    _named((state.value, label.name) for state, label in STATES.items()),
    is_ticked=True,
)
LEVEL = Column("level", pgettext_lazy("staff", "Romanian so far"), "level", _named(Level.choices))
ENTRY_LEVEL = Column(
    "entry_level", pgettext_lazy("staff", "Level at the beginning"), "entry_level", _named(Proficiency.choices)
)
EXIT_LEVEL = Column("exit_level", pgettext_lazy("staff", "Level at the end"), "exit_level", _named(Proficiency.choices))
GENDER = Column("gender", pgettext_lazy("staff", "Gender"), "person__gender", _named(Person.Gender.choices))

CASE: tuple[Column, ...] = (
    REFERENCE,
    COURSE,
    Column("run", pgettext_lazy("staff", "Course run"), "run__code", is_ticked=True),
    CENTRE,
    STATE,
    Column("submitted_at", pgettext_lazy("staff", "Received"), "submitted_at", is_ticked=True),
    Column("state_since", pgettext_lazy("staff", "In this state since"), "state_since"),
    Column("due_at", pgettext_lazy("staff", "Next step due"), "due_at"),
    Column("reason", pgettext_lazy("staff", "Reason"), "reason", _named(Reason.choices)),
    Column("source", pgettext_lazy("staff", "How it came"), "source", _named(Source.choices)),
    LEVEL,
    Column(
        "placement_level", pgettext_lazy("staff", "Level found at the centre"), "placement_level", _named(Level.choices)
    ),
    ENTRY_LEVEL,
    EXIT_LEVEL,
    Column("county", pgettext_lazy("staff", "County"), "county__name"),
)
PERSON: tuple[Column, ...] = (
    Column("name", pgettext_lazy("staff", "Name"), "person__name", is_ticked=True),
    Column("latin_name", pgettext_lazy("staff", "Name in Latin letters"), "person__latin_name"),
    Column(
        "language",
        pgettext_lazy("staff", "Language"),
        "person__language",
        _named((language.code, language.native) for language in languages.LANGUAGES),
    ),
    Column("birth_year", pgettext_lazy("staff", "Year of birth"), "person__birth_year"),
    GENDER,
    Column("nationality", pgettext_lazy("staff", "Nationality"), "person__nationality"),
    Column("status", pgettext_lazy("staff", "Legal status"), "person__status", _named(LegalStatus.choices)),
)
CONTACT: tuple[Column, ...] = (
    Column("phone", pgettext_lazy("staff", "Phone"), "person__phone", _phone),
    Column("email", pgettext_lazy("staff", "E-mail"), "person__email"),
    Column(
        "contact_by", pgettext_lazy("staff", "How to reach"), "person__contact_by", _named(Person.ContactBy.choices)
    ),
    Column("helper_phone", pgettext_lazy("staff", "Phone of the helper"), "person__helper_phone", _phone),
    Column(
        "guardian_phone", pgettext_lazy("staff", "Phone of the parent or guardian"), "person__guardian_phone", _phone
    ),
)
GROUPS: tuple[tuple[Promise, tuple[Column, ...]], ...] = (
    (pgettext_lazy("staff", "The enrolment"), CASE),
    (pgettext_lazy("staff", "The person"), PERSON),
    (pgettext_lazy("staff", "How to reach them"), CONTACT),
)
WITHOUT_NAMES: tuple[Column, ...] = (
    Column("pseudonym", pgettext_lazy("staff", "Pseudonym"), "person_id", _pseudonym),
    CENTRE,
    COURSE,
    STATE,
    Column("month", pgettext_lazy("staff", "Month of receipt"), "submitted_at", _month),
    LEVEL,
    ENTRY_LEVEL,
    EXIT_LEVEL,
    Column("age", pgettext_lazy("staff", "Age"), "age_band_then", _named(AGE_BANDS.items())),
    GENDER,
)
"""What who may count but not know gets: no reference, no day, no language or nationality that few people have."""


def rows_of(enrolments: QuerySet[Enrolment], columns: Sequence[Column], user: User) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each enrolment, read by a cursor of the database while they are written. One query.

    What names codes is asked for at once, in the language of who asks.
    """
    writers = [column.writer(user) for column in columns]
    values = enrolments.values_list(*(column.path for column in columns)).iterator(chunk_size=ROWS_AT_ONCE)
    return (tuple(write(value) for write, value in zip(writers, row, strict=True)) for row in values)
