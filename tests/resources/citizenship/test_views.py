"""Practising: in Romanian and in the reader's language, by GET alone, with nothing kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from resources.citizenship.models import Question
from resources.citizenship.subjects import Subject
from tests.factories import make_question

pytestmark = pytest.mark.django_db

COURSE = "resources/citizenship/"


@pytest.fixture(autouse=True)
def bank() -> None:
    for subject in Subject:
        for number in range(1, 5):
            make_question(f"{subject}-{number}", subject=str(subject), lesson=f"{subject}-lesson")


def get(client: Client, path: str, code: str = "ar") -> Any:
    response = client.get(f"/{code}/{COURSE}{path}")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    return response


def html_of(client: Client, path: str, code: str = "ar") -> str:
    response = get(client, path, code)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


ADDRESSES = [
    "practice/history/",
    "practice/history/?q=history-2",
    "practice/history/?q=history-2&answer=1",
    "practice/history/?q=nothing&answer=x",
    "practice/history/?q=history-1&answer=99999999999999999999",
    "practice/history/?q=history-1&answer=²",
    "questions/culture/",
    "questions/culture/?answers=shown",
    "self-test/history-lesson/",
    "self-test/history-lesson/?a1=2&a2=1&a3=0&a9=1",
    "interview/abc/",
    "interview/abc/?of=nonsense&a1=1",
]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("code", ["ro", "ar", "uk"])
def test_every_address_answers_in_every_language(client: Client, code: str, path: str) -> None:
    html = html_of(client, path, code)
    assert re.search(rf'<html lang="{code}"', html)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert not re.search(r"\{%|\{\{|%\(", html)


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_is_written_and_queries_do_not_grow(client: Client, path: str) -> None:
    get(client, path)
    with CaptureQueriesContext(connection) as before:
        get(client, path)
    assert len(before) <= 6
    assert not [query["sql"] for query in before if not query["sql"].startswith("SELECT")]
    for number in range(10, 20):
        make_question(f"history-{number}", lesson="history-lesson")
    with CaptureQueriesContext(connection) as after:
        get(client, path)
    assert len(after) == len(before)


@pytest.mark.parametrize(
    "path", ["practice/history/", "questions/culture/", "self-test/history-lesson/", "interview/abc/"]
)
def test_nothing_can_be_posted(client: Client, path: str) -> None:
    assert client.post(f"/ro/{COURSE}{path}").status_code == 405


@pytest.mark.parametrize("path", ["practice/maths/", "questions/maths/", "self-test/nothing/", "interview/A_B/"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert get(client, path).status_code == 404


def test_a_question_is_asked_in_romanian_and_in_the_readers_language(client: Client) -> None:
    html = html_of(client, "practice/history/")
    assert '<span class="tongue" lang="ro" dir="ltr">What? (ro)</span>' in html
    assert '<span class="tongue own" lang="ar" dir="rtl">What? (ar)</span>' in html
    assert "Answer 3 (ro)" in html and "Answer 3 (ar)" in html
    assert "Because." not in html, "the answer isn't given away"
    html = html_of(client, "practice/history/", "ro")
    assert "What? (ro)" in html and "What? (en)" not in html and 'class="tongue own"' not in html


def test_a_question_that_is_not_translated_says_so(client: Client) -> None:
    html = html_of(client, "practice/history/", "uk")
    assert "What? (ro)" in html and 'class="tongue own"' not in html
    with translation.override("uk"):
        sentence = translation.gettext("This question exists in Romanian only so far.")
    assert sentence in html


@pytest.mark.parametrize(("answer", "said"), [("2", "That is right"), ("1", "That is not right")])
def test_an_answer_is_judged_in_words_and_explained(client: Client, answer: str, said: str) -> None:
    html = html_of(client, f"practice/history/?q=history-2&answer={answer}", "en")
    assert f"<strong>{said}</strong>" in html
    assert "Because. (en)" in html
    assert '<a href="https://book.example/" rel="noopener"' in html
    assert 'href="?q=history-3"' in html
    assert "The right answer" in html and "Your answer" in html
    assert ("data-right" in html) == (answer == "2")
    assert '<meta name="robots" content="noindex">' in html


def test_a_question_knows_where_it_is_asked(client: Client) -> None:
    with translation.override("ar"):
        url = Question.objects.get(code="history-3").practice_url
    html = client.get(url).content.decode()
    assert 'value="history-3"' in html


def test_the_last_question_leads_back_to_the_course(client: Client) -> None:
    html = html_of(client, "practice/history/?q=history-4&answer=2", "en")
    assert "That was the last question" in html
    assert f'href="/en/{COURSE}"' in html


def test_a_bank_hides_its_answers_until_asked(client: Client) -> None:
    html = html_of(client, "questions/culture/")
    assert html.count("<details >") == 4
    assert 'content="noindex"' not in html
    html = html_of(client, "questions/culture/?answers=shown")
    assert html.count("<details open>") == 4
    assert 'content="noindex"' in html


def test_what_is_not_published_is_asked_nowhere(client: Client) -> None:
    Question.objects.update(is_published=False)
    for path in ("practice/history/", "questions/history/", "interview/abc/"):
        assert "What?" not in html_of(client, path)
    assert get(client, "self-test/history-lesson/").status_code == 404


def test_an_interview_starts_at_an_address_of_its_own(client: Client) -> None:
    first, second = get(client, "interview/"), get(client, "interview/")
    assert first.status_code == 302
    assert first["Location"] != second["Location"]
    assert "no-store" in first["Cache-Control"]


def test_an_interview_is_the_same_after_a_reload_and_in_every_language(client: Client) -> None:
    fields = [re.findall(r'name="of" value="(\w+)"', html_of(client, "interview/abc/", code)) for code in ("ro", "ar")]
    assert fields[0] == fields[1] != []
    html = html_of(client, "interview/abc/", "en")
    assert set(re.findall(r'name="(a\d+)"', html)) == {f"a{number}" for number in range(1, 13)}
    assert "This is not the official interview" in html
    assert "oral and in Romanian" in html


def test_an_interview_ends_with_a_result_by_subject_and_what_to_read_again(client: Client) -> None:
    (drawn,) = re.findall(r'name="of" value="(\w+)"', html_of(client, "interview/abc/"))
    answers = "&".join(f"a{number}=2" for number in range(1, 10))
    html = html_of(client, f"interview/abc/?of={drawn}&{answers}", "en")
    assert '<bdi class="strong" dir="ltr">9 / 12</bdi>' in html
    assert html.count('<bdi dir="ltr">3 / 3</bdi>') == 3
    assert html.count('<bdi dir="ltr">0 / 3</bdi>') == 1
    assert html.count("<strong>Not answered</strong>") == 3
    assert "This is not the official interview" in html
    assert len(f"?of={drawn}&" + "&".join(f"a{number}=2" for number in range(1, 13))) < 200, "the switcher keeps it"


def test_answers_to_other_questions_are_not_taken(client: Client) -> None:
    html = html_of(client, "interview/abc/?of=000000&a1=2", "en")
    assert "The questions have changed meanwhile" in html
    assert "Right answers" not in html


def test_addresses_are_below_the_course() -> None:
    with translation.override("fa"):
        assert reverse("practice", args=["history"]) == f"/fa/{COURSE}practice/history/"
        assert reverse("interview", args=["abc"]) == f"/fa/{COURSE}interview/abc/"
