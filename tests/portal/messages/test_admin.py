"""Message texts and the outbox in the admin: who may, what is checked, what a button does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext

from portal.messages.models import Message, MessageText
from portal.messages.texts import ensure_texts, shipped_text
from tests.portal.messages.drafts import queue_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@mail.example", "x"))
    return client


@pytest.fixture
def editor() -> Client:
    """Somebody who may use the admin and change texts, but not read messages."""
    user = get_user_model().objects.create_user("editor")
    group = Group.objects.create(name="text editors")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_messagetext"]))
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def text() -> MessageText:
    ensure_texts()
    return MessageText.objects.get(template="offer", language="en")


@pytest.fixture
def message() -> Message:
    return queue_message(
        template="declined", language="en", recipient="a@mail.example", values={"name": "Ana"}, about="x"
    )


def edit_url(text: MessageText) -> str:
    return reverse("message_texts:edit", args=[text.pk])


def test_the_form_shows_the_text_that_is_sent_now(editor: Client, text: MessageText) -> None:
    page = editor.get(edit_url(text)).content.decode()
    assert "Good news: we are holding a place for you." in page
    assert "{deadline}" in page
    assert 'dir="auto"' in page
    assert "css/admin.css" in page


def test_saving_the_shipped_text_unchanged_keeps_following_it(editor: Client, text: MessageText) -> None:
    shipped = shipped_text("offer", "en")
    assert shipped is not None
    editor.post(edit_url(text), {"subject": shipped.subject, "body": shipped.body.replace("\n", "\r\n")})
    text.refresh_from_db()
    assert (text.subject, text.body) == ("", "")


def test_an_own_text_is_kept(editor: Client, text: MessageText) -> None:
    assert editor.post(edit_url(text), {"subject": "Own", "body": "{deadline}\r\n{link}"}).status_code == 302
    text.refresh_from_db()
    assert (text.subject, text.body) == ("Own", "{deadline}\n{link}")


def test_a_text_with_a_mistake_is_shown_again_with_what_is_wrong(editor: Client, text: MessageText) -> None:
    response = editor.post(edit_url(text), {"subject": "Own", "body": "{deadline} {sirname}"})
    assert response.status_code == 200
    page = response.content.decode()
    with translation.override("ro"):  # the admin's language
        assert pgettext("staff", "{%(name)s} is not known here.") % {"name": "sirname"} in page
        assert pgettext("staff", "{%(name)s} must be in the text.") % {"name": "link"} in page
    text.refresh_from_db()
    assert text.body == ""


def test_an_sms_is_edited_beside_the_email_and_checked_on_its_own(editor: Client, text: MessageText) -> None:
    page = editor.get(edit_url(text)).content.decode()
    assert "there is a place for you" in page
    response = editor.post(edit_url(text), {"subject": "", "body": "", "sms": "{deadline} {sirname}"})
    assert response.status_code == 200
    assert len(response.context["form"].errors["sms"]) == 2
    assert list(response.context["form"].errors) == ["sms"]
    text.refresh_from_db()
    assert not text.is_own
    assert editor.post(edit_url(text), {"sms": "Own {deadline}\r\n{link}"}).status_code == 302
    text.refresh_from_db()
    assert (text.subject, text.body, text.sms) == ("", "", "Own {deadline}\n{link}")
    assert text.is_own


def test_the_form_says_what_an_sms_must_name_and_how_many_it_is(editor: Client, text: MessageText) -> None:
    help_text = str(editor.get(edit_url(text)).context["form"].fields["sms"].help_text)
    assert "2 SMS" in help_text
    assert "{deadline} {link}" in help_text
    MessageText.objects.filter(pk=text.pk).update(sms="{deadline}\n{link}\n" + "x" * 400)
    assert "4 SMS" in str(editor.get(edit_url(text)).context["form"].fields["sms"].help_text)


def test_a_text_of_a_message_that_is_no_longer_sent_is_still_shown(editor: Client) -> None:
    old = MessageText.objects.create(template="gone", language="en", subject="s", body="b")
    assert editor.get(edit_url(old)).status_code == 200


def test_texts_are_found_by_message_and_language(editor: Client, text: MessageText) -> None:
    response = editor.get(reverse("message_texts:index"), {"template": "offer", "language": "en"})
    assert list(response.context["object_list"]) == [text]


@pytest.mark.parametrize("name", ["message_texts:add", "outbox:add"])
def test_rows_are_not_added_by_hand(admin: Client, name: str) -> None:
    assert admin.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", ["outbox:edit", "outbox:delete"])
def test_messages_are_never_changed_by_hand(admin: Client, message: Message, name: str) -> None:
    admin.post(reverse(name, args=[message.pk]), {"state": "failed"})
    message.refresh_from_db()
    assert message.state == Message.State.QUEUED


def test_messages_carry_names_and_are_not_for_every_editor(editor: Client, message: Message) -> None:
    for url in (reverse("outbox:index"), reverse("outbox:inspect", args=[message.pk])):
        assert editor.get(url).status_code == 302
    assert editor.post(reverse("outbox:resend", args=[message.pk])).status_code in {302, 403}


def test_an_sms_is_listed_by_what_it_is(admin: Client) -> None:
    sms = queue_message(channel="sms", recipient="+40700000101", values={"name": "Ana"})
    with translation.override("ro"):
        title = sms.get_template_display()
    page = admin.get(reverse("outbox:index"), {"channel": "sms"})
    assert list(page.context["object_list"]) == [sms]
    assert title in page.content.decode()
    assert reverse("outbox:inspect", args=[sms.pk]) in page.content.decode()
    assert not admin.get(reverse("outbox:index"), {"channel": "email"}).context["object_list"]


def test_the_outbox_is_filtered_by_state(admin: Client, message: Message) -> None:
    url = reverse("outbox:index")
    assert list(admin.get(url, {"state": "queued"}).context["object_list"]) == [message]
    assert not admin.get(url, {"state": "failed"}).context["object_list"]


def test_the_list_costs_the_same_with_more_messages(
    admin: Client, message: Message, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("outbox:index")
    admin.get(url)
    with CaptureQueriesContext(
        connection,
    ) as before:
        admin.get(url)
    for _number in range(10):
        queue_message(template="declined", language="ar", recipient="b@mail.example", values={"name": "B"}, about="")
    with django_assert_max_num_queries(len(before)):  # type: ignore[operator]
        admin.get(url)


def test_a_message_is_read_with_its_lines_escaped_and_in_romanian_time(admin: Client, message: Message) -> None:
    sent_at = dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC)
    Message.objects.update(body="<i>One</i>\n\nTwo", language="ar", state=Message.State.SENT, sent_at=sent_at)
    page = admin.get(reverse("outbox:inspect", args=[message.pk])).content.decode()
    assert '<div lang="ar" dir="rtl"><p>&lt;i&gt;One&lt;/i&gt;</p>' in page
    assert "10:30" in page


def test_a_failed_message_is_sent_again_by_a_button(admin: Client, message: Message) -> None:
    Message.objects.update(state=Message.State.FAILED, attempts=14)
    page = admin.get(reverse("outbox:inspect", args=[message.pk])).content.decode()
    url = reverse("outbox:resend", args=[message.pk])
    assert f'action="{url}"' in page
    assert admin.get(url).status_code == 405
    assert admin.post(url).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.QUEUED, 0)
