"""Two workers at once: nothing is sent twice, and without the lock it would be."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from portal.messages import mail
from portal.messages.models import Message, MessageQuerySet
from portal.messages.outbox import send_due
from tests.portal.messages.threads import in_threads

MARK = "race:1"
pytestmark = pytest.mark.django_db
"""The test's own transaction stays empty: rows are committed by threads, each with a connection of its own,
and deleted again, so that nothing has to be flushed."""


class Recorder:
    """A mail connection, shared by the workers, that notes what it is given."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def send_messages(self, messages: list[EmailMessage]) -> int:
        self.sent += [str(message.message()["Message-ID"]) for message in messages]
        return len(messages)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    recorder = Recorder()
    monkeypatch.setattr(mail, "get_connection", lambda: recorder)
    yield recorder
    monkeypatch.undo()
    in_threads(lambda: Message.objects.filter(about=MARK).delete())


def commit_messages(count: int) -> None:
    in_threads(
        lambda: Message.objects.bulk_create(
            Message(template="declined", language="en", recipient="a@mail.example", subject="s", body="b", about=MARK)
            for _number in range(count)
        )
    )


def two_workers_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two workers run so that both have read before either writes, if the lock lets them.

    Who ends with nothing to do breaks the barrier, so that nobody waits for who will not come.
    """
    barrier = threading.Barrier(2)
    save = Message.save

    def save_together(self: Message, *args: Any, **kwargs: Any) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=20)
        save(self, *args, **kwargs)

    monkeypatch.setattr(Message, "save", save_together)

    def work() -> None:
        send_due(now=timezone.now() + dt.timedelta(seconds=1))
        barrier.abort()

    in_threads(work, work)


def test_two_workers_send_each_message_once(recorder: Recorder) -> None:
    commit_messages(40)
    now = timezone.now() + dt.timedelta(seconds=1)
    reports = in_threads(lambda: send_due(now=now), lambda: send_due(now=now))
    assert sum(report.sent for report in reports) == 40
    assert len(recorder.sent) == len(set(recorder.sent)) == 40


def test_a_message_that_one_worker_holds_is_skipped_by_the_other(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit_messages(1)
    two_workers_meet(monkeypatch)
    assert len(recorder.sent) == 1


def test_without_the_lock_the_race_is_real(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    commit_messages(1)
    monkeypatch.setattr(MessageQuerySet, "select_for_update", lambda self, **kwargs: self)
    two_workers_meet(monkeypatch)
    assert len(recorder.sent) == 2
