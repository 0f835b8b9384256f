"""Reminders: before an offer ends, two days before the start, the day before a session. The worker sends them.

Each is written down in the transaction of its message, so that a killed worker forgets none and sends none twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from courses.catalogue.models import Run, Session
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import Extra, format_moment, tell_many
from courses.enrolment.querysets import EnrolmentQuerySet
from courses.enrolment.records import Reminder
from courses.enrolment.states import Actor, State
from portal import clock

logger = logging.getLogger(__name__)

AWAKE = (dt.time(8), dt.time(21))
"""Nobody is woken by a reminder; times in Europe/Bucharest."""
BEFORE_OFFER_ENDS = dt.timedelta(hours=24)
BEFORE_START = dt.timedelta(days=2)
SHORT_OFFERS_SHARE = 3
"""A short offer is reminded of when a third of its time is left."""
BATCH = 200


def send_reminders() -> int:
    """Write every reminder that is due into the outbox; return how many. By day only."""
    now = timezone.localtime(clock.now())
    if not AWAKE[0] <= now.time() < AWAKE[1]:
        return 0
    return _of_offers(now) + _of_starts(now.date()) + _of_sessions(now.date() + dt.timedelta(days=1))


def _of_offers(now: dt.datetime) -> int:
    soon = Enrolment.objects.filter(state=State.OFFERED, offer_expires_at__gt=now)
    soon = soon.filter(offer_expires_at__lte=now + BEFORE_OFFER_ENDS)
    sent = 0
    moments = soon.order_by("offer_expires_at").values_list("offer_expires_at", flat=True).distinct()
    for expires_at in filter(None, moments):
        key = expires_at.astimezone(dt.UTC).isoformat(timespec="seconds")
        due = [
            enrolment.pk
            for enrolment in soon.filter(offer_expires_at=expires_at).only("pk", "state_since")
            if expires_at - now <= min(BEFORE_OFFER_ENDS, (expires_at - enrolment.state_since) / SHORT_OFFERS_SHARE)
        ]
        sent += _remind(Enrolment.objects.filter(pk__in=due), Reminder.Kind.OFFER, key, "reminder_offer")
    return sent


def _of_starts(today: dt.date) -> int:
    starting = Run.objects.filter(state=Run.State.OPEN, starts_on__gt=today, starts_on__lte=today + BEFORE_START)
    return sum(
        _remind(
            Enrolment.objects.filter(run=run, state=State.CONFIRMED),
            Reminder.Kind.START,
            run.starts_on.isoformat(),
            "reminder_start",
        )
        for run in starting
    )


def _of_sessions(day: dt.date) -> int:
    sessions = Session.objects.filter(
        run__state=Run.State.OPEN, run__reminds_before_sessions=True, is_cancelled=False, starts_at__date=day
    )
    return sum(_of_session(session) for session in sessions.order_by("starts_at", "pk"))


def _of_session(session: Session) -> int:
    def in_language(language: str) -> dict[str, str]:
        return {"session": format_moment(session.starts_at, language)}

    learners = Enrolment.objects.filter(run=session.run_id, state__in=[State.CONFIRMED, State.ATTENDING])
    key = f"{session.pk}:{session.starts_at:%Y-%m-%dT%H:%MZ}"
    return _remind(learners, Reminder.Kind.SESSION, key, "reminder_session", in_language)


def _remind(learners: EnrolmentQuerySet, kind: str, key: str, template: str, extra: Extra = None) -> int:
    """Remind whoever hasn't been, in batches; return how many."""
    reminded = Reminder.objects.filter(enrolment=OuterRef("pk"), kind=kind, key=key)
    sent = 0
    while True:
        try:
            batch = _remind_batch(learners.filter(~Exists(reminded)), kind, key, template, extra)
        except IntegrityError:
            logger.info("another worker sends the same reminders")
            return sent
        sent += len(batch)
        if len(batch) < BATCH:
            return sent


@transaction.atomic
def _remind_batch(learners: EnrolmentQuerySet, kind: str, key: str, template: str, extra: Extra) -> Sequence[Enrolment]:
    batch = list(
        learners.select_related("person", "course", "centre", "run__centre")
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
        .order_by("pk")[:BATCH]
    )
    now = clock.now()
    Reminder.objects.bulk_create(Reminder(enrolment=enrolment, kind=kind, key=key, sent_at=now) for enrolment in batch)
    if batch:
        tell_many(batch, template, actor=Actor.SYSTEM, extra=extra)
    return batch
