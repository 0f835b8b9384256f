"""The outbox: written with what it tells, sent by the worker, retried, given up, sent again."""

from __future__ import annotations

import datetime as dt
import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.messages import mail
from portal.messages.models import Message
from portal.messages.outbox import LEASE, MAX_ATTEMPTS, send_due, wait_after
from portal.messages.services import Draft, queue_many, resend_message
from tests.portal.messages.drafts import queue_message

pytestmark = pytest.mark.django_db

VALUES = {
    "name": "Ana",
    "course": "A1",
    "reference": "4821-5539",
    "reason": "No",
    "centre": "CRI",
    "centre_phone": "0232",
}


class Mailbox:
    """A mail connection that keeps what it is given, or fails as it is told."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.opened = 0
        self.answer: Callable[[EmailMessage], None] = lambda message: None

    def open(self) -> None:
        self.opened += 1

    def close(self) -> None:
        pass

    def send_messages(self, messages: list[EmailMessage]) -> int:
        for message in messages:
            self.answer(message)
            self.taken.append(message)
        return len(messages)

    def fail_with(self, error: BaseException) -> None:
        def answer(message: EmailMessage) -> None:
            raise error

        self.answer = answer


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    box = Mailbox()
    monkeypatch.setattr(mail, "get_connection", lambda: box)
    return box


def queue(recipient: str = "ana@mail.example", **more: str) -> Message:
    return queue_message(
        template=more.pop("template", "declined"),
        language=more.pop("language", "en"),
        recipient=recipient,
        values=VALUES,
        about="enrolment:48215539",
        **more,
    )


def later(delta: dt.timedelta = dt.timedelta(seconds=1)) -> dt.datetime:
    return timezone.now() + delta


def test_a_message_is_a_row_and_nothing_is_sent_yet(mailbox: Mailbox) -> None:
    message = queue()
    assert (message.state, message.attempts) == (Message.State.QUEUED, 0)
    assert message.subject == "We have received your answer: A1"
    assert not mailbox.taken


def test_a_message_of_a_transaction_that_fails_was_never_there() -> None:
    @contextmanager
    def failing() -> Iterator[None]:
        with transaction.atomic():
            yield
            raise LookupError

    with pytest.raises(LookupError), failing():
        queue()
    assert not Message.objects.exists()


def test_a_hundred_messages_in_five_languages_are_written_in_few_queries(django_assert_num_queries: Any) -> None:
    drafts = [
        Draft(template, language, channel, "x", VALUES, f"enrolment:{number}")
        for template in ("offer", "declined")
        for channel in Message.Channel.values
        for language in ("ar", "en", "ro", "uk", "ur")
        for number in range(5)
    ]
    # A savepoint and its release, the texts of each template and channel, all messages.
    with django_assert_num_queries(2 + 4 + 1):
        messages = queue_many(drafts)
    assert [message.about for message in messages] == [draft.about for draft in drafts]
    assert [bool(message.subject) for message in messages] == [draft.channel == "email" for draft in drafts]
    assert Message.objects.count() == len(drafts)


def test_nothing_to_write_is_no_query_for_texts(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert queue_many([]) == []


def test_an_sms_has_a_short_text_and_no_answer_address() -> None:
    message = queue("+40700000101", channel="sms", reply_to="centre@mail.example")
    assert (message.channel, message.subject, message.reply_to) == (Message.Channel.SMS, "", "")
    assert message.body.startswith("Ana: you told us that you do not take this place: A1.")
    assert str(message) == message.get_template_display()


def test_what_is_due_is_sent_once(mailbox: Mailbox) -> None:
    message = queue(reply_to="centre@mail.example")
    assert send_due(now=later()).sent == 1
    assert send_due(now=later(dt.timedelta(days=2))).sent == 0
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert message.sent_at is not None
    (mail,) = mailbox.taken
    headers = mail.message()
    assert headers["Content-Language"] == "en"
    assert headers["Reply-To"] == "centre@mail.example"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert mail.body == message.body


def test_the_header_names_the_language_that_the_text_is_really_in() -> None:
    assert queue(language="xx").language == "en"


def test_what_is_not_due_yet_waits(mailbox: Mailbox) -> None:
    queue()
    assert send_due(now=timezone.now() - dt.timedelta(hours=1)).sent == 0


def test_a_failure_is_noted_in_one_line_and_tried_again_later(mailbox: Mailbox) -> None:
    message = queue()
    now = later()
    mailbox.fail_with(ConnectionRefusedError("no\nserver"))
    assert send_due(now=now).retried == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.QUEUED, 1)
    assert message.next_try_at == now + dt.timedelta(minutes=1)
    assert message.last_error == "ConnectionRefusedError: no server"


def test_waits_double_up_to_four_hours_and_make_a_day() -> None:
    waits = [wait_after(attempt) for attempt in range(1, MAX_ATTEMPTS)]
    assert waits[:3] == [dt.timedelta(minutes=1), dt.timedelta(minutes=2), dt.timedelta(minutes=4)]
    assert max(waits) == dt.timedelta(hours=4)
    assert dt.timedelta(hours=23) < sum(waits, dt.timedelta()) < dt.timedelta(hours=26)


def test_after_a_day_of_failures_a_message_is_given_up(mailbox: Mailbox) -> None:
    message = queue()
    mailbox.fail_with(smtplib.SMTPServerDisconnected("gone"))
    now = later()
    for _attempt in range(MAX_ATTEMPTS):
        message.refresh_from_db()
        assert message.state == Message.State.QUEUED
        now = max(now, message.next_try_at)
        send_due(now=now)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.FAILED, MAX_ATTEMPTS)


@pytest.mark.parametrize(("code", "state"), [(550, Message.State.FAILED), (450, Message.State.QUEUED)])
def test_an_address_that_is_refused_for_good_fails_at_once(
    mailbox: Mailbox, caplog: pytest.LogCaptureFixture, code: int, state: str
) -> None:
    message = queue("nobody@mail.example")
    answer = b"<nobody@mail.example>: no such\r\nuser"
    mailbox.fail_with(smtplib.SMTPRecipientsRefused({"nobody@mail.example": (code, answer)}))
    send_due(now=later())
    message.refresh_from_db()
    assert message.state == state
    assert message.last_error == f"recipient refused: {code} <…>: no such user"
    assert "no such user" in caplog.text
    assert "nobody@mail.example" not in caplog.text


def test_an_address_that_no_mail_can_carry_fails_at_once_and_alone(mailbox: Mailbox) -> None:
    bad, good = queue("a\nb@mail.example"), queue()

    def encode(message: EmailMessage) -> None:
        message.message()

    mailbox.answer = encode
    report = send_due(now=later())
    assert (report.sent, report.failed) == (1, 1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (Message.State.FAILED, Message.State.SENT)


def test_a_mail_server_in_trouble_costs_one_message_an_attempt_not_all(mailbox: Mailbox) -> None:
    for _number in range(3):
        queue()
    mailbox.fail_with(TimeoutError("timed out"))
    assert send_due(now=later()).retried == 1
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_a_refused_message_does_not_hold_up_the_next(mailbox: Mailbox) -> None:
    queue("nobody@mail.example")
    queue()

    def answer(message: EmailMessage) -> None:
        if message.to == ["nobody@mail.example"]:
            raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no")})

    mailbox.answer = answer
    report = send_due(now=later())
    assert (report.sent, report.failed) == (1, 1)


def test_a_closed_mail_port_is_a_failure_like_any_other(settings: object) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()  # type: ignore[attr-defined]
        message = queue()
        assert send_due(now=later()).retried == 1
    message.refresh_from_db()
    assert "ConnectionRefusedError" in message.last_error


def test_a_worker_killed_while_sending_loses_nothing_and_the_double_is_recognisable(mailbox: Mailbox) -> None:
    message = queue()
    now = later()

    def take_then_die(mail: EmailMessage) -> None:
        mailbox.taken.append(mail)
        raise KeyboardInterrupt

    mailbox.answer = take_then_die
    with pytest.raises(KeyboardInterrupt):
        send_due(now=now)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.QUEUED, 1)

    mailbox.answer = lambda mail: None
    assert send_due(now=now + LEASE / 2).sent == 0, "somebody may still be sending it"
    assert send_due(now=now + LEASE).sent == 1
    first, second = (mail.message()["Message-ID"] for mail in mailbox.taken)
    assert first == second


def test_two_messages_never_share_their_identity(mailbox: Mailbox) -> None:
    queue()
    queue()
    send_due(now=later())
    first, second = (mail.message()["Message-ID"] for mail in mailbox.taken)
    assert first != second
    assert first.endswith("@example.org>")


def test_a_batch_shares_its_connection_and_has_an_end(mailbox: Mailbox) -> None:
    for _number in range(4):
        queue()
    assert send_due(batch=3, now=later()).sent == 3
    assert send_due(batch=3, now=later()).sent == 1


def test_resending_a_failed_message_starts_it_over(mailbox: Mailbox) -> None:
    user = get_user_model().objects.create_user("admin")
    message = queue()
    Message.objects.filter(pk=message.pk).update(state=Message.State.FAILED, attempts=MAX_ATTEMPTS)
    again = resend_message(message=message, user=user)
    assert again.pk == message.pk
    assert (again.state, again.attempts) == (Message.State.QUEUED, 0)
    assert send_due(now=later()).sent == 1


def test_resending_a_sent_message_copies_it_so_that_no_mailbox_hides_the_second(mailbox: Mailbox) -> None:
    user = get_user_model().objects.create_user("admin")
    message = queue(reply_to="centre@mail.example")
    send_due(now=later())
    again = resend_message(message=message, user=user)
    assert again.pk != message.pk
    assert send_due(now=later()).sent == 1
    first, second = mailbox.taken
    assert (first.subject, first.body, first.to, first.reply_to) == (
        second.subject,
        second.body,
        second.to,
        second.reply_to,
    )
    assert first.message()["Message-ID"] != second.message()["Message-ID"]
    assert list(Message.objects.about("enrolment:48215539")) == [again, message]
    assert ModelLogEntry.objects.get(action="portal.resend").user == user
