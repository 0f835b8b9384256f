"""Settings of the processes that are killed: a server's, with the stand-ins for mail server and SMS gateway."""

from __future__ import annotations

from tests.bench.settings import *  # noqa: F403 - a settings module extends another

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
"""Where to is in ``EMAIL_URL``; the gateway's address in ``TEST_SMS_GATEWAY_URL``."""
