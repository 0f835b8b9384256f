"""Messages by e-mail, through Django's mail backend."""

from __future__ import annotations

import logging
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from portal.messages.carriers import Failure, one_line
from portal.messages.models import Message

logger = logging.getLogger(__name__)

_PERMANENT = range(500, 600)


class MailCarrier:
    """Sends over one connection, which is opened for the first message and stays open for the round."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def send(self, message: Message) -> None:
        """Hand a message to the mail server. Raises what the backend raises, mostly ``SMTPException``."""
        self._connection = self._connection or get_connection()
        # A connection that is opened here stays open for the whole round.
        self._connection.open()
        if not as_email(message, self._connection).send():
            raise smtplib.SMTPException("the mail backend took no message")

    def explain(self, error: Exception, message: Message) -> Failure:
        """Say what an error of the mail server means. It may repeat the address, which stays out of the log."""
        return Failure(
            one_line(_describe(error), [message.recipient]),
            is_permanent=_is_permanent(error),
            ends_round=_is_servers_fault(error),
        )

    def close(self) -> None:
        """Say goodbye to the mail server, if we ever met."""
        try:
            if self._connection is not None:
                self._connection.close()
        except (OSError, smtplib.SMTPException):
            logger.info("the mail server hung up before we did")


def as_email(message: Message, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """Return a message as Django's mail knows it: plain text, with its language and a lasting identity."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "Message-ID": f"<{message.identity}@{domain}>",
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )


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


def _describe(error: Exception) -> str:
    """Describe an error; answers of mail servers come as bytes."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = (f"{code} {_text(reason)}" for code, reason in error.recipients.values())
        return f"recipient refused: {'; '.join(answers)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
