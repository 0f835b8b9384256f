"""The question banks: one row a question with its one right answer, and a text of it per language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal import languages
from resources.citizenship.querysets import QuestionQuerySet, QuestionTextQuerySet
from resources.citizenship.subjects import Subject
from resources.citizenship.words import FEWEST_ANSWERS, MOST_ANSWERS, Words, faults_of, what_is_missing

ANSWER_FIELDS = tuple(f"answer_{number}" for number in range(1, MOST_ANSWERS + 1))
LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_EXPLANATION = 400, 300, 1000


class Question(ClusterableModel):
    """One question, in whatever language it is asked. Which answer is right is said once, for all of them."""

    code = models.SlugField(
        pgettext_lazy("staff", "code"),
        unique=True,
        max_length=80,
        help_text=pgettext_lazy("staff", "Short and lasting: spreadsheets and links name the question by it."),
    )
    subject = models.CharField(pgettext_lazy("staff", "subject"), max_length=20, choices=Subject.choices)
    lesson = models.SlugField(
        pgettext_lazy("staff", "lesson"),
        blank=True,
        max_length=80,
        help_text=pgettext_lazy("staff", "The last part of a lesson's address; that lesson's self-test asks it."),
    )
    right = models.PositiveSmallIntegerField(
        pgettext_lazy("staff", "right answer"),
        null=True,
        blank=True,
        choices=[(number, str(number)) for number in range(1, MOST_ANSWERS + 1)],
        help_text=pgettext_lazy("staff", "Its number; the answers stand in the same order in every language."),
    )
    source = models.CharField(pgettext_lazy("staff", "source"), max_length=200, blank=True)
    source_url = models.URLField(pgettext_lazy("staff", "address of the source"), max_length=400, blank=True)
    is_published = models.BooleanField(
        pgettext_lazy("staff", "published"),
        default=False,
        help_text=pgettext_lazy("staff", "Needs a Romanian text and one right answer."),
    )
    answer_count = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Answers of the Romanian text: the database checks the right one by it."
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = pgettext_lazy("staff", "question")
        verbose_name_plural = pgettext_lazy("staff", "questions")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="published_with_one_right_answer",
                condition=Q(is_published=False)
                | Q(
                    right__isnull=False,
                    right__gte=1,
                    right__lte=models.F("answer_count"),
                    answer_count__gte=FEWEST_ANSWERS,
                    answer_count__lte=MOST_ANSWERS,
                ),
            ),
            models.CheckConstraint(
                name="question_of_a_known_subject", condition=Q(subject__in=[str(code) for code in Subject.values])
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def words(self) -> dict[str, Words]:
        """Return what it says, by language."""
        texts = self.texts.all() if self.pk else self.texts.get_object_list()
        return {text.language: text.words for text in texts}

    @property
    def practice_url(self) -> str:
        """Where it is asked, in the active language."""
        return f"{reverse('practice', args=[self.subject])}?q={self.code}"

    def clean(self) -> None:
        """Refuse to publish without a Romanian text, one right answer, and texts that can be answered."""
        super().clean()
        self._count_answers()
        if self.is_published and (missing := what_is_missing(self.right, self.words())):
            raise ValidationError({"is_published": missing})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Count the answers: by that number the database knows whether the right one exists."""
        self._count_answers()
        super().save(*args, **kwargs)

    def _count_answers(self) -> None:
        source = self.words().get(languages.SOURCE_CODE)
        self.answer_count = len(source.answers) if source else 0


class QuestionText(models.Model):
    """What a question says in one language."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(pgettext_lazy("staff", "language"), max_length=10, choices=languages.django_choices)
    text = models.CharField(pgettext_lazy("staff", "question"), max_length=LONGEST_QUESTION)
    answer_1 = models.CharField(pgettext_lazy("staff", "answer 1"), max_length=LONGEST_ANSWER)
    answer_2 = models.CharField(pgettext_lazy("staff", "answer 2"), max_length=LONGEST_ANSWER, blank=True)
    answer_3 = models.CharField(pgettext_lazy("staff", "answer 3"), max_length=LONGEST_ANSWER, blank=True)
    answer_4 = models.CharField(pgettext_lazy("staff", "answer 4"), max_length=LONGEST_ANSWER, blank=True)
    explanation = models.TextField(
        pgettext_lazy("staff", "explanation"),
        max_length=LONGEST_EXPLANATION,
        blank=True,
        help_text=pgettext_lazy("staff", "Why the right answer is right; shown after answering."),
    )
    is_machine = models.BooleanField(pgettext_lazy("staff", "machine-translated, not checked yet"), default=False)

    objects = QuestionTextQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = pgettext_lazy("staff", "text of a question")
        verbose_name_plural = pgettext_lazy("staff", "texts of questions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "language"], name="one_text_of_a_question_a_language"),
            models.CheckConstraint(
                name="answers_without_a_gap",
                condition=(~Q(answer_2="") | Q(answer_3="")) & (~Q(answer_3="") | Q(answer_4="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.language})"

    @property
    def words(self) -> Words:
        """The text as a value."""
        answers = [getattr(self, name) for name in ANSWER_FIELDS]
        while answers and not answers[-1]:
            answers.pop()
        return Words(self.text, tuple(answers), self.explanation, self.is_machine)

    @classmethod
    def of(cls, question: Question, language: str, words: Words) -> QuestionText:
        """Return the row that says this; it isn't stored."""
        answers = dict(zip(ANSWER_FIELDS, (*words.answers, *[""] * MOST_ANSWERS), strict=False))
        return cls(
            question=question,
            language=language,
            text=words.question,
            explanation=words.explanation,
            is_machine=words.is_machine,
            **answers,
        )

    def clean(self) -> None:
        """Refuse answers with a gap between them, and two that are the same."""
        super().clean()
        words = self.words
        if all(words.answers) and len(words.answers) < FEWEST_ANSWERS:
            return  # a beginning; publishing asks for more
        if faults := faults_of(words):
            raise ValidationError(faults)


class QuestionImport(models.Model):
    """A spreadsheet that was read and not brought in yet. Its rows are forgotten once it is, or after a day."""

    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list, help_text="As read: one object a row, column to text.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name = pgettext_lazy("staff", "questions to import")
        verbose_name_plural = pgettext_lazy("staff", "questions to import")

    def __str__(self) -> str:
        return self.file_name
