"""Carriers that write readable files: what the demo sends lands in a folder."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.messages.carriers import Failure
from portal.messages.models import Message

_READABLE = email.policy.SMTPUTF8.clone(linesep="\n", cte_type="8bit", max_line_length=None)
"""Headers and text as UTF-8 rather than encoded words, so that every script is readable in an editor."""


class FolderEmailBackend(BaseEmailBackend):
    """Writes each message as one ``.eml`` file into ``settings.EMAIL_FILE_PATH``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages, return how many. Raises ``OSError`` when the folder can't be written."""
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        mime = message.message()
        readable = email.message_from_bytes(mime.as_bytes(), policy=_READABLE)
        for name, value in readable.items():
            # Set anew, a header is written as it reads; as it came, it would stay encoded.
            readable.replace_header(name, " ".join(str(value).split()))
        write_whole(self.folder, str(mime["Message-ID"]).strip("<>"), ".eml", readable.as_bytes())


class FolderGateway:
    """Writes each SMS as one ``.txt`` file into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message) -> None:
        """Write the message. Raises ``OSError`` when the folder can't be written."""
        text = f"To: {message.recipient}\nContent-Language: {message.language}\n\n{message.body}\n"
        write_whole(self._folder, message.identity, ".txt", text.encode())

    def explain(self, error: Exception, message: Message) -> Failure:
        """Say that the next message would meet the same folder."""
        return Failure(f"{type(error).__name__}: {error}", ends_round=True)

    def close(self) -> None:
        """Nothing is kept open."""


def write_whole(folder: Path, identity: str, suffix: str, content: bytes) -> None:
    """Write a file whose name sorts by time and is unique; it appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = dt.datetime.now(tz=dt.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    safe = re.sub(r"[^A-Za-z0-9.-]+", "_", identity)
    path = folder / f"{moment}-{safe}{suffix}"
    hidden = path.with_name(f".{path.name}.{os.getpid()}")
    hidden.write_bytes(content)
    hidden.replace(path)
