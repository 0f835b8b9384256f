"""Which sessions an attendance sheet is printed for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from babel.dates import format_skeleton
from django import forms
from django.utils import timezone
from django.utils.translation import get_language, npgettext, pgettext, pgettext_lazy

from courses.catalogue.models import Session
from portal import clock, languages

NEXT = (1, 4, 8)
"""How many of the next sessions can be asked for."""
USUAL = "next-8"


class SheetForm(forms.Form):
    """A few of the next sessions, a month, or all of them. ``sessions`` are those that take place, in order."""

    what = forms.ChoiceField(label=pgettext_lazy("staff", "Sessions"), required=False)

    def __init__(self, *args: Any, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "board_sheet_%s", "initial": {"what": USUAL}, **kwargs})
        self.sessions = sessions
        self.use_required_attribute = False
        coming = [session for session in sessions if session.ends_at > clock.now()]
        self._chosen: dict[str, Sequence[Session]] = {f"next-{number}": coming[:number] for number in NEXT}
        choices = [(f"next-{number}", _next_label(number)) for number in NEXT] if coming else []
        for session in sessions:
            month = timezone.localtime(session.starts_at)
            key = f"{month:%Y-%m}"
            if key not in self._chosen:
                self._chosen[key] = [one for one in sessions if f"{timezone.localtime(one.starts_at):%Y-%m}" == key]
                locale = languages.get_language(get_language() or languages.SOURCE_CODE).cldr_locale
                choices.append((key, format_skeleton("yMMMM", month, locale=locale)))
        self._chosen["all"] = sessions
        self.fields["what"].choices = [*choices, ("all", pgettext("staff", "All sessions"))]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Sequence[Session]:
        """The sessions that were asked for; the usual ones where nothing sensible was."""
        if self.is_bound and self.is_valid() and self.cleaned_data["what"]:
            return self._chosen[self.cleaned_data["what"]]
        return self._chosen[USUAL] or self.sessions


def _next_label(number: int) -> str:
    return npgettext("staff", "The next session", "The next %(count)s sessions", number) % {"count": number}
