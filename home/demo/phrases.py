"""The demo's phrasebook: rows with the Romanian, and one file of texts a language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from home.demo.errors import DemoError
from home.demo.files import read_rows, read_yaml
from portal import languages
from resources.phrases.models import Phrase, PhraseText


def load_phrases(folder: Path) -> int:
    """Store ``rows/phrases.yaml`` with the texts of ``phrases/<code>.yaml``; return how many phrases there are.

    A demo without them has none. Raises :class:`DemoError` naming file and code of what doesn't fit.
    """
    if not (folder / "rows" / "phrases.yaml").exists():
        return 0
    phrases: dict[str, Phrase] = {}
    for order, row in enumerate(read_rows(folder, "phrases")):
        try:
            phrase = Phrase(sort_order=order, **row)
            phrase.clean_fields()
        except (TypeError, ValidationError) as error:
            raise DemoError(f"rows/phrases.yaml, {row.get('code')!r}: {error}") from error
        if phrase.code in phrases:
            raise DemoError(f"rows/phrases.yaml, {phrase.code!r}: is there twice")
        phrases[phrase.code] = phrase
    Phrase.objects.bulk_create(phrases.values())
    texts = [text for code in languages.CODES for text in _texts_in(folder / "phrases" / f"{code}.yaml", phrases)]
    PhraseText.objects.bulk_create(texts, batch_size=1000)
    return len(phrases)


def _texts_in(path: Path, phrases: dict[str, Phrase]) -> list[PhraseText]:
    if not path.exists():
        return []
    content: dict[str, Any] = read_yaml(path)
    where = f"phrases/{path.name}"
    if content.get("language") != path.stem:
        raise DemoError(f"{where}: says that its language is {content.get('language')!r}")
    is_machine = content.get("translated_by") == "machine"
    texts = []
    for code, words in content["phrases"].items():
        if code not in phrases:
            raise DemoError(f"{where}, {code}: rows/phrases.yaml has no such phrase")
        try:
            text = PhraseText(phrase=phrases[code], language=path.stem, is_machine=is_machine, **words)
            text.clean_fields()
        except (TypeError, ValidationError) as error:
            raise DemoError(f"{where}, {code}: {error}") from error
        texts.append(text)
    return texts
