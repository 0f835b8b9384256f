"""The worker is killed (SIGKILL) at random points: no message is lost, doubles are few and have one identity."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from portal.messages.models import Message
from tests.portal.messages.sms_stand_in import StandIn, running_gateway
from tests.portal.messages.threads import in_threads

pytestmark = pytest.mark.whole

MARK = "killed:1"
EACH = 60
PATIENCE = 60.0


@pytest.fixture
def messages() -> Iterator[set[str]]:
    """Mails and SMS by turns, committed; their identities."""

    def write() -> set[str]:
        written = Message.objects.bulk_create(
            Message(template="link", language="en", channel=channel, recipient=to, subject="s", body="b", about=MARK)
            for _number in range(EACH)
            for channel, to in ((Message.Channel.EMAIL, "a@mail.example"), (Message.Channel.SMS, "+40700000101"))
        )
        return {message.identity for message in written}

    yield in_threads(write)[0]
    in_threads(lambda: Message.objects.filter(about=MARK).delete())


@contextmanager
def worker(folder: Path, gateway: StandIn) -> Iterator[subprocess.Popen[bytes]]:
    """A worker on the test's database; killed at the end."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {
        "DATABASE_URL": urlunsplit(url),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_SMS_GATEWAY_URL": gateway.url,
    }
    command = [sys.executable, "-W", "ignore", "-m", "tests.portal.messages.killed_worker", str(folder)]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, "the worker ended by itself"
        assert time.monotonic() < deadline, "the worker came to nothing"
        time.sleep(0.001)


def kill_at(process: subprocess.Popen[bytes], count: int) -> Callable[[], None]:
    """Return what kills the worker the last of ``count`` times it is called, in the middle of a conversation."""
    left = iter(range(count, 0, -1))

    def kill() -> None:
        if next(left) == 1:
            process.kill()
            process.wait(10)
            raise ConnectionAbortedError

    return kill


@pytest.mark.django_db
def test_a_worker_killed_again_and_again_loses_nothing(messages: set[str], tmp_path: Path) -> None:
    def mails() -> list[str]:
        return [path.stem.partition("Z-")[2].partition("_")[0] for path in tmp_path.glob("*.eml")]

    def is_done() -> bool:
        queued = Message.objects.filter(about=MARK).exclude(state=Message.State.SENT)
        return not in_threads(queued.exists)[0]

    with running_gateway() as gateway:
        with worker(tmp_path, gateway) as process:
            enough = random.randint(1, EACH // 2)
            wait_until(lambda: len(mails()) >= enough, process)
        for moment in ("before_taking", "after_taking"):
            with worker(tmp_path, gateway) as process:
                setattr(gateway, moment, kill_at(process, random.randint(1, EACH // 4)))
                process.wait(PATIENCE)
            setattr(gateway, moment, lambda: None)
        with worker(tmp_path, gateway) as process:
            wait_until(is_done, process)

    arrived = Counter([*mails(), *(received.key for received in gateway.received)])
    assert set(arrived) == messages
    assert len(gateway.received) == EACH + 1, "killed when it was taken, not yet answered"
    assert len(gateway.delivered) == EACH
    assert len(mails()) <= EACH + 1, "a kill doubles what the worker held at that moment, and nothing else"
