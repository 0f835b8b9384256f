"""One message in the outbox, as tests need it."""

from __future__ import annotations

from collections.abc import Mapping

from portal.messages.models import Message
from portal.messages.services import Draft, queue_many


def queue_message(
    *,
    template: str = "declined",
    language: str = "en",
    channel: str = Message.Channel.EMAIL,
    recipient: str = "ana@mail.example",
    values: Mapping[str, str],
    about: str = "",
    reply_to: str = "",
) -> Message:
    """Write one message into the outbox."""
    (message,) = queue_many([Draft(template, language, channel, recipient, values, about, reply_to)])
    return message
