"""Messages by SMS, through an HTTP gateway; in the demo into a folder.

What the gateway must do is in the README. A gateway that does it differently gets a few lines of its own in
front of it: every provider speaks another dialect, and none of them is known here.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from portal.messages.carriers import Carrier, Failure, one_line
from portal.messages.folder import FolderGateway
from portal.messages.models import Message

TIMEOUT = 10.0
"""Seconds for a whole conversation with the gateway."""
_ANSWER_LIMIT = 500
_ACCEPTED = range(200, 300)
_REFUSED = range(400, 500)
_NOT_THE_MESSAGES_FAULT = frozenset({401, 402, 403, 404, 405, 407, 408, 409, 425, 429})
"""Refusals that the next message would meet too (a wrong address or token, no credit, too much at once), and
409: the gateway still works on the first try of this message. All of them pass, so they are tried again."""


class NotAccepted(Exception):
    """The gateway answered, but not that it took the message."""

    def __init__(self, status: int, answer: str) -> None:
        super().__init__(f"the gateway answered {status}")
        self.status = status
        self.answer = answer


def is_enabled() -> bool:
    """Whether a gateway is there to send through."""
    return bool(settings.SMS_GATEWAY_URL or settings.SMS_FILE_PATH)


def gateway() -> Carrier:
    """Return what carries SMS here: the gateway, else the demo's folder. Only where SMS are enabled."""
    if settings.SMS_GATEWAY_URL:
        return HttpGateway(settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN, settings.SMS_SENDER)
    return FolderGateway(Path(settings.SMS_FILE_PATH))


class HttpGateway:
    """Posts each message as JSON to one address; 2xx means that the gateway has it.

    Every try of a message carries the same ``Idempotency-Key``. Redirects are not followed: a POST that comes
    out as a GET would look like a success.
    """

    def __init__(self, url: str, token: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._token = token
        self._sender = sender

    def send(self, message: Message) -> None:
        """Hand a message over. Raises :class:`NotAccepted`, ``OSError`` or ``HTTPException``."""
        is_safe = self._url.scheme == "https"
        kind = http.client.HTTPSConnection if is_safe else http.client.HTTPConnection
        connection = kind(self._url.hostname or "", self._url.port, timeout=TIMEOUT)
        try:
            connection.connect()
            with _hung_up_after(TIMEOUT, connection.sock):
                connection.request("POST", self._target(), self._body(message), self._headers(message))
                response = connection.getresponse()
                if response.status not in _ACCEPTED:
                    raise NotAccepted(response.status, _beginning_of(response))
        finally:
            connection.close()

    def explain(self, error: Exception, message: Message) -> Failure:
        """Say what an error means. What the gateway writes may repeat the text, so it stays out of the log."""
        secrets = [message.recipient, message.recipient.lstrip("+")]
        if isinstance(error, NotAccepted):
            is_permanent = error.status in _REFUSED and error.status not in _NOT_THE_MESSAGES_FAULT
            return Failure(
                str(error),
                is_permanent=is_permanent,
                ends_round=not is_permanent,
                detail=one_line(error.answer, secrets),
            )
        what, kind = one_line(str(error), secrets), type(error).__name__
        if isinstance(error, http.client.HTTPException):
            return Failure(kind, ends_round=True, detail=what)
        return Failure(f"{kind}: {what}", ends_round=True)

    def close(self) -> None:
        """Nothing is kept open."""

    def _target(self) -> str:
        path = self._url.path or "/"
        return f"{path}?{self._url.query}" if self._url.query else path

    def _body(self, message: Message) -> bytes:
        content = {"to": message.recipient, "text": message.body, "sender": self._sender, "id": message.identity}
        return json.dumps(content, ensure_ascii=False).encode()

    def _headers(self, message: Message) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "Idempotency-Key": message.identity,
            "Connection": "close",
        }
        return {**headers, "Authorization": f"Bearer {self._token}"} if self._token else headers


def _beginning_of(response: http.client.HTTPResponse) -> str:
    """Return what the gateway says about its refusal; nothing where it breaks off."""
    try:
        return response.read(_ANSWER_LIMIT).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""


@contextlib.contextmanager
def _hung_up_after(seconds: float, sock: socket.socket) -> Iterator[None]:
    """End a conversation that takes too long. A socket's own timeout starts anew with every byte that comes."""
    is_over = threading.Event()

    def hang_up() -> None:
        is_over.set()
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(seconds, hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield
    except (OSError, ValueError, http.client.HTTPException) as error:
        if is_over.is_set():
            raise TimeoutError(f"no answer within {seconds:g} seconds") from error
        raise
    finally:
        watch.cancel()
