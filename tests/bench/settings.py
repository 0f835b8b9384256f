"""Settings of the benchmarks: a server's middleware and protection, behind one trusted proxy."""

from __future__ import annotations

from portal.settings.test import *  # noqa: F403 - a settings module extends another
from portal.settings.test import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "wagtail.contrib.forms", "tests.bench.formpage", "tests.bench.snippetlist"]
MIGRATION_MODULES = {"formpage": None, "snippetlist": None}
TRUSTED_PROXIES = 1
"""Each person of a benchmark has an address of their own, so that the rate limits stay on."""
FORM_MINIMUM_SECONDS = 3
DEMO = False
LOGGING_CONFIG = None
