"""What the outbox asks of whatever carries a message out: the mail server, the SMS gateway."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from portal.messages.models import Message

LINE_LIMIT = 300
"""Letters of an error that are kept."""


@dataclass(frozen=True)
class Failure:
    """Why a message was not taken.

    ``line`` goes into the log, which more people read than the outbox; ``detail`` is kept with the message
    alone. ``is_permanent``: no later try can succeed. ``ends_round``: the next message would meet the same
    trouble.
    """

    line: str
    is_permanent: bool = False
    ends_round: bool = False
    detail: str = ""


class Carrier(Protocol):
    """Carries messages of one channel, for one round of sending."""

    def send(self, message: Message) -> None:
        """Hand a message over. Whatever is raised means that it was not taken, see :meth:`explain`."""

    def explain(self, error: Exception, message: Message) -> Failure:
        """Say what an error means for this message and for the next."""

    def close(self) -> None:
        """End the round. Raises nothing."""


def one_line(text: str, secrets: Sequence[str]) -> str:
    """Return a text as one line of bounded length, without what must not stand in a log.

    Signs that can't be seen become spaces: PostgreSQL keeps no NUL, and a log is read in a terminal.
    """
    for secret in filter(None, secrets):
        text = text.replace(secret, "…")
    visible = (letter if letter.isprintable() else " " for letter in text)
    return " ".join("".join(visible).split())[:LINE_LIMIT]
