"""Runs a management command that starts anew when a source file changes, for ``make dev``."""

from __future__ import annotations

import os
import sys

import django
from django.core.management import call_command
from django.utils.autoreload import run_with_reloader

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    django.setup()
    run_with_reloader(call_command, sys.argv[1])
