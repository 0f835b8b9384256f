"""What search engines may keep of the citizenship course beside its pages."""

from __future__ import annotations

from django.urls import reverse

from resources.citizenship.subjects import Subject


def addresses() -> list[str]:
    """Return the paths where practising begins, and of the question banks, in the current language."""
    return [reverse(view, args=[subject]) for subject in Subject.values for view in ("practice", "question_bank")]
