"""Sending what is due, so that a killed worker loses nothing and two workers send nothing twice.

A message is claimed in a short transaction of its own: the row is locked with SKIP LOCKED, the attempt is
counted and the next try put behind a lease. Only then, outside any transaction, it is handed to the mail
server or the SMS gateway. A worker that dies in between leaves a queued row, which is due again when the lease
ends; it may then arrive twice (nothing can prevent that once the other side has it), but at most as often as
it may be tried, and with the same Message-ID or Idempotency-Key, so that the double is recognisable.

Each channel has a round of its own: one that is down holds up no other.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.messages import sms
from portal.messages.carriers import LINE_LIMIT, Carrier, Failure
from portal.messages.mail import MailCarrier
from portal.messages.models import Message

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
"""How long a claimed message is left alone: longer than a conversation with a slow mail server or gateway."""
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=4)
MAX_ATTEMPTS = 14
"""The waits between so many attempts (1, 2, 4 ... 128 minutes, then every 4 hours) make about 24 hours."""


@dataclass
class SendReport:
    """What a round of sending did; ``retried`` messages stay in the queue."""

    sent: int = 0
    retried: int = 0
    failed: int = 0


def send_due(*, batch: int = 50, now: dt.datetime | None = None) -> SendReport:
    """Send up to ``batch`` messages of each channel that are due at ``now`` (aware; by default the moment).

    When the mail server or the gateway itself is in trouble (not there, refuses to talk) its round ends with
    that one message: the others keep their attempts. SMS wait where there is no gateway. Must be called
    outside a transaction.
    """
    now = now or timezone.now()
    report = SendReport()
    carriers: dict[str, Callable[[], Carrier]] = {Message.Channel.EMAIL: MailCarrier}
    if sms.is_enabled():
        carriers[Message.Channel.SMS] = sms.gateway
    for channel, make_carrier in carriers.items():
        _send_channel(channel, make_carrier(), batch, now, report)
    return report


def _send_channel(channel: str, carrier: Carrier, batch: int, now: dt.datetime, report: SendReport) -> None:
    try:
        for _ in range(batch):
            message = _claim(channel, now)
            if message is None:
                break
            if message.attempts > MAX_ATTEMPTS:
                _note_failure(message, Failure("every try ended with the worker", is_permanent=True), now, report)
                continue
            try:
                carrier.send(message)
            except Exception as error:  # noqa: BLE001 - a carrier may raise anything; the queue must go on
                failure = carrier.explain(error, message)
                _note_failure(message, failure, now, report)
                if failure.ends_round:
                    break
            else:
                _mark_sent(message)
                report.sent += 1
    finally:
        carrier.close()


def wait_after(attempt: int) -> dt.timedelta:
    """Return how long to wait after the given attempt (1, 2, ...) has failed."""
    return min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)


@transaction.atomic
def _claim(channel: str, now: dt.datetime) -> Message | None:
    message = Message.objects.due(channel, now).select_for_update(skip_locked=True).first()
    if message is None:
        return None
    message.attempts += 1
    message.next_try_at = now + LEASE
    message.save(update_fields=["attempts", "next_try_at"])
    return message


def _mark_sent(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(state=Message.State.SENT, sent_at=timezone.now(), last_error="")


def _note_failure(message: Message, failure: Failure, now: dt.datetime, report: SendReport) -> None:
    if message.attempts >= MAX_ATTEMPTS or failure.is_permanent:
        report.failed += 1
        message.state = Message.State.FAILED
        logger.error("message %s given up after %s attempts: %s", message.pk, message.attempts, failure.line)
    else:
        report.retried += 1
        message.next_try_at = now + wait_after(message.attempts)
        logger.warning("message %s not sent (attempt %s): %s", message.pk, message.attempts, failure.line)
    message.last_error = ": ".join(filter(None, [failure.line, failure.detail]))[:LINE_LIMIT]
    message.save(update_fields=["state", "next_try_at", "last_error"])
