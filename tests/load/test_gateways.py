"""Mail server and SMS gateway fail in every way: nothing is lost, one holds up no other, a double is recognisable."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import LazySettings
from django.utils import timezone

from courses.enrolment import services
from courses.enrolment.decisions import tell_what_was_left
from courses.enrolment.models import Enrolment
from courses.enrolment.submissions import Submission
from portal.messages import sms as sms_carrier
from portal.messages.models import Message
from portal.messages.outbox import LEASE, send_due
from tests.bench.server import free_port
from tests.factories import RunFactory
from tests.load import ledger
from tests.load.mail_stand_in import MailStandIn
from tests.load.mail_stand_in import Trouble as MailTrouble
from tests.portal.messages.sms_stand_in import StandIn
from tests.portal.messages.sms_stand_in import Trouble as SmsTrouble

pytestmark = pytest.mark.django_db

PEOPLE = 3
"""By each channel."""
EMAIL, SMS = Message.Channel.EMAIL, Message.Channel.SMS
QUEUED, SENT = Message.State.QUEUED, Message.State.SENT


@pytest.fixture(autouse=True)
def _sending(settings: LazySettings, mail: MailStandIn, sms: StandIn) -> None:
    """Messages go to the stand-ins, and everybody gets one."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail.port
    settings.SMS_GATEWAY_URL = sms.url
    run = RunFactory()
    for number in range(PEOPLE):
        by_mail = Submission(f"Persoana {number}", "en", email=f"p{number}@mail.example", contact_by="email")
        by_sms = Submission(f"Omul {number}", "en", phone=f"+4070000010{number}", contact_by="sms")
        for form in (by_mail, by_sms):
            services.submit_enrolment(run=run, submission=form, submission_id=f"form-{number}")
    tell_what_was_left()


@pytest.mark.parametrize(
    "trouble",
    [MailTrouble.CLOSED, MailTrouble.BUSY, MailTrouble.DIES_AFTER_ACCEPTING, None],
    ids=["closed", "busy", "dies-after-accepting", "nobody-there"],
)
def test_a_mail_server_in_trouble(
    trouble: MailTrouble | None, mail: MailStandIn, sms: StandIn, settings: LazySettings
) -> None:
    if trouble is None:
        settings.EMAIL_PORT = free_port()
    else:
        mail.trouble = trouble
    report = send_due()

    assert states(SMS) == [SENT] * PEOPLE, "a mail server in trouble held up the SMS"
    assert len(sms.delivered) == PEOPLE
    assert states(EMAIL) == [QUEUED] * PEOPLE
    assert report.failed == 0
    tried = Message.objects.filter(channel=EMAIL, attempts=1)
    assert tried.exists()
    assert all(message.last_error and message.next_try_at > timezone.now() for message in tried)

    met = [received.identity for received in mail.received]
    mail.trouble, settings.EMAIL_PORT = MailTrouble.NONE, mail.port
    assert send_due().sent == PEOPLE - tried.count(), "what was tried waits, what wasn't is sent"
    later()
    arrived = [received.identity for received in mail.received]
    assert everything_is_sent()
    assert ledger.wrong_with_deliveries(EMAIL, arrived, most_doubles=len(met)) == []
    assert ledger.doubles_of(arrived) == len(met), "what had arrived arrives again, under the same identity"


def test_a_slow_mail_server_holds_up_nobody(mail: MailStandIn, sms: StandIn) -> None:
    mail.trouble = MailTrouble.SLOW
    assert send_due().sent == 2 * PEOPLE
    assert everything_is_sent()
    assert mail.conversations == 1
    assert ledger.wrong_with_deliveries(EMAIL, [one.identity for one in mail.received], most_doubles=0) == []


@pytest.mark.parametrize(
    "behaviour",
    [500, 503, SmsTrouble.GARBAGE, SmsTrouble.SILENT, SmsTrouble.DRIPPING, SmsTrouble.DIES_AFTER_ACCEPTING],
    ids=str,
)
def test_a_gateway_in_trouble(
    behaviour: int | SmsTrouble, mail: MailStandIn, sms: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms_carrier, "TIMEOUT", 0.5)
    sms.behaviour = behaviour
    report = send_due()

    assert states(EMAIL) == [SENT] * PEOPLE, "a gateway in trouble held up the e-mails"
    assert len(mail.received) == PEOPLE
    assert states(SMS) == [QUEUED] * PEOPLE
    assert report.failed == 0
    tried = Message.objects.filter(channel=SMS, attempts=1)
    assert tried.count() == 1, "the others keep their attempts"
    assert tried.get().last_error

    sms.behaviour = 202
    later()
    accepted = [received.key for received in sms.received if received.accepted]
    assert everything_is_sent()
    doubles = 1 if behaviour is SmsTrouble.DIES_AFTER_ACCEPTING else 0
    assert ledger.wrong_with_deliveries(SMS, accepted, most_doubles=doubles) == []
    assert ledger.doubles_of(accepted) == doubles
    assert len(sms.delivered) == PEOPLE, "a gateway that knows the key again delivers once"


def test_both_in_trouble_for_hours_lose_nothing(mail: MailStandIn, sms: StandIn) -> None:
    mail.trouble, sms.behaviour = MailTrouble.CLOSED, 500
    moment = timezone.now()
    for _hour in range(6):
        moment += dt.timedelta(hours=1)
        send_due(now=moment)
    assert states(EMAIL) == states(SMS) == [QUEUED] * PEOPLE
    mail.trouble, sms.behaviour = MailTrouble.NONE, 202
    send_due(now=moment + dt.timedelta(hours=5))
    assert everything_is_sent()
    assert (len(mail.received), len(sms.delivered)) == (PEOPLE, PEOPLE)
    assert ledger.wrong_with_messages() == []
    assert Enrolment.objects.count() == 2 * PEOPLE


def states(channel: str) -> list[str]:
    """Return where the messages of a channel stand."""
    return list(Message.objects.filter(channel=channel).order_by("pk").values_list("state", flat=True))


def later() -> None:
    """Let as much time pass as a message waits after its first try, or a lease lasts."""
    send_due(now=timezone.now() + LEASE + dt.timedelta(minutes=1))


def everything_is_sent() -> bool:
    """Whether nothing waits and nothing was given up."""
    return not Message.objects.exclude(state=SENT).exists()
