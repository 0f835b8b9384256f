"""Where a look at people is noted, and where it is read about."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from courses.intake.models import ImportBatch
from portal.audit.models import AuditEntry
from portal.directory.models import Membership
from tests.courses.inbox.conftest import may_enter
from tests.factories import EnrolmentFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def member(centre, role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(may_enter(MembershipFactory(centre=centre, role=role).user))
    return client


def test_a_coordinator_reads_from_an_enrolment_who_has_looked_at_it() -> None:
    enrolment = EnrolmentFactory(reference="417203356")
    page = reverse("inbox:enrolment", args=[enrolment.pk])
    assert "Who has looked at it" not in member(enrolment.centre, Membership.Role.STAFF).get(page).content.decode()
    client = member(enrolment.centre, Membership.Role.COORDINATOR)
    address = f"{reverse('audit:index')}?about=enrolment%3A417203356"
    assert address in client.get(page).content.decode()
    assert [entry.about for entry in client.get(address).context["object_list"]] == ["enrolment:417203356"] * 2


def test_who_looks_at_a_list_of_names_before_it_is_brought_in_is_noted() -> None:
    enrolment = EnrolmentFactory()
    user = may_enter(MembershipFactory(centre=enrolment.centre).user)
    batch = ImportBatch.objects.create(run=enrolment.run, file_name="lista.csv", made_by=user)
    client = Client()
    client.force_login(user)
    assert client.get(reverse("intake:list", args=[batch.pk])).status_code == 200
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.about, entry.centre) == (user, f"import:{batch.pk}", enrolment.centre)
