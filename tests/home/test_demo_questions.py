"""The demo's question banks: large enough, sourced, and with exactly one right answer in every language."""

from __future__ import annotations

from collections import Counter

import pytest

from home.demo.files import FOLDER, read_texts, read_tree
from home.demo.questions import read_questions
from portal import languages
from resources.citizenship.subjects import Subject
from resources.citizenship.words import what_is_missing

QUESTIONS = read_questions(FOLDER)
COURSE = "resources/citizenship/"


@pytest.mark.parametrize("code", languages.CODES)
def test_every_question_has_exactly_one_right_answer(code: str) -> None:
    for question in QUESTIONS:
        texts = {language: question.texts[language] for language in {languages.SOURCE_CODE, code} & set(question.texts)}
        assert what_is_missing(question.right, texts) == [], question.code


@pytest.mark.parametrize("code", languages.CODES)
def test_every_question_is_there_and_explained_in_every_language(code: str) -> None:
    assert [question.code for question in QUESTIONS if code not in question.texts] == []
    assert [question.code for question in QUESTIONS if not question.texts[code].explanation] == []


def test_the_right_answer_is_nowhere_more_often_than_by_chance() -> None:
    places = Counter(question.right for question in QUESTIONS)
    assert max(places.values()) < len(QUESTIONS) / 2


def test_there_are_enough_of_every_subject_with_a_source() -> None:
    assert len(QUESTIONS) >= 120
    counts = Counter(question.subject for question in QUESTIONS)
    assert set(counts) == set(Subject.values)
    assert min(counts.values()) >= 25
    assert [question.code for question in QUESTIONS if not question.source or not question.source_url] == []


def test_lessons_that_questions_name_exist() -> None:
    lessons = {spec.path.removeprefix(COURSE): spec.subject for spec in read_tree(FOLDER) if spec.subject}
    for question in QUESTIONS:
        if question.lesson:
            assert lessons.get(question.lesson) == question.subject, question.code


@pytest.mark.parametrize("code", languages.CODES)
def test_every_language_has_every_lesson(code: str) -> None:
    wanted = {spec.path for spec in read_tree(FOLDER) if spec.path.startswith(COURSE.rstrip("/"))}
    assert wanted - set(read_texts(FOLDER)[code]) == set()
