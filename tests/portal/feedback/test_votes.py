"""Was this page helpful? From the two buttons to what is kept, without a script, a cookie or a name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from wagtail.models import Page

from portal import clock
from portal.feedback.models import LONGEST_COMMENT, Feedback
from portal.feedback.services import add_comment, forget_old_comments, mark_done, record_vote
from portal.feedback.views import VOTES_AN_HOUR
from portal.worker import registered_jobs
from tests.factories import FeedbackFactory

pytestmark = pytest.mark.django_db

NEW, DONE = Feedback.State.NEW, Feedback.State.DONE


@pytest.fixture
def page() -> Page:
    """A live page in Romanian."""
    return Page.objects.get(depth=2, locale__language_code="ro")


@pytest.fixture
def address(page: Page) -> str:
    return f"/ro/feedback/{page.translation_key}/"


def vote(client: Client, address: str, answer: str = "no", **headers: str) -> Any:
    return client.post(address, {"helpful": answer}, headers=headers)


def comment(client: Client, thanks: Any, text: str = "Lipsește adresa.", **more: str) -> Any:
    return client.post(thanks["Location"], {"comment": text, **more})


def test_a_vote_is_kept_and_thanked_for(client: Client, page: Page, address: str) -> None:
    response = vote(client, address, "yes")
    assert response.status_code == 303
    kept = Feedback.objects.get()
    assert (kept.translation_key, kept.path, kept.language) == (page.translation_key, "/ro/", "ro")
    assert (kept.is_helpful, kept.comment, kept.state) == (True, "", DONE)
    thanks = client.get(response["Location"])
    assert thanks.status_code == 200
    assert 'name="comment"' in thanks.content.decode()
    assert not client.cookies


def test_nothing_says_who_it_was() -> None:
    names = {field.name for field in Feedback._meta.fields}
    assert names == {
        *("id", "translation_key", "path", "language", "is_helpful", "comment", "suspicion", "state", "created_at")
    }


def test_a_comment_reaches_the_editors(client: Client, address: str) -> None:
    sent = comment(client, vote(client, address))
    assert sent.status_code == 303
    kept = Feedback.objects.get()
    assert (kept.comment, kept.state, kept.suspicion) == ("Lipsește adresa.", NEW, "")
    html = client.get(sent["Location"]).content.decode()
    assert 'name="comment"' not in html
    assert Feedback.objects.unread().count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * (LONGEST_COMMENT + 1)])
def test_a_comment_that_is_none_or_too_long_is_shown_again(client: Client, address: str, text: str) -> None:
    response = comment(client, vote(client, address), text)
    assert response.status_code == 422
    assert text in response.content.decode()
    assert Feedback.objects.get().comment == ""


def test_a_comment_from_a_trap_is_kept_and_marked(client: Client, address: str) -> None:
    comment(client, vote(client, address), website="https://spam.example")
    assert Feedback.objects.get().suspicion == "honeypot"
    assert not Feedback.objects.unread()


def test_a_doubled_click_is_one_vote(client: Client, address: str) -> None:
    with time_machine.travel(clock.now().replace(second=5), tick=False):
        assert vote(client, address)["Location"] == vote(client, address)["Location"]
        vote(client, address, "yes")
    assert Feedback.objects.count() == 2
    with time_machine.travel(clock.now() + dt.timedelta(minutes=5), tick=False):
        vote(client, address)
    assert Feedback.objects.count() == 3


def test_two_people_behind_one_network_comment_apart(client: Client, address: str) -> None:
    with time_machine.travel(clock.now().replace(second=5), tick=False):
        comment(client, vote(client, address), "one")
        comment(client, vote(client, address), "two")
    assert set(Feedback.objects.values_list("comment", flat=True)) == {"one", "two"}


def test_the_same_comment_again_is_one_and_another_is_kept_beside_it(client: Client, address: str) -> None:
    thanks = vote(client, address)
    for text in ("one", "one", "two"):
        assert comment(client, thanks, text).status_code == 303
    assert list(Feedback.objects.order_by("pk").values_list("comment", flat=True)) == ["one", "two"]


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_what_is_no_answer_is_asked_again(client: Client, address: str, answer: str) -> None:
    assert vote(client, address, answer).status_code == 422
    assert not Feedback.objects.exists()


def test_a_vote_from_another_site_is_asked_again(client: Client, address: str) -> None:
    response = vote(client, address, **{"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert 'name="helpful"' in response.content.decode()
    assert not Feedback.objects.exists()
    thanks = vote(client, address)
    foreign = client.post(thanks["Location"], {"comment": "x"}, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert Feedback.objects.get().comment == ""


def test_a_flood_is_slowed_down(client: Client, address: str) -> None:
    moment = clock.now().replace(minute=5)
    with time_machine.travel(moment, tick=False) as traveller:
        for number in range(VOTES_AN_HOUR):
            traveller.move_to(moment + dt.timedelta(seconds=40 * number))
            assert vote(client, address).status_code == 303
        assert vote(client, address).status_code == 429
        assert vote(Client(REMOTE_ADDR="192.0.2.7"), address).status_code == 303
    assert Feedback.objects.count() == VOTES_AN_HOUR + 1


def test_a_get_changes_nothing(client: Client, address: str) -> None:
    assert client.get(address, {"helpful": "yes"}).status_code == 200
    assert not Feedback.objects.exists()


def test_only_live_pages_are_asked_about(client: Client, page: Page, address: str) -> None:
    assert client.get(address.replace(str(page.translation_key)[:4], "0000")).status_code == 404
    assert client.get(address.replace("/ro/", "/si/")).status_code == 404
    root = Page.get_first_root_node()
    assert client.get(f"/ro/feedback/{root.translation_key}/").status_code == 404


def test_a_link_to_a_vote_is_signed_and_ends(client: Client, address: str) -> None:
    thanks = vote(client, address)["Location"]
    assert client.get(thanks).status_code == 200
    assert client.get(thanks[:-2] + "xx/").status_code == 404
    with time_machine.travel(clock.now() + dt.timedelta(days=2), tick=False):
        assert client.get(thanks).status_code == 404


def test_comments_are_forgotten_after_a_year_and_votes_stay() -> None:
    old = FeedbackFactory(commented=True, created_at=clock.now() - dt.timedelta(days=366))
    recent = FeedbackFactory(commented=True, created_at=clock.now() - dt.timedelta(days=364))
    assert forget_old_comments() == 1
    assert forget_old_comments() == 0
    old.refresh_from_db()
    recent.refresh_from_db()
    assert (old.comment, old.state, old.is_helpful) == ("", DONE, False)
    assert recent.comment
    assert forget_old_comments in {job.function for job in registered_jobs()}


def test_services_write_what_they_say() -> None:
    first = FeedbackFactory()
    again = record_vote(
        translation_key=first.translation_key, path=first.path, language="ro", is_helpful=False, is_repeated=True
    )
    assert again == first
    commented = add_comment(feedback=first, comment="x")
    assert commented == first
    mark_done(feedback=commented)
    commented.refresh_from_db()
    assert commented.state == DONE
    other = record_vote(
        translation_key=first.translation_key, path=first.path, language="ro", is_helpful=False, is_repeated=True
    )
    assert other != first, "a comment is never written over"
