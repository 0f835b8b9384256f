"""Ready answers: which text of one is sent to whom. The shipped ones are the files beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal import languages

if TYPE_CHECKING:
    from courses.inbox.models import Reply, ReplyText

FALLBACKS = ("en", languages.SOURCE_CODE)


def choose_text(reply: Reply, language: str) -> ReplyText | None:
    """Return the text for a language: its own, else English, else Romanian, else any. Reads ``reply.texts``."""
    texts = {text.language: text for text in reply.texts.all() if text.text.strip()}
    wanted = next((code for code in (language, *FALLBACKS) if code in texts), None)
    return texts[wanted] if wanted else next(iter(texts.values()), None)


def text_for(reply: Reply, language: str) -> str:
    """Return what a ready answer says in a language, see :func:`choose_text`; "" where it says nothing at all."""
    chosen = choose_text(reply, language)
    return chosen.text if chosen else ""
