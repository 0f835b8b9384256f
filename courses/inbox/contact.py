"""How a person is reached, and what staff begin a message with, in the person's language."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.contrib.auth.models import User
from django.utils import translation
from django.utils.translation import gettext as _

from courses.enrolment.models import Enrolment
from courses.enrolment.notify import contact_of
from courses.enrolment.references import format_reference
from courses.inbox.models import Reply
from courses.inbox.replies import choose_text, text_for
from portal import languages
from portal.languages import Language
from portal.phones import whatsapp_url


def greeting(enrolment: Enrolment, language: str | None = None) -> str:
    """Return how a message to this person begins, by default in their language: who writes, and about what."""
    with translation.override(language or enrolment.person.language):
        return _("Hello %(name)s, this is %(centre)s. We write about your enrolment number %(reference)s.") % {
            "name": enrolment.person.name,
            "centre": enrolment.centre.name,
            "reference": format_reference(enrolment.reference),
        }


def staff_language() -> str:
    """Return in which language staff read what is in both: English for who has it in the admin, else Romanian."""
    return "en" if translation.get_language() == "en" else languages.SOURCE_CODE


@dataclass(frozen=True)
class Ways:
    """The contact that answers go to: a guardian's for who has one. "" for what there isn't."""

    email: str
    phone: str
    subject: str

    @classmethod
    def of(cls, enrolment: Enrolment) -> Ways:
        """Return the ways to somebody."""
        email, phone = contact_of(enrolment.person)
        return cls(email, phone, f"{enrolment.centre.name} · {format_reference(enrolment.reference)}")

    def whatsapp(self, text: str) -> str:
        """Return a link that opens a chat with the text in it, "" without a phone."""
        return whatsapp_url(self.phone, text)

    def mail(self, text: str) -> str:
        """Return a link that opens a mail with subject and text, "" without an address."""
        if not self.email:
            return ""
        query = urlencode({"subject": self.subject, "body": text}, quote_via=quote)
        return f"mailto:{quote(self.email, safe='@')}?{query}"


@dataclass(frozen=True)
class Ready:
    """A text to begin with, in the person's language and in that of staff, with links that open it elsewhere.

    ``pk`` is the ready answer's, ``None`` for the mere greeting. ``language`` is the one that the text is really in;
    ``falls_back`` where it isn't the person's.
    """

    pk: int | None
    title: str
    text: str
    language: Language
    falls_back: bool
    is_machine: bool
    staff_text: str
    whatsapp: str
    mail: str


def greeting_of(enrolment: Enrolment, ways: Ways) -> Ready:
    """Return the greeting alone: for who says the rest in their own words."""
    text = greeting(enrolment)
    language = languages.get_language(enrolment.person.language)
    staff_text = greeting(enrolment, staff_language())
    return Ready(None, "", text, language, False, False, staff_text, ways.whatsapp(text), ways.mail(text))


def ready_answers(enrolment: Enrolment, ways: Ways, user: User) -> list[Ready]:
    """Return the ready answers that this user may choose from, those without any text left out. Two queries."""
    hello = greeting(enrolment)
    found = []
    for reply in Reply.objects.offered_to(user):
        chosen = choose_text(reply, enrolment.person.language)
        if chosen is None:
            continue
        whole = f"{hello}\n\n{chosen.text}"
        found.append(
            Ready(
                pk=reply.pk,
                title=reply.title,
                text=chosen.text,
                language=languages.get_language(chosen.language),
                falls_back=chosen.language != enrolment.person.language,
                is_machine=chosen.is_machine,
                staff_text=text_for(reply, staff_language()),
                whatsapp=ways.whatsapp(whole),
                mail=ways.mail(whole),
            )
        )
    return found
