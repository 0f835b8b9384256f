"""A class of three that met today, its trainer, its substitute, and a colleague of the centre."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.contrib.auth.models import Permission

from courses.attendance.models import Mark
from courses.attendance.services import Marked, save_marks
from courses.catalogue.models import Run, Session
from courses.enrolment.models import Enrolment
from portal import clock
from portal.directory.models import Centre, Membership
from tests.factories import (
    CentreFactory,
    EnrolmentFactory,
    EventFactory,
    MembershipFactory,
    PersonFactory,
    RunFactory,
    SessionFactory,
    UserFactory,
)


def may_enter(user):
    """Let a user into the admin."""
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def centre(db) -> Centre:
    return CentreFactory()


def member(centre, role, name):
    user = may_enter(UserFactory(username=name, first_name=name.title(), last_name="Exemplu"))
    MembershipFactory(user=user, centre=centre, role=role)
    return user


@pytest.fixture
def trainer(centre):
    return member(centre, Membership.Role.TRAINER, "teodora")


@pytest.fixture
def staff(centre):
    return member(centre, Membership.Role.STAFF, "irina")


@pytest.fixture
def run(centre) -> Run:
    return RunFactory(centre=centre, starts_on=clock.today() - dt.timedelta(days=14), last_entry_on=clock.today())


@pytest.fixture
def meet(run, trainer):
    """Make a session so many days from today, of two hours from ``hour``: ``meet(-2)``."""

    def make(days: int = 0, *, hour: int = 10, **values) -> Session:
        day = clock.today() + dt.timedelta(days=days)
        starts_at = dt.datetime.combine(day, dt.time(hour), tzinfo=clock.ZONE)
        ends_at = starts_at + dt.timedelta(hours=2)
        return SessionFactory(**{"run": run, "trainer": trainer, "starts_at": starts_at, "ends_at": ends_at, **values})

    return make


@pytest.fixture
def session(meet) -> Session:
    return meet()


@pytest.fixture
def learn(run):
    """Give somebody a confirmed place since so many days: ``learn("Amina", days=20)``."""

    def make(name: str = "Amina Exemplu", *, days: int = 30, run: Run = run, **values) -> Enrolment:
        state = values.pop("state", "confirmed")
        enrolment = EnrolmentFactory(person=PersonFactory(name=name), run=run, state=state, **values)
        at = clock.now() - dt.timedelta(days=days)
        EventFactory(enrolment=enrolment, verb="confirm", from_state="offered", to_state="confirmed", at=at)
        return enrolment

    return make


@pytest.fixture
def learner(learn) -> Enrolment:
    return learn()


_KEYS = itertools.count()


def tap(
    enrolment: Enrolment, mark: str = "present", *, based_on: str = "", at: dt.datetime | None = None, key: str = ""
):
    """A mark as a device sends it, now."""
    return Marked(enrolment.pk, Mark(mark), at or clock.now(), key or f"key-{next(_KEYS):06d}", based_on)


@pytest.fixture
def save(request, trainer):
    """Save marks as the trainer, at today's session unless another is named."""

    def write(*marks, session=None, user=trainer):
        session = session or request.getfixturevalue("session")
        return save_marks(session=session, user=user, marks=marks)

    return write
