"""How staff reach somebody: a WhatsApp link with the text ready, in the person's language."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from django.utils import translation
from django.utils.translation import gettext as _

from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference


def whatsapp_url(phone: str, text: str) -> str:
    """Return a link that opens WhatsApp with this text for this number (E.164), "" without a number."""
    digits = re.sub(r"\D", "", phone)
    return f"https://wa.me/{digits}?{urlencode({'text': text}, quote_via=quote)}" if digits else ""


def greeting(enrolment: Enrolment) -> str:
    """Return how a message to this person begins, in their language: who writes, and about what."""
    with translation.override(enrolment.person.language):
        return _("Hello %(name)s, this is %(centre)s. We write about your enrolment number %(reference)s.") % {
            "name": enrolment.person.name,
            "centre": enrolment.centre.name,
            "reference": format_reference(enrolment.reference),
        }
