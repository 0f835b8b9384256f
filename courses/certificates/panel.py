"""What an enrolment's page says about certificates."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from courses.certificates.forms import NamesForm
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State


def certificate_context(enrolment: Enrolment, user: User) -> dict[str, Any]:
    """Return what ``templates/certificates/panel.html`` takes beside ``enrolment``. One query; none before the end."""
    if enrolment.state != State.COMPLETED:
        return {"certificates": [], "certificate_form": None}
    certificates = list(enrolment.certificates.select_related("issued_by"))
    has_valid = any(certificate.is_valid for certificate in certificates)
    form = None if has_valid else NamesForm.of_person(enrolment.person, user)
    return {"certificates": certificates, "certificate_form": form}
