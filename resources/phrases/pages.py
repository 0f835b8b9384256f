"""The phrasebook: by situation, found by a word of either language, to hear and to print."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import override, pgettext_lazy

from portal import languages
from portal.caching.marks import Parameters
from portal.pages import BasePage
from resources.phrases.models import Phrase, PhraseText

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST_SEARCH = 80
_MARKS = dict.fromkeys(number for number in range(sys.maxunicode + 1) if unicodedata.combining(chr(number)))


@dataclass(frozen=True)
class Line:
    """One phrase for a reader; ``language`` is English's where their own text is missing, None without any."""

    romanian: str
    text: PhraseText | None
    language: languages.Language | None

    @property
    def meaning(self) -> str:
        """What it means, "" where nobody has written that down."""
        return self.text.meaning if self.text else ""


@dataclass
class Chapter:
    """The phrases of one situation."""

    situation: Phrase.Situation
    names: str
    """What the situation is called, in the language of the reader and in Romanian: both find its phrases."""
    lines: list[Line] = field(default_factory=list)


def fold(text: str) -> str:
    """Return a text as people type it: without diacritics, in small letters."""
    return unicodedata.normalize("NFKD", text).translate(_MARKS).casefold()


def chapters_of(phrases: Iterable[Phrase], code: str, *, situation: str = "", search: str = "") -> list[Chapter]:
    """Return the phrases by situation, in the language of the reader; only those with every word of the search."""
    words = fold(search).split()
    names = _names_of_situations(code)
    chapters = {one.value: Chapter(one, names[one.value]) for one in Phrase.Situation}
    for phrase in phrases:
        line, chapter = _line(phrase, code), chapters[phrase.situation]
        if (not situation or phrase.situation == situation) and (not words or _says(line, chapter, words)):
            chapter.lines.append(line)
    return [chapter for chapter in chapters.values() if chapter.lines]


def _says(line: Line, chapter: Chapter, words: Iterable[str]) -> bool:
    """Whether a phrase has every one of these folded words; ``static/js/phrases.js`` looks in the same."""
    searched = fold(f"{line.romanian} {line.meaning} {chapter.names}")
    return all(word in searched for word in words)


def _names_of_situations(code: str) -> dict[str, str]:
    """Return what each situation is called, in the language of the reader and in Romanian."""
    names: dict[str, list[str]] = {one.value: [] for one in Phrase.Situation}
    for language in (code, languages.SOURCE_CODE):
        with override(language):
            for one in Phrase.Situation:
                names[one.value].append(str(one.label))
    return {one: " ".join(called) for one, called in names.items()}


def _line(phrase: Phrase, code: str) -> Line:
    texts = {text.language: text for text in phrase.told}
    text = texts.get(code) or texts.get("en")
    return Line(phrase.romanian, text, languages.get_language(text.language) if text else None)


class PhrasebookPage(BasePage):
    """First words: Romanian, the reader's language, and how it sounds."""

    parameters = Parameters(("situation",), typed=("q",))
    symbol_in_lists = "speak"
    search_kind = "phrasebook"
    template = "resources/phrasebook_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["resources.ResourcesPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = pgettext_lazy("staff", "phrasebook")
        verbose_name_plural = pgettext_lazy("staff", "phrasebooks")

    def search_extra(self) -> list[str]:
        """Return the phrases: a reader who looks for "thank you" finds them here."""
        phrases = Phrase.objects.with_texts(self.locale.language_code)
        return [text for phrase in phrases for text in (phrase.romanian, *(told.meaning for told in phrase.told))]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the phrases that the address asks for. Two queries."""
        context = super().get_context(request, *args, **kwargs)
        code = self.language.code
        search = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
        situation = request.GET.get("situation", "")
        if situation not in Phrase.Situation.values:
            situation = ""
        phrases = Phrase.objects.with_texts(code, "en")
        everything = chapters_of(phrases, code)
        shown = chapters_of(phrases, code, situation=situation, search=search) if situation or search else everything
        context.update(
            chapters=shown,
            situations=[chapter.situation for chapter in everything],
            chosen=situation,
            search=search,
            found=sum(len(chapter.lines) for chapter in shown),
            is_machine=any(line.text and line.text.is_machine for chapter in shown for line in chapter.lines),
        )
        return context
