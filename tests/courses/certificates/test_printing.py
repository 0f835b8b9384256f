"""The PDF: a page each whatever the names are, the same bytes every time, and no error where it can't be made."""

from __future__ import annotations

import builtins
import re
import zlib

import pytest
from django.urls import reverse

from courses.certificates.models import Certificate
from courses.certificates.printing import Sheet, address_of, pdf_of
from courses.certificates.services import issue_certificate, issue_for_run
from portal import languages
from portal.audit.models import AuditEntry
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.whole]

NAMES = {
    "ar": "عبد الرحمن بن محمد بن عبد الله بن سليمان الكواكبي الحسيني الدمشقي المعروف بالشيخ أبي الهدى",
    "ur": "نور سحر چغتائی",
    "ne": "सुनिता तारा श्रेष्ठ",
    "si": "නිමල් සඳකඩ රත්නායක",
    "bn": "তারা মেঘলা চক্রবর্তী",
    "uk": "Олександра-Вікторія Зоряна-Шевченко",
}


def pages_of(pdf: bytes) -> int:
    """Count the pages of a PDF, also where its objects are compressed."""
    parts = [pdf, *(_inflated(stream) for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL))]
    return sum(len(re.findall(rb"/Type\s*/Page\b(?!s)", part)) for part in parts)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


@pytest.fixture
def without_pango(monkeypatch) -> None:
    """A machine where the library is there, but not what it draws with."""
    load = builtins.__import__

    def import_it(name, *args, **more):
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return load(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", import_it)


def test_every_language_and_the_longest_names_fit_on_a_page_each(learner, staff, run) -> None:
    run.course.code = "x" * 50
    run.course.save()
    for language in languages.CODES:
        learner(NAMES.get(language, "Sam Sample"), latin_name="A" * 100, language=language, exit_level="A1")
    issue_for_run(run=run, user=staff)
    Certificate.objects.update(course_title="Limba română " * 19, course_title_own="اللغة " * 40, centre_name="C" * 200)
    pdf = pdf_of(Certificate.objects.for_printing())
    assert pdf.startswith(b"%PDF")
    assert pages_of(pdf) == len(languages.CODES)


def test_the_same_certificate_gives_the_same_bytes(learner, staff) -> None:
    issue_certificate(enrolment=learner("أمل نور", language="ar"), user=staff)
    assert pdf_of(Certificate.objects.for_printing()) == pdf_of(Certificate.objects.for_printing())


def test_the_square_holds_the_address_of_the_public_page(learner, staff) -> None:
    certificate = issue_certificate(enrolment=learner(), user=staff)
    assert address_of(certificate).endswith(f"/ro/certificates/{certificate.code_in_groups}/")
    assert Sheet(certificate).qr_code.startswith("<svg")


def test_who_reads_romanian_gets_one_language() -> None:
    sheet = Sheet(Certificate(language="ro", name="Mira", organisation=OrganisationFactory.build()))
    assert sheet.own_language is None
    assert Sheet(Certificate(language="ur", name="x")).own_language.rtl


@pytest.mark.parametrize(("length", "size"), [(10, "usual"), (30, "long"), (80, "very-long")])
def test_long_names_are_printed_smaller(length, size) -> None:
    assert Sheet(Certificate(name="a" * length, latin_name="b")).name_size == size
    assert Sheet(Certificate(name="a", latin_name="b" * length)).name_size == size


@pytest.mark.usefixtures("without_pango")
def test_without_pango_certificates_are_issued_and_the_page_says_what_is_missing(learner, staff, staff_client, run):
    certificate = issue_certificate(enrolment=learner(), user=staff)
    for name, pk in (("certificates:pdf", certificate.pk), ("certificates:run_pdf", run.pk)):
        response = staff_client.get(reverse(name, args=[pk]), follow=True)
        assert response.status_code == 200
        assert response.redirect_chain
        assert "make PDF files yet" in response.content.decode()
    assert not AuditEntry.objects.filter(action="printed").exists()


def test_printing_is_written_down(learner, staff, staff_client, run) -> None:
    first = issue_certificate(enrolment=learner(), user=staff)
    issue_certificate(enrolment=learner(), user=staff)
    one = staff_client.get(reverse("certificates:pdf", args=[first.pk]))
    both = staff_client.get(reverse("certificates:run_pdf", args=[run.pk]))
    assert one["Content-Type"] == both["Content-Type"] == "application/pdf"
    assert (pages_of(one.content), pages_of(both.content)) == (1, 2)
    printed = AuditEntry.objects.filter(action="printed").order_by("pk").values_list("about", "amount", "centre")
    assert list(printed) == [
        (f"certificate:{first.number}", None, run.centre_id),
        (f"certificates:{run.code}", 2, run.centre_id),
    ]
