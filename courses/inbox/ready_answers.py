"""The ready answers that come with the portal: one file each, brought into the database once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from django.db import transaction

from courses.inbox import replies
from courses.inbox.models import Reply, ReplyText
from portal import languages

FOLDER = Path(replies.__file__).parent


@dataclass(frozen=True)
class ShippedReply:
    """A ready answer of a file: its title for staff, a text by language, and which of them a machine translated."""

    code: str
    title: str
    texts: dict[str, str]
    machine: frozenset[str]


def shipped_replies(folder: Path = FOLDER) -> list[ShippedReply]:
    """Read the files, in the order of their names. Raises ``KeyError`` for one without a title or texts."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        texts = {code: " ".join(text.split()) for code, text in content["texts"].items() if code in languages.CODES}
        found.append(ShippedReply(path.stem, content["title"], texts, frozenset(content.get("machine", ()))))
    return found


@transaction.atomic
def load_replies(*, folder: Path = FOLDER) -> int:
    """Bring in the shipped answers and languages that aren't there yet, and return how many texts were added.

    What is there stays as it is, so that no wording of one's own is lost. Safe to repeat.
    """
    before = ReplyText.objects.count()
    for shipped in shipped_replies(folder):
        reply, _is_new = Reply.objects.get_or_create(code=shipped.code, defaults={"title": shipped.title})
        ReplyText.objects.bulk_create(
            [
                ReplyText(reply=reply, language=code, text=text, is_machine=code in shipped.machine)
                for code, text in shipped.texts.items()
            ],
            ignore_conflicts=True,
        )
    return ReplyText.objects.count() - before
