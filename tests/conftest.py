"""What every test has: real PostgreSQL cloned from a template, one day that is today, folders of its own.

A test that asks for the fixture ``demo`` finds the demo's content in its database, any other one finds what the
migrations make. Both may commit: afterwards the database is restored from its template.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import Client, TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from portal.caching.store import pages
from portal.catalogues.files import compile_catalogues
from portal.database import database_url
from tests.databases import ROOT, TODAY, Databases

# A run that decides whether a change lands must not depend on luck; at a desk luck finds what nobody thought of.
hypothesis_settings.register_profile("desk", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "desk")

_DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server", "demo", "django_db_setup"})
_databases: Databases | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Start the embedded server once: the worker processes inherit its address."""
    global _databases  # noqa: PLW0603 - one for each process, from before the first fixture to after the last
    os.environ["DATABASE_URL"] = database_url(django_settings.LOCAL_DIR)
    _databases = Databases(os.environ["DATABASE_URL"])
    if not hasattr(config, "workerinput"):
        compile_catalogues(ROOT)


def pytest_unconfigure() -> None:
    """Leave no database and no folder behind."""
    if _databases is not None:
        _databases.drop_all()
    if django_settings.configured:
        shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)
        django_settings.GENERATIONS_FILE.unlink(missing_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the demo is a test of the whole: building and copying it takes its time."""
    for item in items:
        if "demo" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.whole)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Choose the database of a test before any of its fixtures runs."""
    names = set(getattr(item, "fixturenames", ()))
    if _databases is not None and (names & _DATABASE_FIXTURES or item.get_closest_marker("django_db")):
        _databases.switch("demo" if "demo" in names else "plain")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> Iterator[None]:
    """In place of pytest-django's: the database is there already, and a test that commits gets it restored."""
    assert _databases is not None
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: _databases.restore()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Every test begins at noon of the same day in Romania; the clock goes on from there."""
    noon = dt.datetime.combine(dt.date.fromisoformat(TODAY), dt.time(12), tzinfo=ZoneInfo("Europe/Bucharest"))
    with time_machine.travel(noon, tick=True):
        yield


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Every test begins in English, whatever language the request of the test before left behind."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Wagtail keeps the roots of the sites in the cache, we keep pages: those of the test before are wrong."""
    cache.clear()
    pages.clear()


@pytest.fixture
def demo(request: pytest.FixtureRequest) -> None:
    """The demo's content: pages in twelve languages, centres, runs, accounts and enrolments, as of TODAY."""
    assert _databases is not None
    if "transactional_db" not in request.fixturenames and "live_server" not in request.fixturenames:
        request.getfixturevalue("db")
    shutil.copytree(_databases.media(), Path(default_storage.location), dirs_exist_ok=True)


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """``signed_in(user)`` is a browser in which this user has signed in."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def demo_client(demo: None, signed_in: Callable[[Any], Client]) -> Callable[[str], Client]:
    """``demo_client("staff-iasi")`` is a browser in which this account of the demo has signed in."""

    def sign_in(name: str) -> Client:
        return signed_in(get_user_model().objects.get(email=f"{name}@demo.example"))

    return sign_in
