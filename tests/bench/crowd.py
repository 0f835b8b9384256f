"""A crowd of people who send forms at the same time, each from an address of their own."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 60.0
"""Seconds after which a person gives up: a figure that must never be reached."""


@dataclass(frozen=True)
class Post:
    """One form sent by one person. ``person`` is a number that becomes their address."""

    path: str
    answers: Mapping[str, str]
    person: int
    cookie: str = ""

    @property
    def address(self) -> str:
        """An IPv4 address of the block for benchmarks (RFC 2544, 198.18.0.0/15)."""
        return f"198.{18 + self.person // 65536 % 2}.{self.person // 256 % 256}.{self.person % 256}"


@dataclass(frozen=True)
class Answer:
    """What came back; ``status`` 0 means that nobody answered."""

    status: int
    seconds: float
    location: str = ""
    body: bytes = field(default=b"", repr=False)


def send(port: int, posts: Sequence[Post], *, at_once: int) -> list[Answer]:
    """Send all posts, ``at_once`` of them at any moment; return the answers in the same order.

    Threads with plain sockets: the crowd shares two cores with the server, and must not be what is measured.
    """
    requests = [_request(port, post) for post in posts]
    with ThreadPoolExecutor(at_once) as people:
        return list(people.map(lambda request: _send_now(port, request), requests))


def _send_now(port: int, request: bytes) -> Answer:
    started = time.perf_counter()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
    except OSError:
        return Answer(0, time.perf_counter() - started)
    return _read(b"".join(parts), time.perf_counter() - started)


async def send_one(port: int, post: Post) -> Answer:
    """Send one form, once."""
    started = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(_request(port, post))
            raw = await reader.read()
            writer.close()
    except (OSError, TimeoutError):
        return Answer(0, time.perf_counter() - started)
    return _read(raw, time.perf_counter() - started)


def _request(port: int, post: Post) -> bytes:
    body = urlencode(post.answers).encode()
    head = [
        f"POST {post.path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        f"X-Forwarded-For: {post.address}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    if post.cookie:
        head.append(f"Cookie: {post.cookie}")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def _read(raw: bytes, seconds: float) -> Answer:
    first, _, rest = raw.partition(b"\r\n")
    headers, _, content = rest.partition(b"\r\n\r\n")
    parts = first.split()
    if len(parts) < 2:
        return Answer(0, seconds)
    location = next(
        (line[9:].strip().decode() for line in headers.split(b"\r\n") if line.lower().startswith(b"location:")), ""
    )
    return Answer(int(parts[1]), seconds, location, content)
