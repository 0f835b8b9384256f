"""What people were told by the screen and by messages, compared with what is in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from courses.catalogue.models import Run
from courses.enrolment.links import RECEIVED, read_token
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import HOLDS_PLACE, State, Verb
from portal.messages.mail import as_email
from portal.messages.models import Message
from tests.load.patience import Kept

OUTCOME = {State.SUBMITTED: "received", State.CONFIRMED: "confirmed", State.WAITING: "waiting"}
"""What somebody is told, by where their enrolment stands."""


def wrong_with_enrolments(kept: Sequence[Kept]) -> list[str]:
    """Return what is wrong with the enrolments of those whose form arrived: lost, doubled, half-written."""
    found = []
    rows: dict[str, list[Enrolment]] = {}
    for row in Enrolment.objects.select_related("person"):
        rows.setdefault(str(row.person.phone), []).append(row)
    submits = Counter(Event.objects.filter(verb=Verb.SUBMIT).values_list("enrolment", flat=True))
    for one in kept:
        phone = one.post.answers["phone"].replace(" ", "")
        reference = read_token(one.location.rstrip("/").rpartition("/")[2], RECEIVED)
        mine = rows.get(phone, [])
        if not any(row.reference == reference for row in mine):
            found.append(f"lost: {phone} was told {reference}")
        if len(mine) > 1:
            found.append(f"doubled: {phone} has {len(mine)} enrolments")
        found += [f"{row.reference} was submitted {submits[row.pk]} times" for row in mine if submits[row.pk] != 1]
    return found


def wrong_with_places(run: Run, kept: Sequence[Kept]) -> list[str]:
    """Return what is wrong with the places of a run that gives them at once to who comes first."""
    found = []
    rows = {str(row.person.phone): row for row in Enrolment.objects.filter(run=run).select_related("person")}
    holders = [row for row in rows.values() if row.state in HOLDS_PLACE]
    if len(holders) != min(run.capacity, len(rows)):
        found.append(f"{len(holders)} of {run.capacity} places are taken by {len(rows)} people")
    came = [(one, rows.get(one.post.answers["phone"].replace(" ", ""))) for one in kept]
    for first, waiting in came:
        if waiting is None or waiting.state != State.WAITING:
            continue
        # Who had read that their form arrived before another sent theirs came first, whatever the clocks say.
        later = [row for one, row in came if row and one.began > first.ended and row.state in HOLDS_PLACE]
        found += [f"{row.reference} overtook {waiting.reference}" for row in later]
    return found


def wrong_with_messages() -> list[str]:
    """Return what is wrong with what the portal has written: nothing, twice, or not what happened."""
    found = []
    about: dict[str, Counter[str]] = {}
    for key, template in Message.objects.values_list("about", "template"):
        about.setdefault(key, Counter())[template] += 1
    for row in Enrolment.objects.all():
        told = about.get(row.about_key, Counter())
        if told[OUTCOME[State(row.state)]] != 1:
            found.append(f"{row.reference} is {row.state} and was told {dict(told)}")
        found += [f"{row.reference} was told {name} {times} times" for name, times in told.items() if times > 1]
    return found


def wrong_with_deliveries(channel: str, arrived: Iterable[str], *, most_doubles: int) -> list[str]:
    """Return what is wrong with what arrived, by Message-ID or Idempotency-Key: each at least once, few twice."""
    times = Counter(arrived)
    written = {identity_of(message) for message in Message.objects.filter(channel=channel)}
    found = [f"{identity} never arrived" for identity in written - set(times)]
    found += [f"{identity} was never written" for identity in set(times) - written]
    if (doubles := doubles_of(times.elements())) > most_doubles:
        found.append(f"{doubles} doubles, {most_doubles} may be")
    return found


def doubles_of(arrived: Iterable[str]) -> int:
    """Return how many deliveries were one too many."""
    return sum(count - 1 for count in Counter(arrived).values())


def identity_of(message: Message) -> str:
    """Return what the other side knows a message by."""
    if message.channel == Message.Channel.SMS:
        return message.identity
    return str(as_email(message).extra_headers["Message-ID"])


def what_is_left() -> int:
    """Return how much the worker still has to decide, to tell or to send."""
    open_rows = Enrolment.objects.filter(~Q(untold="") | Q(state=State.SUBMITTED, awaits_decision=True, suspicion=""))
    return open_rows.count() + Message.objects.exclude(state=Message.State.SENT).count()


def let_leases_end() -> None:
    """Let so much time pass that every message is due again. No worker may run meanwhile."""
    Message.objects.filter(state=Message.State.QUEUED).update(next_try_at=timezone.now())
