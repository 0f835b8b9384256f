"""A local stand-in for an SMS gateway, with every kind of trouble that a real one makes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BAD_NUMBER = "+40700000999"
"""The stand-in answers 400 for this recipient, whatever it does else: no such subscriber."""


class Trouble(Enum):
    """What is wrong beside a status."""

    SILENT = "takes the request and never answers"
    DRIPPING = "answers a letter at a time, for five seconds"
    GARBAGE = "answers what is no HTTP"
    CHATTY = "says yes, and goes on talking for five seconds"
    DIES_AFTER_ACCEPTING = "has the message, and hangs up before it says so"


@dataclass(frozen=True)
class Received:
    """One request that reached the gateway."""

    key: str
    content: dict[str, str]
    headers: dict[str, str]
    accepted: bool


class StandIn(ThreadingHTTPServer):
    """A gateway on this machine. ``behaviour`` is the status that it answers, or a :class:`Trouble`.

    ``before_taking`` is called when a message comes in (what it raises ends the conversation, and nothing was
    taken), ``after_taking`` when it has been taken and the answer is still to come.
    """

    daemon_threads = True

    def __init__(self) -> None:
        self.behaviour: int | Trouble = 202
        self.answer = "{}"
        self.location = ""
        self.before_taking: Callable[[], None] = lambda: None
        self.after_taking: Callable[[], None] = lambda: None
        self.received: list[Received] = []
        self.release = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """The address that messages are posted to."""
        return f"http://127.0.0.1:{self.server_port}/messages?account=7"

    @property
    def delivered(self) -> list[Received]:
        """What a phone would have got: accepted, once for each key."""
        return list({received.key: received for received in self.received if received.accepted}.values())

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is part of the tests."""


class Handler(BaseHTTPRequestHandler):
    """Reads a message, and does what the test told the server."""

    server: StandIn

    def do_POST(self) -> None:
        self.server.before_taking()
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        behaviour = 400 if content["to"] == BAD_NUMBER else self.server.behaviour
        is_yes = isinstance(behaviour, int) and 200 <= behaviour < 300
        accepted = is_yes or behaviour in {Trouble.DIES_AFTER_ACCEPTING, Trouble.CHATTY}
        key = self.headers["Idempotency-Key"]
        self.server.received.append(Received(key, content, {**dict(self.headers), ":path": self.path}, accepted))
        self.server.after_taking()
        if isinstance(behaviour, int):
            self._answer(behaviour)
        elif behaviour is Trouble.SILENT:
            self.server.release.wait(5)
        elif behaviour is Trouble.DRIPPING:
            self._drip(b"HTTP/1.1 ")
        elif behaviour is Trouble.CHATTY:
            self._drip(b"HTTP/1.1 200 OK\r\nX-Chat: ")
        elif behaviour is Trouble.GARBAGE:
            self.wfile.write(b"\x00\xff<html>welcome to the router</html>\n")
        self.close_connection = True

    def do_GET(self) -> None:
        """Answer 200, as a page does that a redirect leads to."""
        self._answer(200)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        body = self.server.answer.encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, beginning: bytes) -> None:
        self.wfile.write(beginning)
        for _letter in range(250):
            if self.server.release.wait(0.02):
                return
            self.wfile.write(b"x")

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def running_gateway() -> Iterator[StandIn]:
    """Run a stand-in for as long as the context lasts."""
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.release.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
