"""A group on paper: who may print it, what stands on it, what is done where no PDF file can be made."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from courses.board import printing
from courses.board.paper import SESSIONS_A_SHEET, sheets_of
from courses.catalogue.models import Run
from portal import clock
from portal.audit.models import AuditEntry
from portal.pdf import PdfUnavailable
from tests.courses.board.conftest import signed_in_as
from tests.factories import EnrolmentFactory, PersonFactory, ProjectFactory, RunFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db

PAPERS = ["class_list", "sheet"]


def paper(client, run, name: str, **query):
    return client.get(reverse(f"board:{name}", args=[run.pk]), query)


def page(client, run, name: str, **query) -> str:
    response = paper(client, run, name, **{"as": "page", **query})
    assert response.status_code == 200
    return response.content.decode()


def learner(run: Run, name: str, **values):
    return EnrolmentFactory(run=run, person=PersonFactory(name=name), **({"confirmed": True} | values))


@pytest.mark.parametrize("name", PAPERS)
def test_a_pdf_file_or_a_page_that_says_why_there_is_none(staff_client, run, name, monkeypatch) -> None:
    SessionFactory(run=run)
    learner(run, "Amina Exemplu")
    given_to = {}

    def fake(template, context, *, language):
        given_to.update(context, language=language)
        return b"%PDF-1.7 fake"

    monkeypatch.setattr(printing, "render_pdf", fake)
    response = paper(staff_client, run, name)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith(f'inline; filename="{run.code}-')
    assert given_to["language"] == "ro"
    assert all(style.startswith("static:css/pdf_") for style in given_to["styles"])

    def unavailable(*args, **kwargs):
        raise PdfUnavailable("No PDF files on this server: print this page.")

    monkeypatch.setattr(printing, "render_pdf", unavailable)
    response = paper(staff_client, run, name)
    assert response["Content-Type"].startswith("text/html")
    assert "No PDF files on this server: print this page." in response.content.decode()
    assert "Amina Exemplu" in response.content.decode()


@pytest.mark.parametrize("name", PAPERS)
def test_printing_stands_in_the_log(staff_client, staff, run, name) -> None:
    learner(run, "Amina")
    page(staff_client, run, name)
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.action, entry.about, entry.amount) == (staff, "printed", f"run:{run.code}", 1)
    assert entry.centre == run.centre


def test_names_are_as_written_with_latin_letters_in_their_order(staff_client, run) -> None:
    run.capacity = 9
    run.save()
    for name in ("Zoe", "Олена", "أمينة", "Ștefan", "सुनिता"):
        learner(run, name)
    found = re.findall(r'class="name">(.*?)</bdi>', page(staff_client, run, "class_list"))
    assert found == ["أمينة", "Олена", "Ștefan", "सुनिता", "Zoe"]


def test_the_class_list_is_in_romanian_with_the_funder(staff_client, centre) -> None:
    project = ProjectFactory(name="Proiectul Exemplu", funder="Fondul Exemplu pentru Integrare")
    run = RunFactory(centre=centre, project=project)
    learner(run, "Amina", placement_level="A2", needs_childcare=True)
    learner(run, "Cine e întrebat", confirmed=False, offered=True)
    learner(run, "Cine așteaptă", confirmed=False, waiting=True)
    found = page(staff_client, run, "class_list")
    for text in ('<html lang="ro">', "Limba română, A1", "Proiectul Exemplu", "Fondul Exemplu pentru Integrare", "A2"):
        assert text in found, text
    assert "Cine e întrebat" in found
    assert "Cine așteaptă" not in found


def test_phones_are_for_staff_and_a_trainer_meets_the_class(staff_client, run, trainer) -> None:
    person = PersonFactory(name="Amina", phone="+40700000123")
    EnrolmentFactory(run=run, person=person, confirmed=True)
    assert "0700 000 123" in page(staff_client, run, "class_list")
    assert "0700 000 123" not in page(staff_client, run, "sheet")
    SessionFactory(run=run, trainer=trainer)
    found = page(signed_in_as(trainer), run, "class_list")
    assert "Amina" in found
    assert "0700 000 123" not in found


@pytest.mark.parametrize("name", PAPERS)
def test_who_teaches_a_session_prints_and_nobody_else(run, trainer, stranger, name) -> None:
    client = signed_in_as(trainer)
    assert paper(client, run, name, **{"as": "page"}).status_code == 404, "a colleague of the centre teaches it"
    session = SessionFactory(run=run, trainer=UserFactory())
    session.substitute = trainer
    session.save()
    assert paper(client, run, name, **{"as": "page"}).status_code == 200
    Run.objects.filter(pk=run.pk).update(state=Run.State.DRAFT)
    assert paper(client, run, name, **{"as": "page"}).status_code == 404, "nobody has been told of a draft"
    assert paper(signed_in_as(stranger), run, name, **{"as": "page"}).status_code == 404
    assert not AuditEntry.objects.exclude(user=trainer).exists()


def test_a_class_is_of_staff_and_of_who_teaches_it(run, staff, trainer, stranger) -> None:
    elsewhere = RunFactory()
    for _number in range(2):
        SessionFactory(run=elsewhere, trainer=trainer)
    assert set(Run.objects.for_class(staff)) == {run}
    assert list(Run.objects.for_class(trainer)) == [elsewhere]
    assert set(Run.objects.for_class(UserFactory(admin=True))) == {run, elsewhere}
    assert not Run.objects.for_class(stranger).exists()


def days_on(found: str) -> list[str]:
    """Return the days of the boxes, in order."""
    return re.findall(r'class="boxes__day">(.*?)</span>', found)


def test_the_sheet_has_boxes_for_the_sessions_asked_for(staff_client, run) -> None:
    now = clock.now()
    for days in (-7, 3, 10, 17, 24, 31):
        at = now + dt.timedelta(days=days)
        SessionFactory(run=run, starts_at=at, ends_at=at + dt.timedelta(hours=2))
    cancelled = now + dt.timedelta(days=4)
    SessionFactory(run=run, starts_at=cancelled, ends_at=cancelled + dt.timedelta(hours=2), is_cancelled=True)
    assert len(days_on(page(staff_client, run, "sheet"))) == 5
    assert len(days_on(page(staff_client, run, "sheet", what="next-1"))) == 1
    assert len(days_on(page(staff_client, run, "sheet", what="all"))) == 6
    assert len(days_on(page(staff_client, run, "sheet", what="2026-12"))) == 4
    assert len(days_on(page(staff_client, run, "sheet", what="1999-01"))) == 5, "nothing sensible: the usual ones"


def test_a_group_that_is_over_has_a_sheet_of_what_was(staff_client, centre) -> None:
    run = RunFactory(centre=centre, past=True, ends_on=clock.today() - dt.timedelta(days=1))
    SessionFactory(run=run)
    assert len(days_on(page(staff_client, run, "sheet"))) == 1
    empty = RunFactory(centre=centre)
    assert days_on(page(staff_client, empty, "sheet")) == []


@given(st.integers(min_value=0, max_value=90))
def test_sessions_go_on_sheets_evenly_and_none_is_lost(number: int) -> None:
    sheets = sheets_of(list(range(number)))  # type: ignore[arg-type]
    assert [session for sheet in sheets for session in sheet] == list(range(number))
    sizes = [len(sheet) for sheet in sheets]
    assert all(0 < size <= SESSIONS_A_SHEET for size in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 1
    assert len(sizes) == -(-number // SESSIONS_A_SHEET)


def test_the_attendance_of_a_group_leads_who_teaches_it_to_its_paper(run, trainer) -> None:
    SessionFactory(run=run, trainer=trainer)
    found = signed_in_as(trainer).get(reverse("attendance:run", args=[run.pk])).content.decode()
    assert reverse("board:class_list", args=[run.pk]) in found
    assert reverse("board:sheet", args=[run.pk]) in found
