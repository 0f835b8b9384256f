"""reCAPTCHA against a stand-in for its server: it marks, and no trouble of its server is ours."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs
from urllib.request import Request, build_opener

import pytest
from django import forms
from django.apps import apps
from django_recaptcha import client

from portal.protection.captcha import CaptchaField
from portal.protection.forms import ProtectedFormMixin

GOOD = {"success": True, "score": 0.9, "action": "enrol", "hostname": "portal.example"}


class StandIn(ThreadingHTTPServer):
    """Answers what a test tells it to, and notes what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.status = 200
        self.answer: bytes | None = json.dumps(GOOD).encode()
        self.asked: list[dict[str, list[str]]] = []
        self.release = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is part of the tests."""


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(parse_qs(body, keep_blank_values=True))
        if self.server.answer is None:
            self.server.release.wait(30)
            return
        if self.server.status == 0:
            self.wfile.write(self.server.answer)
            return
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def lead_to(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the library's requests go to a port of this machine instead of Google."""

    class Opener:
        def open(self, request: Request, timeout: float) -> Any:
            assert request.full_url == "https://www.google.com/recaptcha/api/siteverify"
            return build_opener().open(Request(f"http://127.0.0.1:{port}/", data=request.data), timeout=timeout)

    monkeypatch.setattr(client, "build_opener", lambda *handlers: Opener())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        lead_to(server.server_port, monkeypatch)
        yield server
        server.release.set()
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def keys(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RECAPTCHA_PUBLIC_KEY = "public"  # type: ignore[attr-defined]
    settings.RECAPTCHA_PRIVATE_KEY = "private"  # type: ignore[attr-defined]
    is_installed = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda name: name == "django_recaptcha" or is_installed(name))


def outcome(token: str = "token") -> str:
    return CaptchaField(action="enrol").outcome(token)


def test_a_person_passes_and_google_is_told_no_address(server: StandIn) -> None:
    assert outcome() == ""
    assert server.asked == [{"secret": ["private"], "response": ["token"], "remoteip": [""]}]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"score": 0.1}, "low_score"),
        ({"score": 0.3}, ""),
        ({"action": "login"}, "low_score"),
        ({"score": None}, "unchecked"),
        ({"success": False, "error-codes": ["invalid-input-response"]}, "low_score"),
        ({"success": False, "error-codes": ["timeout-or-duplicate"]}, "unchecked"),
        ({"success": False, "error-codes": ["invalid-input-secret"]}, "unchecked"),
        ({"success": False}, "unchecked"),
        ({"success": "false"}, "unchecked"),
    ],
)
def test_what_the_answer_means(server: StandIn, changes: dict[str, Any], expected: str) -> None:
    server.answer = json.dumps({**GOOD, **changes}).encode()
    assert outcome() == expected


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, b""),
        (200, b"<html>"),
        (200, b"\xff\xfe"),
        (200, b"[]"),
        (200, b"null"),
        (200, b"{}"),
        (200, b'{"success": true}'),
        (500, b"{}"),
        (302, b""),
        (0, b"not http at all\r\n\r\n"),
    ],
)
def test_an_answer_that_is_none_leaves_it_unchecked(server: StandIn, status: int, answer: bytes) -> None:
    server.status, server.answer = status, answer
    assert outcome() == "unchecked"


def test_a_server_that_does_not_answer_is_not_waited_for(server: StandIn, settings: object) -> None:
    assert settings.RECAPTCHA_VERIFY_REQUEST_TIMEOUT == 2  # type: ignore[attr-defined]
    settings.RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 0.2  # type: ignore[attr-defined]
    server.answer = None
    assert outcome() == "unchecked"


def test_a_refused_connection_leaves_it_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        lead_to(closed.getsockname()[1], monkeypatch)
        assert outcome() == "unchecked"


def test_without_a_token_nobody_is_asked(server: StandIn) -> None:
    assert outcome("") == "unchecked"
    assert not server.asked


class AskForm(ProtectedFormMixin, forms.Form):
    name = forms.CharField()


def test_it_never_blocks_a_form_and_is_asked_once(server: StandIn) -> None:
    server.answer = json.dumps({**GOOD, "score": 0.0}).encode()
    form = AskForm({"name": "Ana", "captcha": "token"})
    assert form.is_valid()
    assert not server.asked, "validation alone asks nobody"
    assert [form.suspicion(), form.suspicion()] == ["low_score", "low_score"]
    assert len(server.asked) == 1


def test_it_is_the_last_gate(server: StandIn) -> None:
    form = AskForm({"name": "Ana", "captcha": "token", "website": "https://spam.example"})
    assert form.is_valid()
    assert form.suspicion() == "honeypot"
    assert not server.asked


def test_a_form_without_a_token_is_taken_and_marked() -> None:
    form = AskForm({"name": "Ana"})
    assert form.is_valid()
    assert form.suspicion() == "unchecked"


def test_the_widget_has_no_inline_script_and_shows_no_used_token() -> None:
    html = str(AskForm({"name": "Ana", "captcha": "used-token"})["captcha"])
    assert 'data-key="public"' in html
    assert 'data-action="enrol"' in html
    assert "used-token" not in html
    assert html.count("<script") == html.count("<script src=") == 1
