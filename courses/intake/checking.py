"""What each row of a list says about a person, and what is wrong with it, in the words of staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import pgettext

from courses.catalogue.models import Run
from courses.enrolment.codes import Level
from courses.enrolment.forms.guardian import may_be_under_consent_age
from courses.enrolment.forms.wording import COMMENT_LENGTH, NAME_LENGTH
from courses.enrolment.references import format_reference
from courses.enrolment.submissions import Submission
from courses.intake import values
from courses.intake.reading import Row
from courses.intake.roster import Member, Roster
from courses.people.models import Person
from portal import clock, languages
from portal.messages import sms

OLDEST_AGE = 120
LONGEST_EMAIL = 254

T = TypeVar("T")


@dataclass
class Reading:
    """A row as we understand it: ``submission`` is ``None`` exactly when there are errors."""

    number: int
    row: Row
    submission: Submission | None = None
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def level(self) -> str:
        """The level in a word, "" where nobody knows it."""
        if self.submission is None or self.submission.level == Level.UNKNOWN:
            return ""
        level = Level(self.submission.level)
        return str(level.label) if level is Level.NONE else level.value


def check_rows(rows: Sequence[Row], run: Run, roster: Roster) -> list[Reading]:
    """Return each row's reading, in the order of the list. No query.

    ``roster`` is who is in the run already. The first of two rows about the same person is good, the second
    is not.
    """
    on_list = Roster()
    readings = []
    for row in rows:
        reading = _Checker(row, run).reading()
        found = reading.submission
        if found is not None:
            who = (found.name, found.phone, found.email)
            if doubles := roster.find(*who):
                sentence = pgettext("staff", "Is in this group already: %(reference)s.")
                reading.errors.append(sentence % {"reference": format_reference(doubles[0].label)})
            elif doubles := on_list.find(*who):
                sentence = pgettext("staff", "The same person is on line %(line)s.")
                reading.errors.append(sentence % {"line": doubles[0].label})
            else:
                on_list.add(Member(str(row.number), *who))
        if reading.errors:
            reading.submission = None
        readings.append(reading)
    return readings


class _Checker:
    """Reads one row. What can't be guessed is an error; what can is a warning."""

    def __init__(self, row: Row, run: Run) -> None:
        self._row = row
        self._run = run
        self._reading = Reading(row.number, row)

    def reading(self) -> Reading:
        name = self._name("name", pgettext("staff", "The name is missing."))
        phone, email = self._phone("phone"), self._email("email")
        guardian = {
            "guardian_name": self._name("guardian_name", ""),
            "guardian_phone": self._phone("guardian_phone"),
            "guardian_email": self._email("guardian_email"),
        }
        birth_year = self._year()
        self._check_guardian(guardian, birth_year)
        if not phone and not email:
            phone, email = guardian["guardian_phone"], guardian["guardian_email"]
        has_typed_contact = any(self._cell(column) for column in ("phone", "email"))
        if not phone and not email and not has_typed_contact:
            self._wrong(pgettext("staff", "There is no phone and no e-mail address."))
        status = self._optional("status", values.read_status, "")
        if not self._run.fits_status(status):
            self._warn(pgettext("staff", "This group is for people with another status."))
        submission = Submission(
            name=name,
            language=self._language(),
            phone=phone,
            email=email,
            contact_by=self._contact_by(phone, email),
            may_leave_message=self._optional("may_leave_message", values.read_yes, default=False),
            birth_year=birth_year,
            status=status,
            level=self._optional("level", values.read_level, str(Level.UNKNOWN)),
            needs_childcare=self._optional("childcare", values.read_yes, default=False),
            comment=self._comment(),
            guardian_name=guardian["guardian_name"],
            guardian_phone=guardian["guardian_phone"],
            guardian_email=guardian["guardian_email"],
        )
        self._reading.submission = submission
        return self._reading

    def _cell(self, column: str) -> str:
        return self._row.cells.get(column, "")

    def _wrong(self, sentence: str) -> None:
        self._reading.errors.append(sentence)

    def _warn(self, sentence: str) -> None:
        self._reading.warnings.append(sentence)

    def _name(self, column: str, when_missing: str) -> str:
        name = self._cell(column)
        if not name or not values.is_visible(name):
            if when_missing:
                self._wrong(when_missing)
            return ""
        if name.startswith("="):
            self._wrong(pgettext("staff", "The name is a formula. Put the name itself there."))
        if len(name) > NAME_LENGTH:
            sentence = pgettext("staff", "The name is longer than %(count)s characters.")
            self._wrong(sentence % {"count": NAME_LENGTH})
        return name

    def _phone(self, column: str) -> str:
        text = self._cell(column)
        try:
            return values.read_phone(text)
        except ValueError:
            self._wrong(pgettext("staff", "“%(text)s” is not a phone number.") % {"text": text})
            return ""

    def _email(self, column: str) -> str:
        text = self._cell(column).strip()
        if not text:
            return ""
        try:
            validate_email(text)
        except ValidationError:
            self._wrong(pgettext("staff", "“%(text)s” is not an e-mail address.") % {"text": text})
            return ""
        if len(text) > LONGEST_EMAIL:
            self._wrong(pgettext("staff", "“%(text)s” is not an e-mail address.") % {"text": text})
        return text

    def _year(self) -> int | None:
        text = self._cell("birth_year")
        if not text:
            return None
        this_year = clock.today().year
        try:
            year = values.read_year(text)
        except ValueError:
            year = 0
        if not this_year - OLDEST_AGE <= year <= this_year:
            # An age decides whether a guardian must agree: it isn't guessed.
            self._wrong(pgettext("staff", "“%(text)s” is not a year of birth.") % {"text": text})
            return None
        return year

    def _check_guardian(self, guardian: dict[str, str], birth_year: int | None) -> None:
        is_child = may_be_under_consent_age(birth_year) or self._run.audience == Run.Audience.CHILDREN
        if not is_child and not any(guardian.values()):
            return
        if not guardian["guardian_name"]:
            self._wrong(pgettext("staff", "Under 16: the name of a parent or guardian is missing."))
        if not guardian["guardian_phone"] and not guardian["guardian_email"]:
            self._wrong(pgettext("staff", "Under 16: there is no phone and no e-mail address of the guardian."))

    def _language(self) -> str:
        text = self._cell("language")
        if not text:
            language = languages.get_language(languages.SOURCE_CODE)
            self._warn(pgettext("staff", "No language: we write in %(language)s.") % {"language": language.native})
            return language.code
        try:
            return values.read_language(text)
        except ValueError:
            self._wrong(pgettext("staff", "“%(text)s” is none of our languages.") % {"text": text})
            return languages.SOURCE_CODE

    def _contact_by(self, phone: str, email: str) -> str:
        usual = str(Person.ContactBy.CALL if phone else Person.ContactBy.EMAIL)
        chosen = self._optional("contact_by", values.read_contact_by, usual)
        by_phone = {Person.ContactBy.CALL, Person.ContactBy.WHATSAPP} | (
            {Person.ContactBy.SMS} if sms.is_enabled() else set()
        )
        possible = (by_phone if phone else set()) | ({Person.ContactBy.EMAIL} if email else set())
        return chosen if chosen in possible else usual

    def _comment(self) -> str:
        text = self._cell("comment")
        if len(text) > COMMENT_LENGTH:
            sentence = pgettext("staff", "The comment is longer than %(count)s characters.")
            self._wrong(sentence % {"count": COMMENT_LENGTH})
        return text

    def _optional(self, column: str, read: Callable[[str], T], default: T) -> T:
        """Return what a cell means; what nobody needs and we don't understand is left out."""
        text = self._cell(column)
        if not text:
            return default
        try:
            return read(text)
        except ValueError:
            self._warn(pgettext("staff", "“%(text)s” was not understood and is left out.") % {"text": text})
            return default
