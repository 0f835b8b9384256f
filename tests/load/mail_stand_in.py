"""A local stand-in for a mail server, with the trouble that a real one makes."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any

SLOWNESS_SECONDS = 0.1


class Trouble(Enum):
    """What is wrong with the mail server."""

    NONE = "nothing"
    CLOSED = "421: it talks to nobody now"
    BUSY = "451: it takes no message now"
    DIES_AFTER_ACCEPTING = "it has the message, and hangs up before it says so"
    SLOW = "it thinks about every word"


@dataclass(frozen=True)
class Mail:
    """A message that the mail server has taken."""

    identity: str
    to: str


class MailStandIn(socketserver.ThreadingTCPServer):
    """A mail server on this machine. It says ``before_yes`` when it has a message and hasn't said so yet."""

    daemon_threads = True

    def __init__(self) -> None:
        self.trouble = Trouble.NONE
        self.received: list[Mail] = []
        self.conversations = 0
        self.before_yes: Callable[[], None] = lambda: None
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is part of the tests."""


class Handler(socketserver.StreamRequestHandler):
    """As much SMTP as a client needs."""

    server: MailStandIn

    def handle(self) -> None:
        self.server.conversations += 1
        if self.server.trouble is Trouble.CLOSED:
            self._say("421 4.3.2 mail.example takes no messages now")
            return
        self._say("220 mail.example")
        for line in self.rfile:
            match line.split()[0].upper() if line.split() else b"":
                case b"DATA":
                    self._say("354 go on")
                    if not self._take():
                        return
                case b"QUIT":
                    self._say("221 goodbye")
                    return
                case b"EHLO" | b"HELO" | b"MAIL" | b"RCPT" | b"RSET" | b"NOOP":
                    self._say("250 mail.example")
                case _:
                    self._say("502 5.5.1 unknown")

    def _take(self) -> bool:
        """Read a message, and keep it unless the server is busy. False: the conversation ends."""
        lines = []
        for line in self.rfile:
            if line.rstrip(b"\r\n") == b".":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        else:
            return False  # the client ended in the middle: nothing was sent
        if self.server.trouble is Trouble.BUSY:
            self._say("451 4.7.1 try again later")
            return True
        message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.received.append(Mail(str(message["Message-ID"]), str(message["To"])))
        if self.server.trouble is Trouble.DIES_AFTER_ACCEPTING:
            return False
        self.server.before_yes()
        self._say("250 2.0.0 taken")
        return True

    def _say(self, line: str) -> None:
        if self.server.trouble is Trouble.SLOW:
            time.sleep(SLOWNESS_SECONDS)
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def running_mail_server() -> Iterator[MailStandIn]:
    """Run a stand-in for as long as the context lasts."""
    server = MailStandIn()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
