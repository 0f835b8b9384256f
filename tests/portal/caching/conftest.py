"""Pages are kept: what is written is committed, as outside of tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.database import database_url
from tests.databases import LOCAL_DIR


@pytest.fixture
def kept(transactional_db: None, settings: Any) -> None:
    """The application keeps its pages."""
    settings.PAGE_CACHE = True


@pytest.fixture
def is_made_anew(kept: None) -> Callable[..., bool]:
    """``is_made_anew(path)``: whether asking for an address reads the database."""

    def ask(path: str, client: Client | None = None) -> bool:
        with CaptureQueriesContext(connection) as queries:
            assert (client or Client()).get(path).status_code == 200
        return bool(queries)

    return ask


@pytest.fixture
def psql(kept: None) -> Iterator[psycopg.Connection]:
    """A connection that is not Django's."""
    url = urlsplit(database_url(LOCAL_DIR))
    with psycopg.connect(urlunsplit(url._replace(path=f"/{connections.settings['default']['NAME']}"))) as other:
        yield other
