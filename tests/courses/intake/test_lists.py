"""A list of names from a file to the inbox: looked through, then all of it or nothing."""

from __future__ import annotations

import datetime as dt
import io
import re
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from courses.enrolment.codes import Source
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event, Task
from courses.enrolment.services.importing import enrol_many
from courses.enrolment.states import State
from courses.enrolment.submissions import Submission
from courses.intake.models import ImportBatch
from courses.intake.reading import read_list
from courses.intake.services import Agreement, bring_in, forget_imports, keep_list
from courses.people.models import Person
from portal import clock
from portal.messages.models import Message
from tests.courses.inbox.conftest import may_enter
from tests.courses.intake.conftest import table, workbook
from tests.factories import EnrolmentFactory, MembershipFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db

HEADINGS = ["Nume", "Telefon", "E-mail", "Limba", "CNP"]
PEOPLE = [
    ["Amina Prima", "0700000001", "", "arabă", "secret"],
    ["Олена Друга", "+40700000002", "olena@mail.example", "ucraineană", "secret"],
]
AGREEMENT = Agreement("pe hârtie", dt.date(2026, 11, 1))


def upload(client: Client, run, data: bytes, name: str = "lista.csv"):
    return client.post(reverse("intake:upload"), {"run": run.pk, "file": SimpleUploadedFile(name, data)})


@pytest.fixture
def batch(staff, run):
    """A list of two people: one with a phone, one with an e-mail address."""

    def make(*rows: list[str]) -> ImportBatch:
        listing = read_list(table(HEADINGS, *(rows or PEOPLE)))
        return keep_list(run=run, listing=listing, file_name="lista.csv", user=staff)

    return make


def decision(**changes: str) -> dict[str, str]:
    decided = {"consent": "on", "form": "paper", "day": "2026-11-01", "tells": "on", "expected": "2"} | changes
    return {name: value for name, value in decided.items() if value}


def page_of(kept: ImportBatch) -> str:
    return reverse("intake:list", args=[kept.pk])


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Person, Enrolment, Event, Message, Task))


@pytest.mark.parametrize(
    ("data", "name"), [(table(HEADINGS, *PEOPLE), "lista.csv"), (workbook(HEADINGS, *PEOPLE), "lista.xlsx")]
)
def test_a_file_becomes_a_preview_and_nobody_is_enrolled(staff_client, staff, run, data, name) -> None:
    response = upload(staff_client, run, data, name)
    kept = ImportBatch.objects.get()
    assert response.status_code == 302
    assert (kept.run, kept.made_by, kept.file_name) == (run, staff, name)
    page = staff_client.get(response["Location"])
    text = page.content.decode()
    assert "Amina Prima" in text and "Олена Друга" in text
    assert "CNP" in text  # named as not read
    assert "secret" not in str(kept.rows) + text
    assert counts() == (0, 0, 0, 0, 0)


def test_a_file_that_is_no_list_is_refused_at_its_field(staff_client, run) -> None:
    response = upload(staff_client, run, b"\0\1\2")
    assert response.status_code == 422
    assert "no list" in str(response.context["form"].errors["file"])
    assert not ImportBatch.objects.exists()


def test_a_list_for_another_centres_run_is_refused(staff_client, other_centre) -> None:
    response = upload(staff_client, RunFactory(centre=other_centre), table(HEADINGS, *PEOPLE))
    assert "run" in response.context["form"].errors


def test_the_preview_names_each_rows_trouble_by_its_line(staff_client, run, enrol, batch) -> None:
    enrol("Amina Prima", phone="+40700000001")
    kept = batch(*PEOPLE, ["", "0700000003", "", "ar", ""], ["Yusuf Al Treilea", "x", "", "ar", ""])
    page = staff_client.get(page_of(kept))
    trouble = {reading.number: reading.errors for reading in page.context["readings"]}
    assert "in this group already" in trouble[2][0]
    assert trouble[3] == []
    assert "name is missing" in trouble[4][0]
    assert "not a phone number" in trouble[5][0]
    assert (page.context["count"], page.context["wrong"]) == (1, 3)
    assert "leaves_out_errors" in page.context["form"].fields


