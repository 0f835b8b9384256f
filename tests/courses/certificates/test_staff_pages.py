"""Certificates in the admin: found, looked at, issued, taken back, corrected; another centre's are a 404."""

from __future__ import annotations

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.certificates.models import Certificate
from courses.certificates.panel import certificate_context
from courses.certificates.services import issue_certificate, revoke_certificate
from tests.factories import RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(learner, staff):
    enrolment = learner("أمينة الحسن", latin_name="Amina al-Hasan", language="ar")
    return issue_certificate(enrolment=enrolment, user=staff)


def found(client, **parameters) -> list[str]:
    response = client.get(reverse("certificates:index"), parameters)
    assert response.status_code == 200
    return [each.name for each in response.context["object_list"]]


@pytest.mark.parametrize("query", ["أمينة", "amina", "HASAN", "Amina al-Hasan"])
def test_a_certificate_is_found_by_name_in_any_script(staff_client, certificate, learner, staff, query) -> None:
    issue_certificate(enrolment=learner("Cineva Altcineva"), user=staff)
    assert found(staff_client, q=query) == ["أمينة الحسن"]


def test_a_certificate_is_found_by_its_number(staff_client, certificate, learner, staff) -> None:
    issue_certificate(enrolment=learner("Cineva Altcineva"), user=staff)
    assert found(staff_client, q=certificate.number) == ["أمينة الحسن"]
    assert len(found(staff_client, q=certificate.number[:5])) == 2
    assert found(staff_client, q="%") == []


def test_the_list_is_narrowed_down(staff_client, certificate, learner, staff, centre) -> None:
    other = RunFactory(centre=centre, past=True)
    revoke_certificate(
        certificate=issue_certificate(enrolment=learner("Other", run=other), user=staff), user=staff, reason="Typo"
    )
    assert len(found(staff_client)) == 2
    assert found(staff_client, run=other.pk) == ["Other"]
    assert found(staff_client, revoked="true") == ["Other"]
    assert found(staff_client, revoked="false") == ["أمينة الحسن"]
    assert len(found(staff_client, centre=centre.pk)) == 2


def test_the_list_takes_the_same_queries_for_any_length(staff_client, certificate, learner, staff) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            found(staff_client)
        return len(captured)

    queries()
    few = queries()
    for _each in range(5):
        issue_certificate(enrolment=learner(), user=staff)
    assert queries() == few


def test_other_centres_meet_a_404(stranger_client, certificate, run) -> None:
    assert found(stranger_client) == []
    assert found(stranger_client, q=certificate.number) == []
    for name in ("certificate", "pdf", "revoke", "correct"):
        assert stranger_client.get(reverse(f"certificates:{name}", args=[certificate.pk])).status_code == 404
    for name in ("revoke", "correct"):
        path = reverse(f"certificates:{name}", args=[certificate.pk])
        assert stranger_client.post(path, {"reason": "x", "name": "y"}).status_code == 404
    for name, pk in (("issue", certificate.enrolment_id), ("issue_run", run.pk)):
        assert stranger_client.post(reverse(f"certificates:{name}", args=[pk]), {"name": "x"}).status_code == 404
    assert stranger_client.get(reverse("certificates:run_pdf", args=[run.pk])).status_code == 404
    certificate.refresh_from_db()
    assert certificate.is_valid


def test_a_certificate_is_taken_back_with_a_reason(staff_client, certificate) -> None:
    path = reverse("certificates:revoke", args=[certificate.pk])
    assert staff_client.get(path).status_code == 200
    assert staff_client.post(path, {"reason": ""}).status_code == 422
    response = staff_client.post(path, {"reason": "Another person's result"}, follow=True)
    page = response.content.decode()
    assert "Taken back on" in page
    assert "Another person&#x27;s result" in page
    assert reverse("certificates:pdf", args=[certificate.pk]) not in page
    again = staff_client.post(path, {"reason": "Again"})
    assert again.status_code == 422
    assert "taken back already" in again.content.decode()
    assert staff_client.get(reverse("certificates:pdf", args=[certificate.pk])).status_code == 302


def test_a_name_is_corrected(staff_client, certificate) -> None:
    path = reverse("certificates:correct", args=[certificate.pk])
    assert 'value="Amina al-Hasan"' in staff_client.get(path).content.decode()
    data = {"name": "أمينة الحسين", "latin_name": "Amina al-Husayn", "signed_by": "", "reason": ""}
    refused = staff_client.post(path, data)
    assert refused.status_code == 422
    assert 'value="Amina al-Husayn"' in refused.content.decode()
    staff_client.post(path, {**data, "reason": "Passport"})
    assert Certificate.objects.valid().get().latin_name == "Amina al-Husayn"
    assert Certificate.objects.count() == 2


def test_the_enrolments_page_issues_and_shows_it(staff_client, learner, staff, rf) -> None:
    enrolment = learner("Amina")
    panel = render_to_string(
        "certificates/panel.html", {"enrolment": enrolment, **certificate_context(enrolment, staff)}, rf.get("/")
    )
    issue = reverse("certificates:issue", args=[enrolment.pk])
    assert issue in panel
    refused = staff_client.post(issue, {"name": "", "latin_name": "Kept"})
    assert refused.status_code == 422
    assert 'value="Kept"' in refused.content.decode()
    staff_client.post(issue, {"name": "Amina Exemplu", "latin_name": "", "signed_by": "Ana"})
    certificate = Certificate.objects.get()
    assert certificate.name == "Amina Exemplu"
    context = {"enrolment": enrolment, **certificate_context(enrolment, staff)}
    panel = render_to_string("certificates/panel.html", context, rf.get("/"))
    assert certificate.number in panel
    assert issue not in panel
    assert staff_client.post(issue, {"name": "Twice"}).status_code == 422


def test_before_the_end_the_panel_is_empty(learner, staff, rf, django_assert_num_queries) -> None:
    enrolment = learner(attending=True)
    with django_assert_num_queries(0):
        context = certificate_context(enrolment, staff)
    html = render_to_string("certificates/panel.html", {"enrolment": enrolment, **context}, rf.get("/"))
    assert html.strip() == ""
