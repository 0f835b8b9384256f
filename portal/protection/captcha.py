"""reCAPTCHA v3 that marks and never blocks: when it doubts, or can't be asked, staff are told so.

Used only where keys are set (``django_recaptcha`` is then installed); without them no third party hears of
a reader. Its own field turns every failure of Google's server into an error page, and its widget needs an
inline script, which our Content-Security-Policy refuses; both are replaced here.
"""

from __future__ import annotations

import http.client
import logging
from typing import Any

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django_recaptcha import client
from django_recaptcha.fields import ReCaptchaField
from django_recaptcha.widgets import ReCaptchaV3

logger = logging.getLogger(__name__)

PASSED = ""
LOW_SCORE = "low_score"
UNCHECKED = "unchecked"

_FORGED = "invalid-input-response"
"""The one error that the sender is to blame for. The others are an expired token or our own keys."""


def is_enabled() -> bool:
    """Whether forms ask reCAPTCHA."""
    return apps.is_installed("django_recaptcha")


def check_token(token: str, *, action: str) -> str:
    """Ask reCAPTCHA about a token outside of a form; see :meth:`CaptchaField.outcome`."""
    return CaptchaField(action=action).outcome(token)


class CaptchaWidget(ReCaptchaV3):
    """A hidden field that ``static/js/captcha.js`` fills when the form is sent.

    Without JavaScript, or where Google is blocked, it stays empty and the form is sent all the same.
    """

    template_name = "components/captcha.html"

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the field with the site's templates; never with a token that was used already."""
        return render_to_string(self.template_name, self.get_context(name, None, attrs))


class CaptchaField(ReCaptchaField):
    """The token of a form. It is always valid; :meth:`outcome` says what reCAPTCHA makes of it."""

    widget = CaptchaWidget

    def __init__(self, *, action: str) -> None:
        super().__init__(widget=CaptchaWidget(action=action))
        self.required = False

    def validate(self, value: str) -> None:
        """Accept everything: the verdict is asked for at the very end, see :meth:`outcome`."""

    def outcome(self, token: str) -> str:
        """Ask reCAPTCHA about a token. Returns ``PASSED``, ``LOW_SCORE`` or ``UNCHECKED``; never raises.

        Takes two seconds at most (``RECAPTCHA_VERIFY_REQUEST_TIMEOUT``). The person's address is not sent.
        """
        if not token:
            return UNCHECKED
        try:
            answer = client.submit(recaptcha_response=token, private_key=self.private_key, remoteip="")
            if answer.is_valid is not True:
                return self._refused(list(answer.error_codes))
            score = float(answer.extra_data["score"])
        except (OSError, ValueError, http.client.HTTPException, LookupError, TypeError, AttributeError) as error:
            # The network, or an answer that is not what is documented.
            logger.warning("reCAPTCHA could not be asked: %s", type(error).__name__)
            return UNCHECKED
        if answer.action != self.widget.action or score < settings.RECAPTCHA_REQUIRED_SCORE:
            return LOW_SCORE
        return PASSED

    def _refused(self, codes: list[str]) -> str:
        logger.warning("reCAPTCHA refused a token: %s", ", ".join(map(str, codes)))
        return LOW_SCORE if _FORGED in codes else UNCHECKED
