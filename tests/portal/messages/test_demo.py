"""The demonstration's post: there in the demo, nowhere else."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, clear_url_caches, reverse

from portal import urls
from portal.messages.models import Message
from tests.portal.messages.drafts import queue_message

LINK = "https://portal.example/x"
pytestmark = pytest.mark.django_db


@pytest.fixture
def message() -> Message:
    values = {"name": "<b>سلمى</b>", "course": "A1", "reference": "4821-5539", "link": LINK}
    return queue_message(template="received", language="en", recipient="salma@mail.example", values=values, about="")


def test_the_list_shows_what_waits_and_what_was_sent(client: Client, message: Message) -> None:
    response = client.get(reverse("demo_outbox"), headers={"Accept-Language": "en"})
    assert list(response.context["outgoing"]) == [message]
    assert "Waiting to be sent" in response.content.decode()
    Message.objects.update(state=Message.State.SENT)
    page = client.get(reverse("demo_outbox"), headers={"Accept-Language": "en"}).content.decode()
    assert "Waiting to be sent" not in page
    assert "salma@mail.example" in page


def test_a_message_is_shown_escaped_with_a_link_to_follow(client: Client, message: Message) -> None:
    page = client.get(reverse("demo_message", args=[message.pk])).content.decode()
    assert "&lt;b&gt;" in page
    assert "<b>سلمى" not in page
    assert 'href="https://portal.example/x"' in page


def test_an_sms_is_listed_by_what_it_is_and_read_in_its_language(client: Client) -> None:
    sms = queue_message(
        template="link", channel="sms", language="ro", recipient="+40700000101", values={"name": "Ana", "link": LINK}
    )
    listed = client.get(reverse("demo_outbox"), headers={"Accept-Language": "en"}).content.decode()
    assert "Link sent again" in listed
    assert "SMS" in listed
    assert "+40700000101" in listed
    page = client.get(reverse("demo_message", args=[sms.pk]), headers={"Accept-Language": "en"}).content.decode()
    assert '<h1 lang="en" dir="ltr">Link sent again</h1>' in page
    assert f'href="{LINK}"' in page


def test_a_message_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(reverse("demo_message", args=[1])).status_code == 404


@pytest.mark.parametrize(("wanted", "lang"), [("ar", "en"), ("ro", "ro"), ("en", "en")])
def test_the_pages_speak_a_language_that_staffs_words_exist_in(client: Client, wanted: str, lang: str) -> None:
    response = client.get(reverse("demo_outbox"), headers={"Accept-Language": wanted})
    assert f'<html lang="{lang}"' in response.content.decode()


def test_nothing_can_be_posted(client: Client, message: Message) -> None:
    assert client.post(reverse("demo_outbox")).status_code == 405


@pytest.fixture
def real_server(settings: object) -> Iterator[None]:
    """The addresses as they are where ``DEMO`` is off."""
    settings.DEMO = False  # type: ignore[attr-defined]
    importlib.reload(sys.modules[urls.__name__])
    clear_url_caches()
    yield
    settings.DEMO = True  # type: ignore[attr-defined]
    importlib.reload(sys.modules[urls.__name__])
    clear_url_caches()


@pytest.mark.usefixtures("real_server")
def test_a_real_server_has_no_such_page(client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo_outbox")
    assert client.get("/demo/outbox/").status_code == 404
