"""What is kept: the pages that say so, the same for everybody, with nobody's name and no token."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portal import clock
from portal.caching.marks import LONGEST_VALUE, Parameters, expires_at
from portal.caching.store import Store, pages
from resources.guides.pages import GuidePage
from tests.home.test_public_pages import PAGES

pytestmark = pytest.mark.usefixtures("demo", "kept")

GUIDE = "/ar/resources/residence-permit/"
KEPT_VIEWS = {"page_qr", "show_page", "level_check", "practice", "question_bank"}
"""Views that say of themselves that everybody gets the same. Whoever adds one has looked at what it shows."""


def test_every_page_type_is_kept_as_it_is_made(is_made_anew: Callable[..., bool]) -> None:
    for path in PAGES.values():
        address = f"/ro/{path}"
        made = Client().get(address)
        assert not is_made_anew(address), path
        kept = Client().get(address)
        assert kept.content == made.content
        assert dict(kept.headers) | {"X-Request-ID": ""} == dict(made.headers) | {"X-Request-ID": ""}
        assert kept["X-Request-ID"] != made["X-Request-ID"]
        assert kept["Vary"] == "Accept-Encoding"
        assert "default-src 'self'" in kept["Content-Security-Policy"]
        assert kept["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_who_asks_makes_no_difference() -> None:
    for path in PAGES.values():
        made = {
            Client(headers=headers).get(f"/ro/{path}").content
            for headers in (
                {"accept-language": "ro", "cookie": "portal_language=ro"},
                {"accept-language": "si", "cookie": "csrftoken=abcdefgh; x=1", "user-agent": "Opera Mini"},
                {"save-data": "on", "referer": "http://testserver/ur/"},
            )
            if not pages.clear()  # type: ignore[func-returns-value]
        }
        assert len(made) == 1, path


def test_views_are_kept_that_say_so_and_no_other() -> None:
    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            elif getattr(pattern.callback, "is_kept", False):
                yield str(pattern.name)

    assert set(walk(get_resolver().url_patterns)) == KEPT_VIEWS


def test_forms_and_searches_are_not_kept(client: Client) -> None:
    from courses.catalogue.models import Run

    run = Run.objects.open_on(clock.today()).first()
    assert run is not None
    for path in (
        f"/ro/enrol/{run.pk}/",
        "/ro/enrol/interest/",
        "/ro/status/",
        "/ro/certificates/",
        "/ro/search/?q=112",
        "/ro/resources/first-words/?q=buna",
        "/ro/nothing/",
        "/",
        "/healthz",
    ):
        answer = client.get(path)
        assert "X-Accel-Expires" not in answer, path
        assert "ETag" not in answer, path
        assert "public, max-age=0" not in answer.get("Cache-Control", ""), path


def test_nothing_with_a_cookie_or_a_token_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.middleware.csrf import get_token

    def with_token(self: GuidePage, request: object, *args: object, **kwargs: object) -> dict[str, object]:
        return {**real(self, request), "token": get_token(request)}  # type: ignore[arg-type]

    real = GuidePage.get_context
    monkeypatch.setattr(GuidePage, "get_context", with_token)
    assert "X-Accel-Expires" not in client.get(GUIDE)
    monkeypatch.undo()
    assert "X-Accel-Expires" in Client().get(GUIDE)


def test_staff_meet_no_kept_page_and_leave_none(
    signed_in: Callable[..., Client], is_made_anew: Callable[..., bool]
) -> None:
    staff = signed_in(get_user_model().objects.get(email="editor@demo.example"))
    assert is_made_anew(GUIDE, staff)
    assert is_made_anew(GUIDE), "what was made for staff isn't kept"
    assert not is_made_anew(GUIDE)
    assert is_made_anew(GUIDE, staff)
    answer = staff.get(GUIDE)
    assert answer["Cache-Control"] == "private, no-cache"
    assert "X-Accel-Expires" not in answer


def test_a_browser_that_has_it_is_told_so(client: Client) -> None:
    for _made_then_kept in range(2):
        etag = client.get(GUIDE)["ETag"]
        answer = client.get(GUIDE, headers={"if-none-match": f'"other", {etag}'})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
        assert answer["Vary"] == "Accept-Encoding"
    assert client.get(GUIDE, headers={"if-none-match": 'W/"other"'}).status_code == 200
    assert client.get(f"{GUIDE}?for=eu", headers={"if-none-match": etag}).status_code == 200


def test_it_is_compressed_once_for_who_takes_that(client: Client) -> None:
    plain = client.get(GUIDE)
    packed = client.get(GUIDE, headers={"accept-encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 3
    head = client.head(GUIDE, headers={"accept-encoding": "gzip"})
    assert (head.content, head["Content-Length"]) == (b"", packed["Content-Length"])


def test_only_what_a_page_reads_of_its_address_makes_another(is_made_anew: Callable[..., bool]) -> None:
    assert is_made_anew(GUIDE)
    assert not is_made_anew(f"{GUIDE}?fbclid=IwAR0&utm_source=facebook")
    assert is_made_anew(f"{GUIDE}?for=eu")
    assert not is_made_anew(f"{GUIDE}?x=1&for=eu")
    assert "x=1" not in Client().get(f"{GUIDE}?x=1&for=eu").content.decode()
    # nginx would keep each spelling on its own, so it keeps none of them.
    assert Client().get(f"{GUIDE}?x=1&for=eu")["X-Accel-Expires"] == "0"
    assert Client().get(f"{GUIDE}?for=eu")["X-Accel-Expires"].startswith("@")
    assert Client().get("/ro/courses/?kind=romanian&level=")["X-Accel-Expires"] == "0"
    assert Client().get("/ro/courses/?kind=romanian")["X-Accel-Expires"].startswith("@")


def test_parameters_come_in_one_order_without_what_is_empty_or_long() -> None:
    parameters = Parameters(("a", "b"), typed=("q",))
    assert parameters.query_of("b=2&c=3&a=1&a=") == "a=1&b=2"
    assert parameters.query_of(f"a={'x' * (LONGEST_VALUE + 1)}&b=2") == "b=2"
    assert parameters.query_of("a=1&q=") == "a=1"
    assert parameters.query_of("a=1&q=word") is None


def test_tomorrow_everything_is_made_anew(is_made_anew: Callable[..., bool]) -> None:
    late = dt.datetime.combine(clock.today(), dt.time(23, 55), tzinfo=ZoneInfo("Europe/Bucharest"))
    with time_machine.travel(late):
        assert is_made_anew(GUIDE)
        assert not is_made_anew(GUIDE)
        assert Client().get(GUIDE)["X-Accel-Expires"] == f"@{int(late.timestamp()) + 300}"
    with time_machine.travel(late + dt.timedelta(minutes=4)):
        assert not is_made_anew(GUIDE)
    with time_machine.travel(late + dt.timedelta(minutes=6)):
        assert is_made_anew(GUIDE)


def test_a_page_that_changes_with_the_clock_says_when(
    is_made_anew: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = GuidePage.get_context

    def changing(self: GuidePage, request: object, *args: object, **kwargs: object) -> dict[str, object]:
        expires_at(request, clock.now() + dt.timedelta(seconds=90))  # type: ignore[arg-type]
        expires_at(request, clock.now() + dt.timedelta(seconds=500))  # type: ignore[arg-type]
        return real(self, request)  # type: ignore[arg-type]

    monkeypatch.setattr(GuidePage, "get_context", changing)
    with time_machine.travel(clock.now()) as time:
        assert is_made_anew(GUIDE)
        time.shift(80)
        assert not is_made_anew(GUIDE)
        time.shift(20)
        assert is_made_anew(GUIDE)


def test_nothing_is_kept_for_longer_than_ten_minutes(is_made_anew: Callable[..., bool]) -> None:
    with time_machine.travel(clock.now()) as time:
        assert is_made_anew(GUIDE)
        time.shift(590)
        assert not is_made_anew(GUIDE)
        time.shift(20)
        assert is_made_anew(GUIDE)


def test_there_is_room_for_so_many_bytes(client: Client) -> None:
    client.get(GUIDE)
    entry = pages.find(("http", "testserver", GUIDE), "")
    assert entry is not None
    small = Store(most_bytes=3 * (len(entry.body) + 1500))
    for number in range(5):
        small.put(("http", "testserver", f"/{number}/"), Parameters(), entry)
    assert [small.find(("http", "testserver", f"/{number}/"), "") is not None for number in range(5)] == [
        *(False, False),
        *(True, True, True),
    ]
