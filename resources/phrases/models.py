"""First words: a Romanian sentence once, and in each language what it means and how it sounds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal import languages


class PhraseQuerySet(models.QuerySet["Phrase"]):
    """Reads of phrases."""

    def with_texts(self, *codes: str) -> list[Phrase]:
        """Return phrases with their texts in these languages as ``told``. Two queries.

        Not by ``prefetch_related``: modelcluster asks each of a hundred phrases whether somebody is editing it.
        """
        told: dict[int, list[PhraseText]] = {}
        for text in PhraseText.objects.filter(language__in=codes):
            told.setdefault(text.phrase_id, []).append(text)
        phrases = list(self)
        for phrase in phrases:
            phrase.told = told.get(phrase.pk, [])
        return phrases


class Phrase(ClusterableModel):
    """One thing to say in Romanian."""

    class Situation(models.TextChoices):
        GREETINGS = "greetings", _("Greetings")
        COURTESY = "courtesy", _("Being polite")
        NUMBERS = "numbers", _("Numbers")
        TIME = "time", _("Days and times")
        DOCTOR = "doctor", _("At the doctor's")
        EMERGENCY = "emergency", _("Emergency")
        SHOP = "shop", _("In a shop")
        TRANSPORT = "transport", _("On the way")
        SCHOOL = "school", _("At school")
        WORK = "work", _("At work")
        HOUSING = "housing", _("Renting a home")
        OFFICE = "office", _("At an office")
        COURSE = "course", _("In the course")

    code = models.SlugField(pgettext_lazy("staff", "code"), unique=True)
    situation = models.CharField(pgettext_lazy("staff", "situation"), max_length=20, choices=Situation.choices)
    romanian = models.CharField(pgettext_lazy("staff", "in Romanian"), max_length=200)
    sort_order = models.PositiveSmallIntegerField(
        pgettext_lazy("staff", "place in its situation"),
        default=100,
        help_text=pgettext_lazy("staff", "Small numbers come first."),
    )

    objects = PhraseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sort_order", "pk"]
        verbose_name = pgettext_lazy("staff", "phrase")
        verbose_name_plural = pgettext_lazy("staff", "phrases")

    def __str__(self) -> str:
        return self.romanian


class PhraseText(models.Model):
    """What a phrase means in one language, and how a reader of it pronounces the Romanian."""

    phrase = ParentalKey(Phrase, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(pgettext_lazy("staff", "language"), max_length=10, choices=languages.django_choices)
    meaning = models.CharField(pgettext_lazy("staff", "what it means"), max_length=250)
    sound = models.CharField(
        pgettext_lazy("staff", "how it sounds"),
        max_length=250,
        help_text=pgettext_lazy("staff", "In the letters of this language, so that a reader of it says it right."),
    )
    is_machine = models.BooleanField(pgettext_lazy("staff", "machine-translated, not checked yet"), default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = pgettext_lazy("staff", "phrase in a language")
        verbose_name_plural = pgettext_lazy("staff", "phrases in languages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["phrase", "language"], name="one_phrase_text_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.meaning} ({self.language})"