def test_more_people_than_places_is_said(staff_client, run, batch) -> None:
    EnrolmentFactory(run=run, confirmed=True)
    assert staff_client.get(page_of(batch())).context["more_than_places"]


def test_people_come_in_as_new_with_receipts_and_their_consent(staff_client, staff, run, batch) -> None:
    kept = batch()
    page = staff_client.get(page_of(kept))
    assert [page.context[name] for name in ("by_email", "by_sms", "to_call")] == [1, 0, 1]
    assert staff_client.post(page_of(kept), decision()).status_code == 302
    amina, olena = Enrolment.objects.order_by("pk")
    assert {amina.state, olena.state} == {State.SUBMITTED}
    assert {amina.source, olena.source} == {Source.IMPORT}
    assert {amina.entered_by, olena.entered_by} == {staff}
    assert (olena.person.language, olena.consent_language, olena.person.match_key != "") == ("uk", "uk", True)
    assert [message.recipient for message in Message.objects.all()] == ["olena@mail.example"]
    assert [task.enrolment for task in Task.objects.filter(done_at=None)] == [amina]
    assert "2026-11-01" in amina.events.get().note
    kept.refresh_from_db()
    assert (kept.rows, kept.done_at is not None) == ([], True)


def test_nobody_is_told_when_staff_say_so(staff_client, batch) -> None:
    staff_client.post(page_of(batch()), decision(tells=""))
    assert Enrolment.objects.count() == 2
    assert not Message.objects.exists() and not Task.objects.exists()
    assert not Enrolment.objects.exclude(untold="").exists()


def test_twice_pressed_is_once(staff_client, batch) -> None:
    kept = batch()
    for _press in range(2):
        assert staff_client.post(page_of(kept), decision()).status_code == 302
    assert Enrolment.objects.count() == 2


def test_a_second_press_that_overtakes_the_check_still_finds_it_done(staff, batch) -> None:
    kept = batch()
    stale = ImportBatch.objects.get(pk=kept.pk)
    for seen in (kept, stale):
        bring_in(batch=seen, user=staff, agreement=AGREEMENT, expected=2, leaves_out_errors=False, tells=True)
    assert Enrolment.objects.count() == 2


def test_rows_with_errors_stop_the_list_unless_they_are_left_out(staff_client, batch) -> None:
    kept = batch(*PEOPLE, ["Fără Contact", "", "", "ar", ""])
    response = staff_client.post(page_of(kept), decision())
    assert response.status_code == 422
    assert "leaves_out_errors" in response.context["form"].errors
    assert not Enrolment.objects.exists()
    assert staff_client.post(page_of(kept), decision(leaves_out_errors="on")).status_code == 302
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize("expected", ["1", "3"])
def test_another_number_than_the_one_shown_is_refused(staff_client, batch, expected) -> None:
    response = staff_client.post(page_of(batch()), decision(expected=expected))
    assert response.status_code == 422
    assert "changed meanwhile" in response.content.decode()
    assert response.context["form"]["day"].value() == "2026-11-01"
    assert re.search(r'name="expected"\s+value="2"', response.content.decode())
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"consent": ""}, "consent"), ({"form": ""}, "form"), ({"day": ""}, "day"), ({"day": "2027-01-01"}, "day")],
)
def test_without_a_statement_of_consent_nobody_comes_in(staff_client, batch, change, field) -> None:
    response = staff_client.post(page_of(batch()), decision(**change))
    assert field in response.context["form"].errors
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    "where",
    [
        "courses.enrolment.services.importing.new_person",
        "courses.enrolment.services.importing.Event.objects.bulk_create",
        "courses.enrolment.services.importing.tell_many",
        "courses.intake.services.ImportBatch.save",
    ],
)
def test_a_failure_half_way_leaves_nothing(staff, batch, where) -> None:
    kept = batch()
    from courses.enrolment.services import importing

    calls = iter([importing.new_person])

    def break_down(*args, **kwargs):
        step = next(calls, None) if where.endswith(".new_person") else None
        if step is None:
            raise RuntimeError
        return step(*args, **kwargs)

    before = counts()
    with patch(where, break_down), pytest.raises(RuntimeError):
        bring_in(batch=kept, user=staff, agreement=AGREEMENT, expected=2, leaves_out_errors=False, tells=True)
    assert counts() == before
    kept.refresh_from_db()
    assert kept.done_at is None and len(kept.rows) == 2


