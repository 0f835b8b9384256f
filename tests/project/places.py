"""The rows of one place that the access table opens: built when first asked for, the same for each place."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from courses.catalogue.models import Course, Run, Session
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Task
from courses.enrolment.references import format_reference
from courses.intake.models import ImportBatch
from courses.people.models import Person
from courses.people.names import search_words
from portal.directory.models import Centre, County, Membership, Organisation, Project
from portal.facts.models import Fact
from portal.messages.models import Message, MessageText
from resources.videos.models import Video
from tests.factories import EnrolmentFactory, PersonFactory, RunFactory, SessionFactory, TaskFactory

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
    def import_batch(self) -> ImportBatch:
        """A list of names that a member of staff has brought."""
        return ImportBatch.objects.create(run=self.run, file_name="lista.csv", made_by=self.staff)

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
        row = _FIRST[namespace].objects.first()
        assert row is not None, namespace
        return row


_FIRST: dict[str, Any] = {
    "courses": Course,
    "films": Video,
    "facts": Fact,
    "projects": Project,
    "organisations": Organisation,
    "counties": County,
    "message_texts": MessageText,
    "outbox": Message,
}
