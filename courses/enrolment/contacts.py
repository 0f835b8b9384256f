"""Phone numbers and addresses that somebody types to show that an enrolment is theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import constant_time_compare

from courses.people.models import Person
from portal.phones import parse_phone


@dataclass(frozen=True)
class Contact:
    """A phone number (E.164) or an e-mail address (in small letters); the other one is ""."""

    phone: str = ""
    email: str = ""

    def __str__(self) -> str:
        return self.phone or self.email


def parse_contact(text: str) -> Contact:
    """Return the phone number or address in what somebody typed, in digits of any script.

    Raises ``ValueError`` for what can be neither.
    """
    text = text.strip()
    if "@" in text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise ValueError(text) from error
        return Contact(email=text.casefold())
    phone = parse_phone(text)
    if not phone:
        raise ValueError(text)
    return Contact(phone=phone)


def contacts_of(person: Person) -> list[str]:
    """Return every contact that was given with an enrolment: the learner's, the guardian's and the helper's.

    A guardian answers for a child, and a helper gave their number so that we can reach somebody: each of
    them may look an enrolment up and answer.
    """
    phones = {_e164(str(phone)) for phone in (person.phone, person.guardian_phone, person.helper_phone) if phone}
    emails = {email.casefold() for email in (person.email, person.guardian_email) if email}
    return sorted(phones | emails)


def _e164(number: str) -> str:
    """Return a stored number as E.164; one that came from elsewhere and can't be read stays as it is."""
    try:
        return parse_phone(number)
    except ValueError:
        return number


_NOBODY = ["+40000000000", "nobody@portal.invalid"]


def is_contact_of(person: Person | None, contact: Contact) -> bool:
    """Whether this is one of a person's contacts. For nobody it compares as much, and says no."""
    known = contacts_of(person) if person is not None else _NOBODY
    found = [constant_time_compare(str(contact), entry) for entry in known]
    return person is not None and any(found)
