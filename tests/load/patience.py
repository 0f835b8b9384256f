"""People who enrol one after the other, and send the same form again until they read that it has arrived."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.crowd import Answer, Post, send_one

KEPT = 303
TROUBLE = frozenset({0, 500, 502, 503, 504})
"""Answers after which ``static/js/enrol.js`` tries again: none at all, or that something went wrong."""
PAUSE_SECONDS = 0.25
AHEAD = 12
"""How many more than are waited for may send: some are always on their way, and not everybody is through
before the trouble begins."""
PATIENCE_SECONDS = 180.0
"""How long somebody goes on trying, and anybody waits for the crowd: a figure that must never be reached."""


@dataclass(frozen=True)
class Kept:
    """A form that arrived. ``began`` is when it was sent first, ``ended`` when its sender knew (monotonic seconds)."""

    post: Post
    location: str
    began: float
    ended: float


class PatientCrowd:
    """Sends forms in a thread of its own, ``at_once`` of them at any moment."""

    def __init__(self, port: int, posts: Sequence[Post], *, at_once: int) -> None:
        self.kept: list[Kept] = []
        self.given_up: list[tuple[Post, Answer]] = []
        self.statuses: Counter[int] = Counter()
        self._port = port
        self._posts = posts
        self._at_once = at_once
        self._may_send = 0
        self._news = threading.Condition()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._send_all()), daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def wait_until_kept(self, count: int) -> None:
        """Return when so many know that their form arrived; a few more go on. Raises ``TimeoutError``."""
        self._may_send = count + AHEAD
        with self._news:
            if not self._news.wait_for(lambda: len(self.kept) >= count or self.given_up, PATIENCE_SECONDS):
                raise TimeoutError(f"only {len(self.kept)} of {count} forms arrived: {dict(self.statuses)}")

    def join(self) -> None:
        """Let everybody send, and return when all have an answer. Raises ``TimeoutError``."""
        self._may_send = len(self._posts)
        self._thread.join(PATIENCE_SECONDS)
        if self._thread.is_alive():
            raise TimeoutError(f"{len(self._posts) - len(self.kept)} are still waiting: {dict(self.statuses)}")

    async def _send_all(self) -> None:
        gate = asyncio.Semaphore(self._at_once)

        async def one(number: int, post: Post) -> None:
            async with gate:
                while number >= self._may_send:
                    await asyncio.sleep(PAUSE_SECONDS / 10)
                await self._until_kept(post)

        await asyncio.gather(*(one(number, post) for number, post in enumerate(self._posts)))

    async def _until_kept(self, post: Post) -> None:
        began = time.monotonic()
        while True:
            answer = await send_one(self._port, post)
            ended = time.monotonic()
            with self._news:
                self.statuses[answer.status] += 1
                if answer.status == KEPT:
                    self.kept.append(Kept(post, answer.location, began, ended))
                elif answer.status not in TROUBLE or ended - began > PATIENCE_SECONDS:
                    self.given_up.append((post, answer))
                self._news.notify_all()
            if answer.status not in TROUBLE or ended - began > PATIENCE_SECONDS:
                return
            await asyncio.sleep(PAUSE_SECONDS)


@contextmanager
def people_enrolling(port: int, posts: Sequence[Post], *, at_once: int = 6) -> Iterator[PatientCrowd]:
    """Let people enrol while the block makes trouble; at its end everybody has an answer."""
    crowd = PatientCrowd(port, posts, at_once=at_once)
    crowd.start()
    yield crowd
    crowd.join()
