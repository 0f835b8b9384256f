"""What people agree to when they enrol. The version is kept with each enrolment."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.directory.models import Organisation

VERSION = "2026-11"
"""Changes whenever the meaning of the text changes; a translation's correction doesn't change it."""


def consent_text(organisation: Organisation) -> SafeString:
    """Return the sentence beside the box, in the active language, naming who is responsible (GDPR art. 13)."""
    text = _(
        "I agree that %(organisation)s keeps what I write here, to answer me and to plan the courses. "
        "I can take this back at any time."
    )
    name = format_html("<bdi>{}</bdi>", organisation.legal_name or organisation.name)
    return format_html(text.replace("%(organisation)s", "{organisation}"), organisation=name)
