"""The demo on a port of its own, as a server serves it, warm; for what is measured in a browser."""

from __future__ import annotations

import os
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import django

from portal.database import database_url
from tests.bench.server import running
from tests.databases import LOCAL_DIR, TODAY, Databases

SETTINGS = "tests.gates.settings"
WARMING = 4
"""How often each page is asked for first: two processes have to have seen it."""


@contextmanager
def served_demo() -> Iterator[str]:
    """Yield the address of the demo, in a database of its own that is dropped afterwards."""
    os.environ["DATABASE_URL"] = base = database_url(LOCAL_DIR)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    databases = Databases(base)
    os.environ["TEST_MEDIA_ROOT"] = str(databases.media())
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from portal.catalogues.files import compile_catalogues
    from tests.databases import ROOT

    compile_catalogues(ROOT)
    databases.switch("demo")
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        url = urlunsplit(urlsplit(base)._replace(path=f"/{connections.settings['default']['NAME']}"))
        environment = {"DJANGO_SETTINGS_MODULE": SETTINGS, "DEMO_TODAY": TODAY}
        with running(url, processes=2, environment=environment) as server:
            from wagtail.models import Site

            Site.objects.update(hostname="127.0.0.1", port=server.port)
            yield f"http://127.0.0.1:{server.port}"
    finally:
        databases.drop_all()


def warm(server: str, paths: Sequence[str]) -> None:
    """Ask for pages a few times: what is measured is the phone, not a server that has just started."""
    for path in paths:
        for _each in range(WARMING):
            request = urllib.request.Request(f"{server}{path}", headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(request) as answer:
                answer.read()


def open_run() -> int:
    """Return a group that one can enrol in."""
    from courses.catalogue.models import Run
    from portal import clock

    return int(Run.objects.open_on(clock.today()).order_by("starts_on")[0].pk)
