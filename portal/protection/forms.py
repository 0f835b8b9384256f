"""Protection that every public form carries: a trap, a clock, and reCAPTCHA where keys are set.

None of it refuses anybody: it marks, and staff decide.
"""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, Signer
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.protection import captcha

HONEYPOT = "honeypot"
TOO_FAST = "too_fast"

OLDEST_FORM = dt.timedelta(hours=24)
_SALT = "portal.protection.opened"


class HoneypotInput(forms.TextInput):
    """A text field that people neither see, hear nor reach, and programs like to fill in."""

    template_name = "components/honeypot.html"
    is_hidden = True
    """To a form's template it is one of the hidden fields: no label, no error of its own."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the field in its wrapper, with the site's templates."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class ProtectedFormMixin(forms.Form):
    """Adds a honeypot, a signed time of opening and, where keys are set, reCAPTCHA to a form.

    All three are among the form's ``hidden_fields``. A form whose time is missing, garbled or older than a
    day is shown again as it was typed, with a fresh time, and asks to be sent once more; where
    ``FORM_MINIMUM_SECONDS`` is 0, time plays no part.
    """

    honeypot_name = "website"
    captcha_action = "enrol"

    website = forms.CharField(required=False, widget=HoneypotInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = _new_stamp()
        if captcha.is_enabled():
            self.fields["captcha"] = captcha.CaptchaField(action=self.captcha_action)
        self._suspicion: str | None = None

    def clean_opened(self) -> dt.timedelta | None:
        """Return how long ago the form was opened, ``None`` where nobody asks.

        A time that can't be used is an error of the whole form, because nobody sees the field.
        """
        if settings.FORM_MINIMUM_SECONDS <= 0:
            return None
        try:
            opened_at = _read_stamp(self.cleaned_data["opened"])
        except BadSignature as error:
            self._renew()
            is_old = isinstance(error, SignatureExpired)
            message = (
                _("This form was open for a long time. Please check it and send it again.")
                if is_old
                else _("Something was missing in the form. Please check it and send it again.")
            )
            self.add_error(None, ValidationError(message, code="stale"))
            return None
        return timezone.now() - opened_at

    def suspicion(self) -> str:
        """Return why this may not be a person: ``honeypot``, ``too_fast``, reCAPTCHA's outcome, or "".

        Only for a valid form. reCAPTCHA is asked here and nowhere else, once, and only when nothing else
        has struck: it is the last gate, and costs a request to a third party.
        """
        if self._suspicion is None:
            self._suspicion = self._judge()
        return self._suspicion

    def _judge(self) -> str:
        if self.cleaned_data[self.honeypot_name]:
            return HONEYPOT
        age: dt.timedelta | None = self.cleaned_data["opened"]
        if age is not None and age < dt.timedelta(seconds=settings.FORM_MINIMUM_SECONDS):
            return TOO_FAST
        field = self.fields.get("captcha")
        if isinstance(field, captcha.CaptchaField):
            return field.outcome(self.cleaned_data["captcha"])
        return ""

    def _renew(self) -> None:
        """Put a fresh time into what is shown again; the answers stay as they were typed."""
        data: Any = copy.copy(self.data)
        data[self.add_prefix("opened")] = self.initial["opened"]
        self.data = data


def _new_stamp() -> str:
    return Signer(salt=_SALT).sign(str(int(timezone.now().timestamp() * 1000)))


def _read_stamp(stamp: str) -> dt.datetime:
    """Return when a form was opened. Raises ``BadSignature``, or ``SignatureExpired`` after a day.

    In milliseconds, where Django's own timestamps have seconds: within a second of three, that matters.
    """
    milliseconds = int(Signer(salt=_SALT).unsign(stamp))
    opened_at = dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC)
    if timezone.now() - opened_at > OLDEST_FORM:
        raise SignatureExpired
    return opened_at
