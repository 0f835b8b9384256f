"""nginx in front, as a server has it: it answers by itself, forgets at once what has changed, and knows no staff."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from portal import clock
from portal.caching.models import PageChange
from tests.bench.server import ROOT, Server, free_port
from tests.browser import NGINX_PACKAGES
from tests.factories import RunFactory
from tests.load.nginx import Nginx, program, running_nginx
from tests.load.processes import Worker, wait_until

pytestmark = [
    pytest.mark.skipif(program() is None, reason=f"needs {' and '.join(NGINX_PACKAGES)} (apt)"),
    pytest.mark.usefixtures("demo", "real_time"),
]


@dataclass
class Answer:
    """What came back."""

    status: int
    cache: str
    text: str
    headers: http.client.HTTPMessage


@dataclass
class Front:
    """The portal behind nginx."""

    nginx: Nginx
    server: Server
    environment: dict[str, str]
    url: str

    def get(self, path: str, **headers: str) -> Answer:
        """Ask nginx for a page."""
        return _get(self.nginx.port, path, headers)

    def get_kept(self, path: str) -> Answer:
        """Ask until nginx answers by itself."""
        wait_until(lambda: self.get(path).cache == "HIT", f"{path} isn't kept by nginx")
        return self.get(path)

    def manage(self, code: str) -> None:
        """Run some Python in a process of its own, which commits and ends."""
        command = [sys.executable, "-W", "ignore", "manage.py", "shell", "--no-imports", "-c", code]
        environment = os.environ | self.environment
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def _get(port: int, path: str, headers: dict[str, str]) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        body = answer.read()
        text = body.decode() if answer.headers.get("Content-Encoding") is None else ""
        return Answer(answer.status, answer.headers.get("X-Cache", ""), text, answer.headers)
    finally:
        connection.close()


@pytest.fixture
def front(test_url: str, tmp_path: Path) -> Iterator[Front]:
    """A gunicorn of two processes behind an nginx with the configuration of ``deploy/``."""
    purge_port = free_port()
    environment = {
        "DATABASE_URL": test_url,
        "DJANGO_SETTINGS_MODULE": "tests.load.settings",
        "TEST_PAGE_CACHE": "true",
        "TEST_GENERATIONS_FILE": str(tmp_path / "generations"),
        "FRONTEND_CACHE_URL": f"http://127.0.0.1:{purge_port}",
    }
    server = Server(test_url, processes=2, environment=environment)
    server.start()
    try:
        with running_nginx(server.port, purge_port=purge_port) as nginx:
            yield Front(nginx, server, environment, test_url)
    finally:
        server.stop()


@pytest.fixture
def worker(front: Front) -> Iterator[Worker]:
    """The worker beside it."""
    worker = Worker(front.url, front.environment)
    worker.start()
    yield worker
    worker.kill()


FACT = "from portal.facts.models import Fact; Fact.objects.filter(code='emergency-phone').update(value='{}')"


def test_what_another_process_changes_shows_at_once(front: Front) -> None:
    for path in ("/ro/", "/ar/resources/residence-permit/", "/en/help/"):
        assert "778899" not in front.get_kept(path).text
    front.manage(FACT.format("778899"))
    for path in ("/ro/", "/ar/resources/residence-permit/", "/en/help/"):
        assert "778899" in front.get(path).text.replace(" ", "").replace("&nbsp;", ""), path
    assert "778899" in front.get_kept("/ro/").text.replace(" ", "")


def test_a_place_that_is_taken_shows_and_guides_stay_kept(front: Front) -> None:
    run = RunFactory(capacity=7, starts_on=clock.today() + dt.timedelta(days=1))
    address = f"/en/enrol/{run.pk}/"
    assert front.get(address).cache == "MISS", "a form is never kept"
    assert front.get(address).cache == "MISS"
    # What was changed before the application had an nginx to tell: the demo, the run.
    PageChange.objects.all().delete()
    before = front.get_kept("/en/courses/").text
    front.get_kept("/en/resources/residence-permit/")
    front.manage(
        "import django; from tests.factories import EnrolmentFactory; from courses.catalogue.models import Run;"
        f"EnrolmentFactory(run=Run.objects.get(pk={run.pk}), confirmed=True)"
    )
    assert front.get("/en/courses/").text != before
    assert front.get("/en/resources/residence-permit/").cache == "HIT"


def test_what_psql_changes_shows_when_the_worker_has_seen_it(front: Front, worker: Worker) -> None:
    assert "778899" not in front.get_kept("/ro/").text
    with psycopg.connect(front.url) as connection:
        connection.execute("UPDATE portal_fact SET value = '778899' WHERE code = 'emergency-phone'")
    wait_until(lambda: "778899" in front.get("/ro/").text.replace(" ", ""), "the change never shows")


def test_while_the_application_is_down_kept_pages_are_served(front: Front) -> None:
    kept = front.get_kept("/ro/help/").text
    front.server.kill()
    assert front.get("/ro/help/").text == kept
    assert front.get("/ro/help/", Cookie="sessionid=x").status == 503, "staff have no kept page"
    (front.nginx.folder / "maintenance" / "ar.html").write_text("<h1>صيانة</h1>")
    down = front.get("/ar/contact/?x=1")
    assert (down.status, down.text, down.headers["Retry-After"]) == (503, "<h1>صيانة</h1>", "60")
    front.server.start()
    assert front.get("/ar/help/").status == 200


def test_a_purge_that_fails_is_tried_again_by_the_worker(front: Front, worker: Worker) -> None:
    front.get_kept("/ro/help/")
    front.nginx.stop()
    front.manage(FACT.format("778899"))
    front.nginx.start()
    wait_until(lambda: "778899" in front.get("/ro/help/").text.replace(" ", ""), "it is never purged")


def test_staff_pass_by_and_addresses_with_more_are_not_kept(front: Front) -> None:
    front.get_kept("/ro/help/")
    assert front.get("/ro/help/", Cookie="a=b; sessionid=abc").cache == "BYPASS"
    assert front.get("/ro/help/", Cookie="portal_language=ro").cache == "HIT"
    for _again in range(2):
        assert front.get("/ro/help/?fbclid=1").cache == "MISS"


def test_answers_are_packed_once_conditional_and_have_an_id_of_their_own(front: Front) -> None:
    first, second = front.get_kept("/ro/help/"), front.get("/ro/help/")
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    assert len(first.headers.get_all("X-Request-ID") or []) == 1
    packed = front.get("/ro/help/", Accept_Encoding="gzip")
    assert (packed.cache, packed.headers["Content-Encoding"]) == ("HIT", "gzip")
    assert "gzip" not in first.headers.get("Content-Encoding", "")
    same = front.get("/ro/help/", If_None_Match=packed.headers["ETag"])
    assert (same.status, same.text) == (304, "")
    assert "default-src 'self'" in first.headers["Content-Security-Policy"]


def test_readers_may_not_purge(front: Front) -> None:
    front.get_kept("/ro/help/")
    connection = http.client.HTTPConnection("127.0.0.1", front.nginx.port)
    connection.request("PURGE", "/ro/help/")
    assert connection.getresponse().status in {403, 405}
    assert front.get("/ro/help/").cache == "HIT"
