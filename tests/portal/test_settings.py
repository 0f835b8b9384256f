"""What the settings promise: a server that lacks something doesn't start, and nothing private reaches a log."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.db import close_old_connections, connection
from django.test import Client

pytestmark = pytest.mark.whole

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "DATABASE_URL": "postgresql://portal@db.example/portal",
    "SECRET_KEY": "x" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portal.example",
    "PUBLIC_URL": "https://portal.example/",
    "MEDIA_ROOT": "/srv/media",
    "STATIC_ROOT": "/srv/static",
}


def on_a_server(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of Python with the production settings and nothing else in the environment."""
    program = f"from django.conf import settings; import django; django.setup(); {code}"
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", sorted(PRODUCTION.keys() - {"DJANGO_SETTINGS_MODULE"}))
def test_a_server_starts_with_nothing_missing(name: str) -> None:
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    result = on_a_server("pass", **environment)
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]


def test_a_server_passes_the_checks_of_a_deployment() -> None:
    check = "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"
    values = "print(settings.DEMO, settings.WAGTAILADMIN_BASE_URL, settings.DATABASES['default']['HOST'])"
    result = on_a_server(f"{check}; {values}", **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "False https://portal.example db.example"


@pytest.mark.parametrize("url", ["gateway.example", "ftp://gateway.example/", "https://", "https:///send"])
def test_an_sms_gateway_that_no_message_could_be_posted_to_stops_the_start(url: str) -> None:
    result = on_a_server("pass", **PRODUCTION, SMS_GATEWAY_URL=url)
    assert result.returncode != 0
    assert "SMS_GATEWAY_URL" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(("url", "enabled"), [("", False), ("https://gateway.example/send?account=7", True)])
def test_sms_are_sent_where_there_is_a_gateway(url: str, enabled: bool) -> None:
    line = "from portal.messages import sms; print(sms.is_enabled())"
    result = on_a_server(line, **PRODUCTION, SMS_GATEWAY_URL=url)
    assert result.stdout.strip() == str(enabled), result.stderr


@pytest.mark.django_db(transaction=True)
def test_a_restarted_database_fails_no_request() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    close_old_connections()  # what Django does before each request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.django_db
def test_the_address_of_a_refused_request_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert client.get("/ar/status/somebodys-signed-link/").status_code == 404
    assert "somebodys-signed-link" not in caplog.text
