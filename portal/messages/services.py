"""What can be done with messages. Nothing here sends: the worker does, see :mod:`portal.messages.outbox`."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.messages.models import Message
from portal.messages.texts import text_for, texts_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

logger = logging.getLogger(__name__)

RESEND_ACTION = "portal.resend"
"""The entry that a resent message leaves in the admin's log."""


@dataclass(frozen=True)
class Draft:
    """A message that isn't written yet; ``values`` fill the template's placeholders, see :func:`queue_many`."""

    template: str
    language: str
    channel: str
    recipient: str
    values: Mapping[str, str]
    about: str
    reply_to: str = ""


@transaction.atomic
def queue_many(drafts: Sequence[Draft]) -> list[Message]:
    """Write messages into the outbox, each as :func:`queue_email` does; one query a template and one in all."""
    wanted: dict[str, set[str]] = {}
    for draft in drafts:
        wanted.setdefault(draft.template, set()).add(draft.language)
    texts = {template: texts_for(template, codes) for template, codes in wanted.items()}
    messages = []
    for draft in drafts:
        text = texts[draft.template][draft.language]
        subject, body = text.fill(draft.values)
        messages.append(
            Message(
                template=draft.template,
                language=text.language,
                channel=draft.channel,
                recipient=draft.recipient,
                reply_to=draft.reply_to,
                subject=subject,
                body=body,
                about=draft.about,
            )
        )
    return Message.objects.bulk_create(messages)


@transaction.atomic
def queue_email(
    *, template: str, language: str, recipient: str, values: Mapping[str, str], about: str, reply_to: str = ""
) -> Message:
    """Write an e-mail into the outbox; the worker sends it once the caller's transaction is committed.

    ``values`` fill the template's placeholders, ``about`` names what the message is about (``kind:key``),
    ``reply_to`` is where answers go. The message keeps the language that its text is really in, which is
    English or Romanian where ``language`` has no text. Raises ``KeyError`` for a template that does not
    exist.
    """
    text = text_for(template, language)
    subject, body = text.fill(values)
    return Message.objects.create(
        template=template,
        language=text.language,
        recipient=recipient,
        reply_to=reply_to,
        subject=subject,
        body=body,
        about=about,
    )


@transaction.atomic
def resend_message(*, message: Message, user: AbstractBaseUser) -> Message:
    """Put a message into the queue again, and return the one that will be sent.

    One that was given up starts over. One that was sent is copied: the first keeps its time of sending,
    and the copy gets an identity of its own, because mail programs hide a second mail with the same one.
    One that still waits is only made due at once.
    """
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.state == Message.State.SENT:
        again = Message.objects.create(
            template=locked.template,
            language=locked.language,
            channel=locked.channel,
            recipient=locked.recipient,
            reply_to=locked.reply_to,
            subject=locked.subject,
            body=locked.body,
            about=locked.about,
        )
    else:
        again = locked
        again.state = Message.State.QUEUED
        again.attempts = 0
        again.next_try_at = timezone.now()
        again.save(update_fields=["state", "attempts", "next_try_at"])
    log(locked, RESEND_ACTION, user=user, data={"message": again.pk})
    return again
