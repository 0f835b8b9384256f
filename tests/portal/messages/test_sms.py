"""SMS through a gateway that may do anything: nothing is lost, doubles are bounded and recognisable."""

from __future__ import annotations

import datetime as dt
import socket
import time
from collections.abc import Callable, Iterator

import pytest
from django.core import mail as mailbox
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.messages import sms
from portal.messages.models import Message
from portal.messages.outbox import LEASE, MAX_ATTEMPTS, send_due
from tests.portal.messages.drafts import queue_message
from tests.portal.messages.sms_stand_in import BAD_NUMBER, StandIn, Trouble, running_gateway

PHONE = "+40700000101"
VALUES = {
    "name": "سلمى",
    "course": "Română A1",
    "centre_phone": "0700 000 102",
    "link": "https://portal.example/ar/e/x/",
    "deadline": "18:00",
}


@pytest.fixture
def gateway(settings: object) -> Iterator[StandIn]:
    with running_gateway() as server:
        settings.SMS_GATEWAY_URL = server.url  # type: ignore[attr-defined]
        settings.SMS_GATEWAY_TOKEN = "secret-token"  # type: ignore[attr-defined]
        settings.SMS_SENDER = "Bun venit"  # type: ignore[attr-defined]
        yield server


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversation ends after a third of a second."""
    monkeypatch.setattr(sms, "TIMEOUT", 0.3)


def queue(recipient: str = PHONE, template: str = "offer") -> Message:
    return queue_message(template=template, channel="sms", recipient=recipient, values=VALUES, about="enrolment:1")


def later(delta: dt.timedelta = dt.timedelta(seconds=1)) -> dt.datetime:
    return timezone.now() + delta


@pytest.mark.django_db
def test_the_gateway_gets_what_the_readme_promises_it(gateway: StandIn) -> None:
    message = queue()
    assert send_due(now=later()).sent == 1
    (received,) = gateway.received
    assert received.content == {
        "to": PHONE,
        "text": message.body,
        "sender": "Bun venit",
        "id": message.identity,
    }
    assert "سلمى" in received.content["text"]
    assert received.headers["Authorization"] == "Bearer secret-token"
    assert received.headers["Content-Type"] == "application/json; charset=utf-8"
    assert received.headers[":path"] == "/messages?account=7"
    assert received.key == message.identity
    message.refresh_from_db()
    assert message.state == Message.State.SENT


@pytest.mark.django_db
def test_without_a_token_no_empty_one_is_sent(gateway: StandIn, settings: object) -> None:
    settings.SMS_GATEWAY_TOKEN = ""  # type: ignore[attr-defined]
    queue()
    send_due(now=later())
    assert "Authorization" not in gateway.received[0].headers


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 410, 413, 422])
def test_a_message_that_is_refused_fails_at_once_and_alone(gateway: StandIn, status: int) -> None:
    refused = queue()
    gateway.behaviour = status
    assert send_due(now=later()).failed == 1
    refused.refresh_from_db()
    assert (refused.state, refused.attempts) == (Message.State.FAILED, 1)


@pytest.mark.django_db
def test_a_number_that_does_not_exist_does_not_hold_up_the_next(gateway: StandIn) -> None:
    queue(BAD_NUMBER)
    queue()
    report = send_due(now=later())
    assert (report.sent, report.failed) == (1, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "behaviour",
    [
        500,
        502,
        503,
        429,
        408,
        401,
        402,
        403,
        404,
        409,
        301,
        302,
        307,
        *(trouble for trouble in Trouble if trouble is not Trouble.CHATTY),
    ],
    ids=lambda behaviour: getattr(behaviour, "name", str(behaviour)),
)
def test_trouble_of_the_gateway_costs_one_message_an_attempt_and_loses_none(
    gateway: StandIn, behaviour: int | Trouble
) -> None:
    for _number in range(3):
        queue()
    gateway.behaviour = behaviour
    gateway.location = gateway.url
    assert send_due(now=later()).retried == 1
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]

    gateway.release.set()
    gateway.behaviour = 202
    assert send_due(now=later(dt.timedelta(minutes=5))).sent == 3
    assert len(gateway.delivered) == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("trouble", [Trouble.SILENT, Trouble.DRIPPING])
def test_a_slow_gateway_is_left_after_the_time_that_it_has(gateway: StandIn, trouble: Trouble) -> None:
    message = queue()
    gateway.behaviour = trouble
    began = time.monotonic()
    send_due(now=later())
    assert time.monotonic() - began < 4
    message.refresh_from_db()
    assert message.last_error.startswith("TimeoutError")


@pytest.mark.django_db
@pytest.mark.usefixtures("impatient")
def test_a_gateway_that_said_yes_and_goes_on_talking_is_not_asked_again(gateway: StandIn) -> None:
    queue()
    gateway.behaviour = Trouble.CHATTY
    assert send_due(now=later()).sent == 1
    assert send_due(now=later(dt.timedelta(days=1))).sent == 0
    assert len(gateway.received) == 1


@pytest.mark.django_db
def test_a_gateway_that_is_not_there_is_tried_again(settings: object) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{closed.getsockname()[1]}/"  # type: ignore[attr-defined]
        message = queue()
        assert send_due(now=later()).retried == 1
    message.refresh_from_db()
    assert message.last_error.startswith("ConnectionRefusedError")
    assert message.next_try_at > later(dt.timedelta(seconds=30))


@pytest.mark.django_db
def test_after_a_day_of_trouble_a_message_is_given_up(gateway: StandIn) -> None:
    message = queue()
    gateway.behaviour = 503
    now = later()
    for _attempt in range(MAX_ATTEMPTS):
        now = max(now, Message.objects.get(pk=message.pk).next_try_at)
        send_due(now=now)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.FAILED, MAX_ATTEMPTS)
    assert len({received.key for received in gateway.received}) == 1


@pytest.mark.django_db
def test_a_message_accepted_twice_has_one_key_and_reaches_the_phone_once(gateway: StandIn) -> None:
    message = queue()
    gateway.behaviour = Trouble.DIES_AFTER_ACCEPTING
    send_due(now=later())
    gateway.behaviour = 202
    send_due(now=later(dt.timedelta(minutes=2)))
    assert [received.key for received in gateway.received] == [message.identity, message.identity]
    assert len(gateway.delivered) == 1


@pytest.mark.django_db
def test_a_worker_killed_at_every_try_stops_trying_at_last(gateway: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the gateway has it and before that is written down: the worst that can happen."""
    message = queue()

    def die(message: Message) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("portal.messages.outbox._mark_sent", die)
    now = later()
    for _attempt in range(MAX_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            send_due(now=now)
        assert send_due(now=now + LEASE / 2).sent == 0, "somebody may still be sending it"
        now += LEASE
    assert send_due(now=now).failed == 1
    message.refresh_from_db()
    assert message.state == Message.State.FAILED
    assert len(gateway.received) == MAX_ATTEMPTS
    assert len(gateway.delivered) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("behaviour", [503, Trouble.SILENT])
def test_a_dead_gateway_holds_up_no_email(gateway: StandIn, behaviour: int | Trouble) -> None:
    for _number in range(2):
        queue()
        queue_message(values=VALUES)
    gateway.behaviour = behaviour
    report = send_due(now=later())
    assert (report.sent, report.retried) == (2, 1)
    assert len(mailbox.outbox) == 2


@pytest.mark.django_db
def test_a_dead_mail_server_holds_up_no_sms(gateway: StandIn, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()  # type: ignore[attr-defined]
        for _number in range(2):
            queue_message(values=VALUES)
            queue()
        report = send_due(now=later())
    assert (report.sent, report.retried) == (2, 1)
    emails = Message.objects.filter(channel=Message.Channel.EMAIL)
    assert sorted(emails.values_list("attempts", flat=True)) == [0, 1]


@pytest.mark.django_db
def test_without_a_gateway_sms_wait_and_lose_no_attempt() -> None:
    message = queue()
    assert not sms.is_enabled()
    send_due(now=later())
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.QUEUED, 0)


@pytest.mark.django_db
def test_what_the_gateway_says_is_kept_with_the_message_and_not_in_the_log(
    gateway: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    message = queue()
    gateway.behaviour = 400
    gateway.answer = f'{{"error": "no route to {PHONE[1:]}",\n "text": "https://portal.example/secret"}}'
    send_due(now=later())
    message.refresh_from_db()
    assert message.last_error.startswith('the gateway answered 400: {"error": "no route to …", "text"')
    assert "answered 400" in caplog.text
    assert "secret" not in caplog.text
    assert PHONE[1:] not in caplog.text


@pytest.mark.django_db
def test_a_refusal_without_an_end_is_a_refusal(gateway: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*args: object) -> bytes:
        raise ConnectionResetError

    monkeypatch.setattr("http.client.HTTPResponse.read", break_off)
    message = queue()
    gateway.behaviour = 400
    assert send_due(now=later()).failed == 1
    message.refresh_from_db()
    assert message.last_error == "the gateway answered 400"


@pytest.fixture
def carried(gateway: StandIn) -> Callable[[str], str]:
    """Send a text through the gateway without an outbox, and return what arrived."""

    def carry(text: str) -> str:
        message = Message(pk=1, recipient=PHONE, body=text, channel=Message.Channel.SMS)
        sms.gateway().send(message)
        return gateway.received[-1].content["text"]

    return carry


def test_any_text_arrives_as_it_was_written(carried: Callable[[str], str]) -> None:
    @given(st.text(st.characters(codec="utf-8"), max_size=400))
    def arrives(text: str) -> None:
        assert carried(text) == text

    arrives()
