"""What became of a message, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import npgettext, pgettext

from courses.enrolment.models import Enrolment
from portal.messages.models import Message
from portal.messages.templates import title_of
from portal.templatetags.portal_tags import local_date, local_time


@dataclass(frozen=True)
class Delivery:
    """A message, what kind it is, and what became of it. ``is_stuck``: it isn't tried any more."""

    message: Message
    title: str
    sentence: str
    is_stuck: bool


def deliveries_of(enrolment: Enrolment) -> list[Delivery]:
    """Return the messages about an enrolment, the newest first. One query."""
    return [
        Delivery(message, title_of(message.template), what_became_of(message), message.state == Message.State.FAILED)
        for message in Message.objects.about(enrolment.about_key)
    ]


def what_became_of(message: Message) -> str:
    """Return when a message was sent, or when it is tried next, or that it was given up. Times are Romanian."""
    if message.state == Message.State.SENT and message.sent_at:
        sentence = pgettext("staff", "Sent on %(day)s, %(time)s")
        return sentence % {"day": local_date(message.sent_at, "medium"), "time": local_time(message.sent_at)}
    if message.state == Message.State.FAILED:
        if message.channel == Message.Channel.SMS:
            return pgettext("staff", "Did not arrive: the number took no SMS. Call, or write down another contact.")
        return pgettext("staff", "Did not arrive: the address took no mail. Call, or write down another contact.")
    if not message.attempts:
        return pgettext("staff", "Waiting to be sent: it leaves within seconds.")
    sentence = npgettext(
        "staff",
        "Not sent yet, after %(count)s try. The next is at %(time)s.",
        "Not sent yet, after %(count)s tries. The next is at %(time)s.",
        message.attempts,
    )
    return sentence % {"count": message.attempts, "time": local_time(message.next_try_at)}
