"""What people agree to when they enrol. The version is kept with each enrolment."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory.models import Organisation

VERSION = "2026-11.2"
"""Changes whenever the meaning of the text changes; a translation's correction doesn't change it."""

WHO_AGREES = gettext_lazy("For a learner under 16, a parent or guardian ticks this.")


def consent_text(organisation: Organisation) -> SafeString:
    """Return the sentence beside the box, in the active language, naming who is responsible (GDPR art. 13)."""
    text = _(
        "I agree that %(organisation)s keeps what I write here, to answer me and to plan the courses. "
        "I can take this back at any time."
    )
    return _naming(organisation, text)


def guardian_consent_text(organisation: Organisation) -> SafeString:
    """Return the same for a learner under 16: a parent or guardian agrees (GDPR art. 8)."""
    text = _(
        "I am the parent or guardian. I agree that %(organisation)s keeps what I write here about the learner and "
        "about me, to answer us and to plan the courses. I can take this back at any time."
    )
    return _naming(organisation, text)


def _naming(organisation: Organisation, text: str) -> SafeString:
    name = format_html("<bdi>{}</bdi>", organisation.legal_name or organisation.name)
    return format_html(text.replace("%(organisation)s", "{organisation}"), organisation=name)
