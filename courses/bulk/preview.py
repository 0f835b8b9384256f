"""What somebody reads before many enrolments are changed: whom it is about, what will happen, who is told how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from courses.bulk.chosen import Chosen
from courses.bulk.doing import why_not
from courses.bulk.models import BulkJob
from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import channel_for, contact_of
from courses.enrolment.records import Event
from courses.enrolment.states import State
from courses.inbox.contact import staff_language
from courses.inbox.labels import STATES, StateLabel, course_label
from courses.inbox.models import Reply
from courses.inbox.replies import choose_text, text_for
from courses.inbox.version import what_happened
from portal import languages
from portal.languages import Language
from portal.messages.models import Message
from portal.messages.segments import EXAMPLES
from portal.messages.texts import texts_for


@dataclass(frozen=True)
class Row:
    """One enrolment: why it will be refused as things are, and what others did since the list was read; or ""."""

    enrolment: Enrolment
    course: str
    state: StateLabel
    obstacle: str
    change: str
    is_ticked: bool


def rows_of(action: str, chosen: Chosen, user: User, *, ticked: Collection[int] | None = None) -> list[Row]:
    """Return the rows in the order in which they would be done. One query. ``ticked`` is by default everybody."""
    changes = _changes(chosen, user)
    return [
        Row(
            enrolment=enrolment,
            course=course_label(enrolment.course),
            state=STATES[State(enrolment.state)],
            obstacle=why_not(action, enrolment),
            change=changes.get(enrolment.pk, ""),
            is_ticked=ticked is None or enrolment.pk in ticked,
        )
        for enrolment in chosen.enrolments
    ]


def rows_field(enrolments: Sequence[Enrolment]) -> str:
    """Return what the form remembers of the rows that it shows; see :func:`courses.bulk.chosen.chosen_again`."""
    return " ".join(f"{enrolment.pk}:{version_of(enrolment)}" for enrolment in enrolments)


def version_of(enrolment: Enrolment) -> int:
    """Return the newest entry of the history of an enrolment that was read for a choice, 0 without any."""
    return getattr(enrolment, "version", None) or 0


def _changes(chosen: Chosen, user: User) -> dict[int, str]:
    known = {enrolment.pk: chosen.known_of(enrolment) for enrolment in chosen.enrolments}
    newer = [row.pk for row in chosen.enrolments if known[row.pk] and version_of(row) > known[row.pk]]
    if not newer:
        return {}
    oldest = min(known[pk] for pk in newer)
    events = Event.objects.filter(enrolment__in=newer, pk__gt=oldest).exclude(user=user)
    return {
        event.enrolment_id: what_happened(event)
        for event in events.select_related("user").order_by("pk")
        if event.pk > known[event.enrolment_id]
    }


@dataclass(frozen=True)
class Told:
    """How many people are told by which way; for who is reached by no message there will be a task to call."""

    mail: int
    sms: int
    call: int


def told_how(enrolments: Sequence[Enrolment]) -> Told:
    """Count the ways. Reads ``enrolment.person``."""
    ways = Counter(channel_for(row.person, *contact_of(row.person)) for row in enrolments)
    return Told(ways[Message.Channel.EMAIL], ways[Message.Channel.SMS], ways[None])


@dataclass(frozen=True)
class RunNeed:
    """A run with how many of its people are to be offered a place, and how many places there are."""

    run: Run
    wanted: int

    @property
    def is_short(self) -> bool:
        """Whether somebody will get none."""
        return self.wanted > int(self.run.places_left)


def run_needs(rows: Sequence[Row]) -> list[RunNeed]:
    """Return the runs that places are offered in. One query."""
    wanted = Counter(row.enrolment.run_id for row in rows if not row.obstacle)
    runs = Run.objects.filter(pk__in=[pk for pk in wanted if pk]).with_places().order_by("starts_on", "pk")
    return [RunNeed(run, wanted[run.pk]) for run in runs]


@dataclass(frozen=True)
class Spoken:
    """A language with how many read it, and in which other language they would get a ready answer, if in another."""

    language: Language
    people: int
    instead: Language | None = None


def spoken(enrolments: Sequence[Enrolment]) -> list[Spoken]:
    """Return the languages of these people, the most frequent first. Reads ``enrolment.person``."""
    return [Spoken(languages.get_language(code), people) for code, people in _by_language(enrolments)]


@dataclass(frozen=True)
class ReplyChoice:
    """A ready answer: what it says in a language of staff, and in which language who gets it."""

    reply: Reply
    staff_text: str
    languages: list[Spoken]

    @property
    def in_own(self) -> int:
        """How many people get it in their own language."""
        return sum(spoken.people for spoken in self.languages if spoken.instead is None)

    @property
    def in_others(self) -> list[tuple[Language, int, list[Language]]]:
        """In which other language how many get it, and which they read."""
        found: dict[Language, list[Spoken]] = {}
        for spoken in self.languages:
            if spoken.instead is not None:
                found.setdefault(spoken.instead, []).append(spoken)
        return [
            (instead, sum(spoken.people for spoken in group), [spoken.language for spoken in group])
            for instead, group in found.items()
        ]


def reply_choices(user: User, enrolments: Sequence[Enrolment]) -> list[ReplyChoice]:
    """Return the ready answers that this user may send, those without any text left out. Two queries."""
    people = _by_language(enrolments)
    found = []
    for reply in Reply.objects.offered_to(user):
        if choose_text(reply, languages.SOURCE_CODE) is None:
            continue
        read = []
        for code, count in people:
            text = choose_text(reply, code)
            is_own = text is None or text.language == code
            instead = None if text is None or is_own else languages.get_language(text.language)
            read.append(Spoken(languages.get_language(code), count, instead))
        found.append(ReplyChoice(reply, text_for(reply, staff_language()), read))
    return found


def _by_language(enrolments: Sequence[Enrolment]) -> list[tuple[str, int]]:
    return Counter(enrolment.person.language for enrolment in enrolments).most_common()


TEMPLATES = {BulkJob.Action.REJECT: "rejected", BulkJob.Action.OFFER: "offer"}
"""The messages that are the same for all but for names and dates."""


def example_of(action: str) -> str:
    """Return what somebody is told, in a language of staff, with invented names; "" where that isn't known before."""
    template = TEMPLATES.get(BulkJob.Action(action))
    if template is None:
        return ""
    language = staff_language()
    return texts_for(template, [language])[language].fill(EXAMPLES)[1]
