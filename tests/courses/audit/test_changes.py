"""Who changed what: the history of enrolments, of the centres that one coordinates."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.audit.subjects import SUBJECTS
from courses.enrolment.records import Event
from portal.audit.subjects import subject_of
from portal.directory.models import Membership
from tests.courses.inbox.conftest import may_enter
from tests.factories import CentreFactory, EnrolmentFactory, EventFactory, MembershipFactory, RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    return RunFactory(centre=CentreFactory(name="Centrul Iași"))


@pytest.fixture
def client(run) -> Client:
    client = Client(headers={"accept-language": "en"})
    user = MembershipFactory(centre=run.centre, role=Membership.Role.COORDINATOR, user__first_name="Corina").user
    client.force_login(may_enter(user))
    return client


def listed(client: Client, **parameters) -> list[Event]:
    response = client.get(reverse("changes:index"), parameters)
    assert response.status_code == 200
    return list(response.context["object_list"])


def test_own_centres_newest_first_and_narrowed_down(client, run) -> None:
    first = EventFactory(enrolment=EnrolmentFactory(run=run, reference="417203356"))
    second = EventFactory(
        enrolment__run=run, verb="claim", to_state="in_review", user=run.centre.memberships.get().user
    )
    EventFactory()  # of another centre
    assert listed(client) == [second, first]
    assert listed(client, verb="claim") == [second]
    assert listed(client, user=second.user_id) == [second]
    assert listed(client, reference="417 203 356") == [first]
    assert listed(client, centre=run.centre_id) == [second, first]
    page = client.get(reverse("changes:index")).content.decode()
    assert "Corina" in page
    assert "In review" in page
    assert reverse("inbox:enrolment", args=[first.enrolment_id]) in page


def test_what_was_written_is_not_shown_and_not_rewritten(client, run) -> None:
    event = EventFactory(enrolment__run=run, note="e bolnavă")
    assert "bolnav" not in client.get(reverse("changes:index")).content.decode()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(verb="claim")


def test_as_many_queries_for_fifty_rows_as_for_five(client, run) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed(client)
        return len(queries)

    user = run.centre.memberships.get().user
    EventFactory.create_batch(5, enrolment__run=run, user=user)
    count()
    few = count()
    EventFactory.create_batch(45, enrolment__run=run, user=user)
    assert count() == few


def test_the_log_calls_what_courses_show_by_name() -> None:
    for kind in SUBJECTS:
        subject, key = subject_of(f"{kind}:7")
        assert subject is SUBJECTS[kind]
        assert key == "7"
    assert subject_of("unknown:1") == (None, "1")
