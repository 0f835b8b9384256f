"""What staff begin a message with, in the person's language."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference


def greeting(enrolment: Enrolment) -> str:
    """Return how a message to this person begins, in their language: who writes, and about what."""
    with translation.override(enrolment.person.language):
        return _("Hello %(name)s, this is %(centre)s. We write about your enrolment number %(reference)s.") % {
            "name": enrolment.person.name,
            "centre": enrolment.centre.name,
            "reference": format_reference(enrolment.reference),
        }