def test_a_group_that_is_over_takes_nobody(staff_client, staff, run, batch) -> None:
    kept = batch()
    run.state = run.State.CANCELLED
    run.save()
    response = staff_client.post(page_of(kept), decision())
    assert response.status_code == 422
    assert not Enrolment.objects.exists()


def test_the_same_list_cannot_be_written_twice(staff, run) -> None:
    people = [Submission(name="Amina", language="ar", phone="+40700000001")]
    enrol_many(run=run, submissions=people, user=staff, submission_id="import:1")
    with pytest.raises(IntegrityError):
        enrol_many(run=run, submissions=people, user=staff, submission_id="import:1")


def test_bringing_in_takes_one_query_a_person_and_the_preview_none(
    staff, staff_client, batch, django_assert_max_num_queries
) -> None:
    def queries(letters: str) -> tuple[int, int]:
        people = [[f"Persoana {letter * 5}", "", f"{letter}@mail.example", "ar", ""] for letter in letters]
        kept = batch(*people)
        with django_assert_max_num_queries(100) as preview:
            assert staff_client.get(page_of(kept)).context["count"] == len(letters)
        with django_assert_max_num_queries(100) as bringing:
            bring_in(
                batch=kept,
                user=staff,
                agreement=AGREEMENT,
                expected=len(letters),
                leaves_out_errors=False,
                tells=True,
            )
        return len(preview), len(bringing)

    queries("z")  # whatever is read once in a process
    few, many = queries("bd"), queries("fgklmnprst")
    assert many[0] == few[0]
    assert many[1] == few[1] + 8


def test_a_list_is_its_makers_alone(staff_client, colleague, other_centre, batch) -> None:
    kept = batch()
    stranger = may_enter(MembershipFactory(centre=other_centre).user)
    for user in (colleague, stranger, may_enter(UserFactory())):
        client = Client()
        client.force_login(user)
        for address in (page_of(kept), reverse("intake:forget", args=[kept.pk])):
            assert client.get(address).status_code == 404
            assert client.post(address, decision()).status_code == 404
    assert not Enrolment.objects.exists()
    assert ImportBatch.objects.filter(pk=kept.pk).exists()


def test_who_left_the_centre_can_not_bring_the_list_in(staff_client, staff, batch) -> None:
    kept = batch()
    staff.memberships.all().delete()
    assert staff_client.post(page_of(kept), decision()).status_code == 404


def test_a_list_can_be_thrown_away_by_its_button_only(staff_client, batch) -> None:
    kept = batch()
    address = reverse("intake:forget", args=[kept.pk])
    assert staff_client.get(address).status_code == 302
    assert ImportBatch.objects.exists()
    staff_client.post(address)
    assert not ImportBatch.objects.exists()


def test_lists_are_forgotten_after_a_day(batch) -> None:
    old, fresh = batch(), batch()
    ImportBatch.objects.filter(pk=old.pk).update(made_at=clock.now() - dt.timedelta(hours=25))
    assert forget_imports() == 1
    assert list(ImportBatch.objects.all()) == [fresh]


def test_the_worker_forgets_lists() -> None:
    from portal.worker import registered_jobs

    assert forget_imports in [job.function for job in registered_jobs()]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_a_file(staff_client, run, kind) -> None:
    response = staff_client.get(reverse("intake:template", args=[kind]))
    assert response.status_code == 200
    assert f".{kind}" in response["Content-Disposition"]
    assert io.BytesIO(response.content).read(2) == (b"PK" if kind == "xlsx" else b"\xef\xbb")


def test_refusals_are_sentences(staff, batch) -> None:
    kept = batch(["Fără Contact", "", "", "ar", ""])
    with pytest.raises(Refused, match="nobody"):
        bring_in(batch=kept, user=staff, agreement=AGREEMENT, expected=0, leaves_out_errors=True, tells=True)
