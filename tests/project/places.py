"""The rows of one place that the access table opens: built when first asked for, the same for each place."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from courses.bulk.models import BulkJob
from courses.bulk.services import start_bulk_job
from courses.catalogue.models import Course, Run, Session
from courses.certificates.models import Certificate
from courses.certificates.services import issue_certificate
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event, Task
from courses.enrolment.references import format_reference
from courses.inbox.models import Reply, SavedView
from courses.intake.models import ImportBatch
from courses.people.models import Person
from courses.people.names import search_words
from courses.reports.models import Milestone, Snapshot
from courses.reports.services import freeze_report, record_milestone
from home.events.models import Event as EventRow
from portal import clock
from portal.audit.models import AuditEntry
from portal.audit.services import record_look
from portal.directory.models import Centre, County, Membership, Organisation, Project
from portal.facts.models import Fact
from portal.messages.models import Message, MessageText
from resources.citizenship.models import Question, QuestionImport
from resources.phrases.models import Phrase
from resources.videos.models import Video
from tests.factories import (
    EnrolmentFactory,
    EventFactory,
    FeedbackFactory,
    PersonFactory,
    RunFactory,
    SessionFactory,
    TaskFactory,
)

NAMES = {"iasi": "Zubaydah Qorabekova", "galati": "Wubshet Xhelilaj"}


class Place:
    """A centre with somebody who enrolled there, a run that meets, and whatever else an address needs."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.centre = Centre.objects.get(code=code)

    @cached_property
    def staff(self) -> Any:
        """Somebody who works here."""
        role = Membership.Role.STAFF
        return get_user_model().objects.filter(memberships__centre=self.centre, memberships__role=role)[0]

    @cached_property
    def trainer(self) -> Any:
        """Who teaches here."""
        role = Membership.Role.TRAINER
        return get_user_model().objects.filter(memberships__centre=self.centre, memberships__role=role)[0]

    @cached_property
    def run(self) -> Run:
        """A run of this centre."""
        course = Course.objects.filter(kind="romanian")[0]
        return RunFactory(course=course, centre=self.centre, code=f"{self.code}-T")

    @cached_property
    def session(self) -> Session:
        """A meeting of the run, held by the centre's trainer."""
        return SessionFactory(run=self.run, trainer=self.trainer)

    @cached_property
    def person(self) -> Person:
        """Who enrolled; nobody else has this name."""
        name = NAMES[self.code]
        return PersonFactory(name=name, search_name=search_words(name))

    @cached_property
    def enrolment(self) -> Enrolment:
        """The enrolment of this person for the run."""
        return EnrolmentFactory(run=self.run, person=self.person)

    @cached_property
    def task(self) -> Task:
        """Somebody is to be called."""
        return TaskFactory(enrolment=self.enrolment)

    @cached_property
    def certificate(self) -> Certificate:
        """What the same person has completed."""
        run = RunFactory(course=self.run.course, centre=self.centre, past=True)
        completed = EnrolmentFactory(run=run, person=self.person, completed=True)
        return issue_certificate(enrolment=completed, user=self.staff)

    @cached_property
    def milestone(self) -> Milestone:
        """Guidance that the person received here."""
        kind = Milestone.Kind.GUIDANCE
        return record_milestone(enrolment=self.enrolment, user=self.staff, kind=kind, on=clock.today())

    @cached_property
    def snapshot(self) -> Snapshot:
        """A frozen report of this centre alone."""
        run, admin = self.certificate.enrolment.run, get_user_model().objects.filter(is_superuser=True)[0]
        period = {"first_day": run.starts_on, "last_day": run.ends_on}
        return freeze_report(user=admin, title="Raport", centres=[self.centre], project=None, **period)

    @cached_property
    def reply(self) -> Reply:
        """A ready answer of this centre."""
        return Reply.objects.create(title=f"{self.code}-T", centre=self.centre)

    @cached_property
    def look(self) -> AuditEntry:
        """Somebody has opened the enrolment."""
        record_look(user=self.staff, about=self.enrolment.about_key, centre=self.centre)
        return AuditEntry.objects.get(about=self.enrolment.about_key)

    @cached_property
    def change(self) -> Event:
        """The entry of the history that says that it came."""
        return EventFactory(enrolment=self.enrolment)

    @cached_property
    def import_batch(self) -> ImportBatch:
        """A list of names that a member of staff has brought."""
        return ImportBatch.objects.create(run=self.run, file_name="lista.csv", made_by=self.staff)

    @cached_property
    def bulk_job(self) -> BulkJob:
        """What a member of staff has asked for."""
        arguments = {"reason": "other", "note": ""}
        seen = {self.enrolment.pk: 0}
        return start_bulk_job(user=self.staff, action="reject", arguments=arguments, seen=seen, key=self.code)

    @cached_property
    def saved_view(self) -> SavedView:
        """A list that a member of staff has saved and shared with the centre."""
        return SavedView.objects.create(owner=self.staff, centre=self.centre, name="New ones", query="section=new")

    @property
    def traces(self) -> set[str]:
        """What shows that somebody of this place is in an answer."""
        reference = self.enrolment.reference
        return {self.person.name, reference, format_reference(reference), f'/{self.enrolment.pk}/"'}

    def row_of(self, namespace: str, view: str) -> models.Model:
        """Return the row that an address of a viewset is tried with."""
        if namespace == "runs":
            return self.session if view in {"session", "cancel_session"} else self.run
        if namespace == "centres":
            return self.centre
        if view.startswith("import_"):
            return QuestionImport.objects.create(file_name="intrebari.csv", made_by=self.staff)
        row = FeedbackFactory() if namespace == "feedback" else _FIRST[namespace].objects.first()
        assert row is not None, namespace
        return row


_FIRST: dict[str, Any] = {
    "courses": Course,
    "events": EventRow,
    "films": Video,
    "phrases": Phrase,
    "facts": Fact,
    "questions": Question,
    "projects": Project,
    "organisations": Organisation,
    "counties": County,
    "message_texts": MessageText,
    "outbox": Message,
}
