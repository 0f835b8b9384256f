"""Settings of the test suite."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .base import *  # noqa: F403 - a settings module extends the base
from .base import env

SECRET_KEY = "only-for-tests"  # noqa: S105 - guards nothing
DEMO = True
DEMO_PASSWORD = "demo-password-of-the-tests"  # noqa: S105 - guards nothing
ALLOWED_HOSTS = ["*"]
WAGTAILADMIN_BASE_URL = "http://testserver"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = env.path("TEST_MEDIA_ROOT", default=None) or Path(tempfile.mkdtemp(prefix="portal-test-media-"))
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FORM_MINIMUM_SECONDS = 0
