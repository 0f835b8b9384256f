"""Questions in the admin: written, translated, found, and brought by spreadsheet, each by whom it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.roles import EDITOR, TRANSLATOR, sync_roles
from resources.citizenship.models import Question, QuestionImport
from tests.factories import UserFactory, make_question, words
from tests.resources.citizenship.test_spreadsheet import HEADINGS, bytes_of, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Callable[[Any], Client]:
    sync_roles()

    def sign_in(role: Any) -> Client:
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role.name))
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return sign_in


def form(question: Question | None = None, **values: Any) -> dict[str, Any]:
    """What the browser sends: one Romanian text, the question's own or a new one's."""
    texts = list(question.texts.all()) if question else []
    data: dict[str, Any] = {
        "code": "q-new",
        "subject": "history",
        "right": "2",
        "lesson": "",
        "source": "",
        "source_url": "",
        "is_published": "on",
        "texts-TOTAL_FORMS": max(len(texts), 1),
        "texts-INITIAL_FORMS": len(texts),
        "texts-MIN_NUM_FORMS": 0,
        "texts-MAX_NUM_FORMS": 1000,
    }
    for number, text in enumerate(texts or [None]):
        said = {"language": "ro", "text": "Cine?", "answer_1": "Eu", "answer_2": "Tu", "answer_3": "", "answer_4": ""}
        if text is not None:
            said = {name: getattr(text, name) for name in said} | {"id": text.pk, "explanation": text.explanation}
        data |= {f"texts-{number}-{name}": value for name, value in said.items()}
    return data | values


def test_an_editor_writes_and_publishes_a_question(desk: Callable[[Any], Client]) -> None:
    response = desk(EDITOR).post(reverse("questions:add"), form())
    assert response.status_code == 302, response.context["form"].errors
    question = Question.objects.get(code="q-new")
    assert (question.is_published, question.right, question.answer_count) == (True, 2, 2)


@pytest.mark.parametrize(
    "values",
    [
        {"right": ""},
        {"right": "3"},
        {"texts-0-answer_2": ""},
        {"texts-0-answer_2": "Eu"},
        {"texts-0-language": "en"},
        {"texts-TOTAL_FORMS": 0},
    ],
)
def test_what_cannot_be_answered_is_not_published_from_the_form(
    desk: Callable[[Any], Client], values: dict[str, Any]
) -> None:
    client = desk(EDITOR)
    response = client.post(reverse("questions:add"), form(**values))
    assert response.status_code == 200
    assert not Question.objects.exists()
    if "answer_2" not in str(values) or values["texts-0-answer_2"] == "":
        draft = {name: value for name, value in form(**values).items() if name != "is_published"}
        assert client.post(reverse("questions:add"), draft).status_code == 302


def test_the_romanian_text_of_a_published_question_stays(desk: Callable[[Any], Client]) -> None:
    question = make_question("q")
    sent = form(question, code="q", **{"texts-0-DELETE": "on"})
    assert desk(EDITOR).post(reverse("questions:edit", args=[question.pk]), sent).status_code == 200
    assert set(question.words()) == {"ro", "en", "ar"}


def test_a_translator_changes_words_and_nothing_else(desk: Callable[[Any], Client]) -> None:
    question = make_question("q")
    sent = form(question, right="1", code="other", **{"texts-1-text": "Who?"})
    sent.pop("is_published")
    response = desk(TRANSLATOR).post(reverse("questions:edit", args=[question.pk]), sent)
    assert response.status_code == 302, response.context["form"].errors
    question = Question.objects.get()
    assert (question.code, question.right, question.is_published) == ("q", 2, True)
    assert question.words()["en"].question == "Who?"


def test_a_translator_adds_no_question(desk: Callable[[Any], Client]) -> None:
    desk(TRANSLATOR).post(reverse("questions:add"), form())
    assert not Question.objects.exists()


def test_the_list_says_what_languages_lack_and_costs_the_same_for_many(desk: Callable[[Any], Client]) -> None:
    client = desk(EDITOR)
    make_question("q")
    client.get(reverse("questions:index"))
    with CaptureQueriesContext(connection) as before:
        html = client.get(reverse("questions:index")).content.decode()
    assert "3 / 12" in html and "uk –" in html and "What? (ro)" in html
    for number in range(10):
        make_question(f"q{number}")
    with CaptureQueriesContext(connection) as after:
        client.get(reverse("questions:index"))
    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?missing=uk", {"only-ro", "all"}),
        ("?missing=en", {"only-ro"}),
        ("?machine=en", {"all"}),
        ("?subject=culture", {"only-ro"}),
        ("?lesson=dacia", {"all"}),
        ("?is_published=true", {"all", "only-ro"}),
        ("?q=%28en%29", {"all"}),
        ("?q=only", {"only-ro"}),
    ],
)
def test_questions_are_filtered_and_found(desk: Callable[[Any], Client], query: str, found: set[str]) -> None:
    question = make_question("all", lesson="dacia")
    question.texts.filter(language="en").update(is_machine=True)
    make_question("only-ro", languages=("ro",), subject="culture")
    response = desk(EDITOR).get(reverse("questions:index") + query)
    assert {question.code for question in response.context["object_list"]} == found


def bring(client: Client, data: bytes) -> Any:
    file = SimpleUploadedFile("intrebari.csv", data)
    return client.post(reverse("questions:import"), {"file": file})


ROW = ["istorie-1", "Istorie", 1, "Cine?", "Eu", "Tu"]


def test_a_spreadsheet_is_shown_first_and_then_brought_in(desk: Callable[[Any], Client]) -> None:
    client = desk(EDITOR)
    make_question("istorie-1", languages=("ro",))
    address = bring(client, table(HEADINGS, ROW, ["istorie-2", *ROW[1:]]))["Location"]
    html = client.get(address).content.decode()
    assert "istorie-2" in html
    assert Question.objects.count() == 1, "nothing is changed by looking"
    assert client.post(address).status_code == 302
    assert {question.code: question.right for question in Question.objects.all()} == {"istorie-1": 1, "istorie-2": 1}
    client.post(address)
    assert Question.objects.count() == 2
    assert QuestionImport.objects.get().rows == []
    history = client.get(reverse("questions:history", args=[Question.objects.get(code="istorie-2").pk]))
    assert "Created" in history.content.decode(), "the history says who brought it"


def test_rows_with_errors_hold_everything_back_or_are_left_out(desk: Callable[[Any], Client]) -> None:
    client = desk(EDITOR)
    address = bring(client, table(HEADINGS, ROW, ["istorie-2", "Sport", *ROW[2:]]))["Location"]
    assert "“Sport”" in client.get(address).content.decode()
    assert client.post(address).status_code == 422
    assert not Question.objects.exists()
    assert client.post(address, {"leaves_out_errors": "on"}).status_code == 302
    assert Question.objects.get().code == "istorie-1"


def test_a_file_that_is_none_is_refused_with_a_sentence(desk: Callable[[Any], Client]) -> None:
    client = desk(EDITOR)
    for data in (b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", table(["a", "b"], ["c", "d"])):
        response = bring(client, data)
        assert response.status_code == 422
        assert response.context["form"].errors
    assert not QuestionImport.objects.exists()


def test_a_file_can_be_thrown_away(desk: Callable[[Any], Client]) -> None:
    client = desk(EDITOR)
    bring(client, table(HEADINGS, ROW))
    kept = QuestionImport.objects.get()
    client.get(reverse("questions:import_forget", args=[kept.pk]))
    assert QuestionImport.objects.exists()
    client.post(reverse("questions:import_forget", args=[kept.pk]))
    assert not QuestionImport.objects.exists()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_translator_takes_a_file_fills_in_a_language_and_brings_it_back(
    desk: Callable[[Any], Client], kind: str
) -> None:
    make_question("q", languages=("ro",))
    client = desk(TRANSLATOR)
    query = {"language": "uk", "kind": kind, "what": "missing"}
    data = bytes_of(client.get(reverse("questions:file"), query))
    address = bring(client, data)["Location"]
    assert client.get(address).context["changed"] == 0
    filled = table(
        ["Cod", "Question [uk]", "Answer 1 [uk]", "Answer 2 [uk]", "Answer 3 [uk]"], ["q", "Хто?", "а", "б", "в"]
    )
    assert client.post(bring(client, filled)["Location"]).status_code == 302
    question = Question.objects.get()
    assert question.words()["uk"].answers == ("а", "б", "в")
    assert question.words()["ro"] == words()
