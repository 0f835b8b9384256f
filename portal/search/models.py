"""The index: what can be found in each language, and which words there are."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from portal import languages
from portal.search.kinds import DEFAULT, KINDS, Kind


class SearchEntry(models.Model):
    """What can be found in one language. The services of this package write it, from what ``documents`` says.

    ``language`` is the reader's; ``text_language`` what the text is in, another one where there is no translation.
    ``vector`` holds each word once with its best weight (see ``vectors``), all of them under the language's code.
    """

    key = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    text_language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=600)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    priority = models.PositiveSmallIntegerField()
    title_words = models.PositiveSmallIntegerField()
    vector = SearchVectorField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "language"], name="one_entry_a_language")]
        # A list of what is still to be sorted in would have to be read through by every search.
        indexes: ClassVar = [GinIndex(fields=["vector"], name="search_entry_vector", fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def url(self) -> str:
        """Where it is read."""
        return f"/{self.text_language}/{self.path}"

    @property
    def kind_shown(self) -> Kind:
        """What it is, for people."""
        return KINDS.get(self.kind, KINDS[DEFAULT])

    @property
    def foreign(self) -> languages.Language | None:
        """The language of the text where it isn't the reader's."""
        return None if self.text_language == self.language else languages.get_language(self.text_language)


class SearchWord(models.Model):
    """A word of a language's entries, with one of its stems, and in how many entries it is.

    ``word`` is folded; ``display`` is how it was written where it was met first.
    """

    language = models.CharField(max_length=10)
    word = models.CharField(max_length=60)
    stem = models.CharField(max_length=60)
    display = models.CharField(max_length=120)
    entries = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "word", "stem"], name="one_row_a_stem", include=["entries"])
        ]
        indexes: ClassVar = [models.Index(fields=["language", "stem"], name="search_word_stem")]

    def __str__(self) -> str:
        return f"{self.word} ({self.language})"


class SearchState(models.Model):
    """The one row that says which state the index is in: what a process keeps of it is good for one version."""

    version = models.PositiveBigIntegerField(default=0)
    rebuilt_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"version {self.version}"
