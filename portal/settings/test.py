"""Settings of the test suite."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from portal.database import database_url

from .base import *  # noqa: F403 - a settings module extends the base
from .base import DATABASE_OPTIONS, LOCAL_DIR, env

SECRET_KEY = "only-for-tests"  # noqa: S105 - guards nothing
DEMO = True
DEMO_PASSWORD = "demo-password-of-the-tests"  # noqa: S105 - guards nothing
ALLOWED_HOSTS = ["*"]
WAGTAILADMIN_BASE_URL = "http://testserver"
DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=database_url(LOCAL_DIR), **DATABASE_OPTIONS)}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = env.path("TEST_MEDIA_ROOT", default=None) or Path(
    tempfile.gettempdir(), f"portal-test-media-{os.getpid()}"
)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests bring a stand-in; a real gateway of the environment would send to numbers that nobody owns, or somebody.
SMS_GATEWAY_URL = env.str("TEST_SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = ""
# Most tests look at what a view makes, in a transaction that nobody else sees.
PAGE_CACHE = env.bool("TEST_PAGE_CACHE", default=False)
GENERATIONS_FILE = env.path("TEST_GENERATIONS_FILE", default=None) or Path(
    tempfile.gettempdir(), f"portal-test-generations-{os.getpid()}"
)
FORM_MINIMUM_SECONDS = 0
