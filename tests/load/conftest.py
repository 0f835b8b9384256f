"""Real processes on a database of this test, with stand-ins for whom the portal sends to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import time_machine
from django.db import connections
from wagtail.models import Locale, Page, Site

from home.pages import HomePage
from portal import languages
from portal.database import database_url
from tests.bench.server import Server
from tests.databases import LOCAL_DIR
from tests.factories import CentreFactory, CourseFactory
from tests.load.mail_stand_in import MailStandIn, running_mail_server
from tests.load.processes import Portal, Worker, environment_of
from tests.portal.messages.sms_stand_in import StandIn, running_gateway


def make_a_centre() -> None:
    """Make the least with which the portal says that it serves, and what runs are made of."""
    root = Page.get_first_root_node()
    assert root is not None
    locale = Locale.objects.get_for_language(languages.SOURCE_CODE)
    home = root.add_child(instance=HomePage(title="Acasă", slug="acasa", welcome="Bun venit", intro="-", locale=locale))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    CentreFactory(equipped=True)
    CourseFactory()


@pytest.fixture
def real_time(_today: None) -> Iterator[None]:
    """Other processes live today, and so does a test that has some."""
    now = dt.datetime.fromtimestamp(time_machine.escape_hatch.time.time(), tz=dt.UTC)
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def test_url(transactional_db: None) -> str:
    """The address of this test's database, for other processes."""
    name = connections.settings["default"]["NAME"]
    return urlunsplit(urlsplit(database_url(LOCAL_DIR))._replace(path=f"/{name}"))


@pytest.fixture
def a_centre(real_time: None, transactional_db: None) -> None:
    """A portal with a home page, a centre and a course."""
    make_a_centre()


@pytest.fixture
def mail() -> Iterator[MailStandIn]:
    """A mail server."""
    with running_mail_server() as server:
        yield server


@pytest.fixture
def sms() -> Iterator[StandIn]:
    """An SMS gateway."""
    with running_gateway() as server:
        yield server


@pytest.fixture
def portal_on(mail: MailStandIn, sms: StandIn, tmp_path: Path) -> Iterator[Callable[[str], Portal]]:
    """``portal_on(url)`` starts a server of two processes and a worker on a database; they end with the test."""
    started: list[Portal] = []

    def start(url: str) -> Portal:
        environment = environment_of(mail, sms, tmp_path)
        server = Server(url, processes=2, environment=environment)
        portal = Portal(server, Worker(url, environment), mail, sms)
        started.append(portal)
        portal.server.start()
        portal.worker.start()
        return portal

    yield start
    for portal in started:
        portal.stop()
