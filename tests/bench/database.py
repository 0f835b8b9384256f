"""A database of the demo's content for benchmarks and load tests, dropped when they end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import django

from portal.database import database_url
from tests.databases import LOCAL_DIR, ROOT, Databases


@contextmanager
def bench_database() -> Iterator[str]:
    """Yield the URL of a fresh database with the demo's content; this process's Django uses it too."""
    os.environ["DATABASE_URL"] = base = database_url(LOCAL_DIR)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()
    from django.db import connections

    databases = Databases(base)
    databases.switch("demo")
    name = connections.settings["default"]["NAME"]
    url = urlunsplit(urlsplit(base)._replace(path=f"/{name}"))
    try:
        command = [sys.executable, "-W", "ignore", "manage.py", "migrate", "--run-syncdb", "--verbosity=0"]
        environment = os.environ | {"DATABASE_URL": url}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        yield url
    finally:
        databases.drop_all()
