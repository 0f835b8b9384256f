"""The demo as a server serves it: static files hashed and compressed, answers compressed as nginx does it."""

from __future__ import annotations

import datetime as dt

from portal.settings.base import STORAGES as _STORAGES
from portal.settings.test import *  # noqa: F403 - a settings module extends another
from portal.settings.test import LOCAL_DIR as _LOCAL_DIR
from portal.settings.test import MIDDLEWARE as _MIDDLEWARE
from tests.databases import TODAY

ROOT_URLCONF = "tests.gates.urls"
STORAGES = _STORAGES
STATIC_ROOT = _LOCAL_DIR / "gates-static"
DEMO_TODAY = dt.date.fromisoformat(TODAY)
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *_MIDDLEWARE]
PAGE_CACHE = True
GENERATIONS_FILE = _LOCAL_DIR / "gates-generations"
