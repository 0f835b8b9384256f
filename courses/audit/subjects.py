"""How the log of who saw what calls what courses show."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from portal.audit.subjects import Subject, register_subject


def _search(reference: str) -> str:
    return f"{reverse('inbox:index')}?{urlencode({'q': reference})}"


SUBJECTS = {
    "enrolment": Subject(pgettext_lazy("staff", "Enrolment"), _search),
    "inbox": Subject(pgettext_lazy("staff", "Inbox")),
    "run": Subject(pgettext_lazy("staff", "Course run")),
    "session": Subject(pgettext_lazy("staff", "Session")),
    "attendance": Subject(pgettext_lazy("staff", "Attendance of a group")),
    "certificate": Subject(pgettext_lazy("staff", "Certificate")),
    "certificates": Subject(pgettext_lazy("staff", "Certificates of a group")),
    "indicator": Subject(pgettext_lazy("staff", "People behind a figure")),
    "figures": Subject(pgettext_lazy("staff", "Figures of a report")),
    "snapshot": Subject(pgettext_lazy("staff", "Frozen report")),
    "pseudonyms": Subject(pgettext_lazy("staff", "List without names")),
    "import": Subject(pgettext_lazy("staff", "List to import")),
}


def register_subjects() -> None:
    """Say how the log calls what courses show."""
    for kind, subject in SUBJECTS.items():
        register_subject(kind, subject)
