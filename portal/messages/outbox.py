"""Sending what is due, so that a killed worker loses nothing and two workers send nothing twice.

A message is claimed in a short transaction of its own: the row is locked with SKIP LOCKED, the attempt is
counted and the next try put behind a lease. Only then, outside any transaction, it is handed to the mail
server. A worker that dies in between leaves a queued row, which is due again when the lease ends; it may
then arrive twice (nothing can prevent that once a mail server has it), but at most as often as it may be
tried, and with the same Message-ID, so that the double is recognisable.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from portal.messages.models import Message

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
"""How long a claimed message is left alone: longer than a conversation with a slow mail server."""
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=4)
MAX_ATTEMPTS = 14
"""The waits between so many attempts (1, 2, 4 ... 128 minutes, then every 4 hours) make about 24 hours."""

_ERROR_LIMIT = 300
_PERMANENT = range(500, 600)


@dataclass
class SendReport:
    """What a round of sending did; ``retried`` messages stay in the queue."""

    sent: int = 0
    retried: int = 0
    failed: int = 0


def send_due(*, batch: int = 50, now: dt.datetime | None = None) -> SendReport:
    """Send up to ``batch`` messages that are due at ``now`` (aware; by default the present moment).

    When the mail server itself is in trouble (not there, refuses to talk) the round ends with that one
    message: the others keep their attempts. Must be called outside a transaction.
    """
    now = now or timezone.now()
    report = SendReport()
    connection: BaseEmailBackend | None = None
    try:
        for _ in range(batch):
            message = _claim(now)
            if message is None:
                break
            connection = connection or get_connection()
            try:
                # A connection that is opened here stays open for the whole batch.
                connection.open()
                accepted = as_email(message, connection).send()
                if not accepted:
                    raise smtplib.SMTPException("the mail backend took no message")
            except Exception as error:  # noqa: BLE001 - a mail backend may raise anything; the queue must go on
                _note_failure(message, error, now, report)
                if _is_servers_fault(error):
                    break
            else:
                _mark_sent(message)
                report.sent += 1
    finally:
        if connection is not None:
            _close(connection)
    return report


def as_email(message: Message, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """Return a message as Django's mail knows it: plain text, with its language and a lasting identity."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            # The time belongs to it: the keys of a database that starts over are used again.
            "Message-ID": f"<{message.pk}.{int(message.created_at.timestamp())}@{domain}>",
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )


def wait_after(attempt: int) -> dt.timedelta:
    """Return how long to wait after the given attempt (1, 2, ...) has failed."""
    return min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)


@transaction.atomic
def _claim(now: dt.datetime) -> Message | None:
    message = Message.objects.due(now).select_for_update(skip_locked=True).first()
    if message is None:
        return None
    message.attempts += 1
    message.next_try_at = now + LEASE
    message.save(update_fields=["attempts", "next_try_at"])
    return message


def _mark_sent(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(state=Message.State.SENT, sent_at=timezone.now(), last_error="")


def _note_failure(message: Message, error: Exception, now: dt.datetime, report: SendReport) -> None:
    # Mail servers repeat the address in their answers; the log is read by more people than the outbox.
    line = _one_line(error).replace(message.recipient, "…")
    given_up = message.attempts >= MAX_ATTEMPTS or _is_permanent(error)
    if given_up:
        report.failed += 1
        message.state = Message.State.FAILED
        logger.error("message %s given up after %s attempts: %s", message.pk, message.attempts, line)
    else:
        report.retried += 1
        message.next_try_at = now + wait_after(message.attempts)
        logger.warning("message %s not sent (attempt %s): %s", message.pk, message.attempts, line)
    message.last_error = line
    message.save(update_fields=["state", "next_try_at", "last_error"])


def _is_permanent(error: Exception) -> bool:
    """Whether no later try can succeed: the address is refused for good, or can't be written in a mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return bool(error.recipients) and all(code in _PERMANENT for code, _text in error.recipients.values())
    # Django raises ValueError for an address or a header that can't be sent (line breaks, not an address).
    return isinstance(error, ValueError)


def _is_servers_fault(error: Exception) -> bool:
    """Whether the next message would meet the same trouble. SMTPException is an OSError too."""
    about_this_message = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)
    return isinstance(error, OSError) and not isinstance(error, about_this_message)


def _one_line(error: Exception) -> str:
    """Describe an error in one line of text; answers of mail servers come as bytes."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = (f"{code} {_text(reason)}" for code, reason in error.recipients.values())
        return f"recipient refused: {'; '.join(answers)}"[:_ERROR_LIMIT]
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"[:_ERROR_LIMIT]
    return " ".join(f"{type(error).__name__}: {error}".split())[:_ERROR_LIMIT]


def _text(answer: bytes | str) -> str:
    decoded = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(decoded.split())


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.info("the mail server hung up before we did")
