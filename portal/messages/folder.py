"""A mail backend that writes readable files: what the demo sends lands in a folder."""

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

_READABLE = email.policy.SMTPUTF8.clone(linesep="\n", cte_type="8bit", max_line_length=None)
"""Headers and text as UTF-8 rather than encoded words, so that every script is readable in an editor."""


class FolderEmailBackend(BaseEmailBackend):
    """Writes each message as one ``.eml`` file into ``settings.EMAIL_FILE_PATH``.

    The names sort by time and are unique. A file appears whole or not at all: it is written under another
    name first.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages, return how many. Raises ``OSError`` when the folder can't be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        mime = message.message()
        moment = dt.datetime.now(tz=dt.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        identity = re.sub(r"[^A-Za-z0-9.-]+", "_", str(mime["Message-ID"]).strip("<>"))
        path = self.folder / f"{moment}-{identity}.eml"
        hidden = path.with_name(f".{path.name}.{os.getpid()}")
        readable = email.message_from_bytes(mime.as_bytes(), policy=_READABLE)
        for name, value in readable.items():
            # Set anew, a header is written as it reads; as it came, it would stay encoded.
            readable.replace_header(name, " ".join(str(value).split()))
        hidden.write_bytes(readable.as_bytes())
        hidden.replace(path)
