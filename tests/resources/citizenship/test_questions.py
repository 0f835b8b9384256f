"""A question is published with a Romanian text and exactly one right answer, whoever writes it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from resources.citizenship.drafts import Draft, faults_of_draft
from resources.citizenship.models import Question, QuestionText
from resources.citizenship.services import Incomplete, save_questions
from resources.citizenship.words import Words, what_is_missing
from tests.factories import make_question, words

GOOD = words()

WRONG: dict[str, tuple[int | None, dict[str, Words]]] = {
    "no right answer": (None, {"ro": GOOD}),
    "a right answer that isn't there": (4, {"ro": GOOD}),
    "answer nought": (0, {"ro": GOOD}),
    "one answer": (1, {"ro": words(answers=1)}),
    "no answers": (1, {"ro": words(answers=0)}),
    "no Romanian text": (1, {"en": GOOD}),
    "no text": (1, {}),
    "no question": (1, {"ro": Words("", ("a", "b"))}),
    "two right answers": (1, {"ro": Words("What?", ("The same", "the same", "other"))}),
    "a translation with another number of answers": (1, {"ro": GOOD, "en": words("en", answers=2)}),
    "a translation whose answers are the same": (1, {"ro": words(answers=2), "en": Words("What?", ("a", "a"))}),
    "a gap": (1, {"ro": Words("What?", ("a", "", "c"))}),
}


@pytest.mark.parametrize(("right", "texts"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_answered_is_not_published(right: int | None, texts: dict[str, Words]) -> None:
    assert what_is_missing(right, texts)
    assert faults_of_draft(Draft(code="q", subject="history", right=right, texts=texts), {})


@pytest.mark.parametrize(("right", "texts"), WRONG.values(), ids=WRONG.keys())
def test_the_service_writes_nothing_of_it(db: None, right: int | None, texts: dict[str, Words]) -> None:
    drafts = [
        Draft(code="good", subject="history", right=1, texts={"ro": GOOD}),
        Draft(code="bad", subject="history", right=right, texts=texts),
    ]
    with pytest.raises(Incomplete, match="bad"):
        save_questions(drafts=drafts)
    assert not Question.objects.exists()


@pytest.mark.parametrize("answers", [2, 3, 4])
def test_what_can_be_answered_is(db: None, answers: int) -> None:
    for right in range(1, answers + 1):
        assert what_is_missing(right, {"ro": words(answers=answers), "ne": words("ne", answers=answers)}) == []


@pytest.mark.parametrize(
    "values",
    [{"right": None}, {"right": 4}, {"right": 0}, {"answer_count": 1}, {"answer_count": 0}, {"subject": "maths"}],
)
def test_the_database_refuses_it_too(db: None, values: dict[str, Any]) -> None:
    question = make_question("q")
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**values)


def test_the_database_refuses_a_second_text_and_a_gap(db: None) -> None:
    question = make_question("q")
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionText.of(question, "ro", GOOD).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionText.objects.filter(question=question, language="ro").update(answer_2="")


def test_a_question_looks_at_itself_with_the_texts_that_it_is_about_to_have(db: None) -> None:
    question = Question(code="q", subject="history", right=2, is_published=True)
    with pytest.raises(ValidationError):
        question.full_clean()
    question.texts.add(QuestionText.of(question, "ro", GOOD))
    question.full_clean()
    question.save()
    assert question.answer_count == 3
    question.texts.remove(question.texts.first())
    with pytest.raises(ValidationError):
        question.full_clean()


def test_a_draft_may_be_a_beginning(db: None) -> None:
    save_questions(drafts=[Draft(code="q", subject="history", right=None, is_published=False)])
    assert not Question.objects.published().exists()


def test_saving_again_changes_the_question_and_keeps_its_other_languages(
    db: None, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        make_question(f"q{number}")
    drafts = [
        Draft(code=f"q{number}", subject="culture", right=1, texts={"en": words("en", is_machine=True)})
        for number in range(21)
        if number < 20
    ]
    with django_assert_max_num_queries(8):
        saved = save_questions(drafts=drafts)
    assert (len(saved.new), len(saved.changed)) == (0, 20)
    question = Question.objects.get(code="q7")
    assert (question.subject, question.right) == ("culture", 1)
    assert question.words() == {"ro": words("ro"), "en": words("en", is_machine=True), "ar": words("ar")}


def test_a_translation_that_does_not_fit_the_romanian_text_on_file_is_refused(db: None) -> None:
    make_question("q")
    with pytest.raises(Incomplete):
        save_questions(drafts=[Draft(code="q", subject="history", right=2, texts={"uk": words("uk", answers=2)})])
