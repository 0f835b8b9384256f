"""What can be done with messages. Nothing here sends: the worker does, see :mod:`portal.messages.outbox`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.messages.models import Message
from portal.messages.texts import Text, texts_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

RESEND_ACTION = "portal.resend"
"""The entry that a resent message leaves in the admin's log."""


@dataclass(frozen=True)
class Draft:
    """A message that isn't written yet.

    ``channel`` is one of :class:`Message.Channel`, ``recipient`` an e-mail address or a number as E.164.
    ``values`` fill the template's placeholders, ``about`` names what the message is about (``kind:key``),
    ``reply_to`` is where answers to an e-mail go.
    """

    template: str
    language: str
    channel: str
    recipient: str
    values: Mapping[str, str]
    about: str
    reply_to: str = ""


@transaction.atomic
def queue_many(drafts: Sequence[Draft]) -> list[Message]:
    """Write messages into the outbox; the worker sends them once the caller's transaction is committed.

    Each keeps the language that its text is really in, which is English or Romanian where the draft's has no
    text. One query for each template and channel, and one for all messages. Raises ``KeyError`` for a template
    that does not exist.
    """
    wanted: dict[tuple[str, str], set[str]] = {}
    for draft in drafts:
        wanted.setdefault((draft.template, draft.channel), set()).add(draft.language)
    texts = {
        (template, channel): texts_for(template, codes, channel=channel)
        for (template, channel), codes in wanted.items()
    }
    return Message.objects.bulk_create(
        _written(draft, texts[draft.template, draft.channel][draft.language]) for draft in drafts
    )


def _written(draft: Draft, text: Text) -> Message:
    if draft.channel == Message.Channel.SMS:
        subject, body = "", text.fill_sms(draft.values)
    else:
        subject, body = text.fill(draft.values)
    return Message(
        template=draft.template,
        language=text.language,
        channel=draft.channel,
        recipient=draft.recipient,
        reply_to=draft.reply_to if draft.channel == Message.Channel.EMAIL else "",
        subject=subject,
        body=body,
        about=draft.about,
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
