"""Whoever holds a paper can check it, in every language, and learns no more than the paper says."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from courses.certificates import public_views
from courses.certificates.services import issue_certificate, revoke_certificate
from courses.enrolment.links import STATUS, make_token
from portal import languages
from portal.pdf import PdfUnavailable
from portal.protection.ratelimit import RateResult

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(learner, staff):
    return issue_certificate(
        enrolment=learner("Олена Зоряна", latin_name="Olena Zoriana", language="uk", exit_level="A1"),
        user=staff,
        signed_by="Ana Exemplu",
    )


def address(certificate, language="en") -> str:
    with translation.override(language):
        return reverse("certificate", args=[certificate.code_in_groups])


@pytest.mark.parametrize("language", languages.CODES)
def test_a_valid_certificate_is_shown_without_its_name(certificate, language) -> None:
    response = Client().get(address(certificate, language))
    page = response.content.decode()
    assert response.status_code == 200
    assert certificate.number in page
    assert "O. Z." in page
    for secret in ("Zoriana", "Зоряна", "Ana Exemplu", certificate.enrolment.reference, "Centrul Iași"):
        assert secret not in page


def test_the_page_is_kept_by_nobody(certificate) -> None:
    response = Client().get(address(certificate))
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_the_code_may_be_typed_anyhow(certificate) -> None:
    typed = certificate.code_in_groups.lower().replace("-", " ")
    response = Client().get("/en/certificates/", {"code": typed}, follow=True)
    assert certificate.number in response.content.decode()
    assert Client().get(f"/en/certificates/{certificate.code.lower()}/").status_code == 200


def test_one_that_was_taken_back_says_so_and_not_why(certificate, staff) -> None:
    revoke_certificate(certificate=certificate, user=staff, reason="Secret reason")
    page = Client().get(address(certificate)).content.decode()
    assert "not valid any more" in page
    assert "This certificate is valid" not in page
    assert "Secret reason" not in page


@pytest.mark.parametrize("code", ["K7QX-2M9D-V4TH-8PZ1", "2026-000001", "<script>"])
def test_an_unknown_code_is_a_404_that_helps(certificate, code) -> None:
    with translation.override("en"):
        path = reverse("certificate", args=[code])
    response = Client().get(path)
    assert response.status_code == 404
    page = response.content.decode()
    assert "There is no certificate with this code" in page
    assert 'name="code"' in page
    assert "<script>" not in page


def test_a_code_that_cannot_be_one_is_said_beside_the_field() -> None:
    response = Client().get("/en/certificates/", {"code": "K7QX-2M9D"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "A code has sixteen letters and digits" in page
    assert 'value="K7QX-2M9D"' in page
    assert "Please fill this in." in Client().get("/en/certificates/", {"code": ""}).content.decode()


def test_checking_is_slowed_down(certificate, monkeypatch) -> None:
    monkeypatch.setattr(public_views, "hit", lambda *_args, **_more: RateResult(False, retry_after_seconds=90))
    response = Client().get(address(certificate))
    assert response.status_code == 429
    assert response["Retry-After"] == "90"
    assert certificate.number not in response.content.decode()


def status_of(certificate, name="status") -> str:
    with translation.override("en"):
        return reverse(name, args=[make_token(certificate.enrolment, STATUS)])


def test_the_person_finds_it_on_their_page(certificate, learner, staff, monkeypatch) -> None:
    monkeypatch.setattr("courses.certificates.printing.pdf_of", lambda _certificates: b"%PDF")
    certificate.enrolment.refresh_from_db()
    assert status_of(certificate, "status_certificate") in Client().get(status_of(certificate)).content.decode()
    response = Client().get(status_of(certificate, "status_certificate"))
    assert (response.content, response["Content-Type"]) == (b"%PDF", "application/pdf")
    assert certificate.number in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_one_that_was_taken_back_is_gone_from_their_page(certificate, staff) -> None:
    revoke_certificate(certificate=certificate, user=staff, reason="Typo")
    assert "certificate.pdf" not in Client().get(status_of(certificate)).content.decode()
    assert Client().get(status_of(certificate, "status_certificate")).status_code == 404


def test_where_no_pdf_can_be_made_the_page_says_so(certificate, monkeypatch) -> None:
    def unavailable(*_args, **_more):
        raise PdfUnavailable("no pango")

    monkeypatch.setattr("courses.certificates.printing.render_pdf", unavailable)
    response = Client().get(status_of(certificate, "status_certificate"))
    assert response.status_code == 503
    assert "certificate on paper" in response.content.decode()


def test_levels_are_not_in_the_history_that_the_person_sees(certificate, staff) -> None:
    from courses.results.services import record_levels

    record_levels(enrolment=certificate.enrolment, user=staff, entry="none", exit="A2")
    page = Client().get(status_of(certificate)).content.decode()
    assert "Certificate issued" in page
    assert "Levels written down" not in page
