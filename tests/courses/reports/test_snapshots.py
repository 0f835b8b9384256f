"""A frozen report stays what it was, whatever happens to the rows that it was counted from."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import sys

import openpyxl
import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.people.models import Person
from courses.reports.counting import BANDS, GENDERS, Cell, count
from courses.reports.indicators import indicators
from courses.reports.models import Milestone, Snapshot
from courses.reports.services import freeze_report
from courses.reports.snapshot_files import FILES
from courses.reports.snapshots import Frozen, digest_of
from portal.audit.models import AuditEntry
from tests.courses.reports.conftest import YEAR, member
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people_there(take_part, orientation):
    """Three people, one of them in two courses."""
    both = take_part(gender="female", band="18_60", entry_level="none", exit_level="A1")
    take_part(person=both.person, run=orientation, band="18_60")
    take_part(gender="male", band="over_60")
    take_part(band="")
    return both


@pytest.fixture
def freeze(centre, reporter):
    def make(**values):
        given = {"title": "Raportul 2", "first_day": YEAR.first_day, "last_day": YEAR.last_day}
        return freeze_report(**{"user": reporter, "centres": [centre], "project": None, **given, **values})

    return make


def files_of(snapshot) -> dict[str, bytes]:
    return {kind: write(snapshot.content) for kind, (_type, write) in FILES.items()}


def test_it_says_what_was_counted(scope, people_there, freeze) -> None:
    frozen, counted = Frozen(freeze().content), count(scope)
    for row in indicators():
        for band in (None, *BANDS):
            for gender in (None, *GENDERS):
                cell = Cell(row.code, band, gender)
                assert frozen.value(cell) == counted.of(cell) == len(frozen.people(cell))


def test_nothing_in_it_leads_to_anybody(people_there, freeze) -> None:
    people_there.person.name = "Zubaydah Qorabekova"
    people_there.person.save()
    content = freeze().content
    enrolment = Enrolment.objects.get(pk=people_there.pk)
    for trace in ("Zubaydah", enrolment.reference, str(enrolment.person.phone)):
        assert trace not in content
    days = set(re.findall(r"\d{4}-\d{2}-\d{2}", content))
    assert days == {str(YEAR.first_day), str(YEAR.last_day), "2026-11-23"}  # the last one is when it was frozen


def test_pseudonyms_are_drawn_for_each_report_and_hold_within_it(people_there, freeze) -> None:
    one, other = Frozen(freeze().content), Frozen(freeze().content)
    names = {person.pseudonym for person in one.people(Cell("O.2.3"))}
    assert len(names) == 3
    assert {person.pseudonym for person in one.people(Cell("O.2.3.2"))} < names
    assert names.isdisjoint({person.pseudonym for person in other.people(Cell("O.2.3"))})


def test_it_stays_byte_for_byte_when_people_change_and_go(client, people_there, freeze, reporter) -> None:
    snapshot = freeze()
    pages = [
        reverse("reports:snapshot", args=[snapshot.pk]),
        reverse("reports:snapshot_people", args=[snapshot.pk]) + "?indicator=O.2.3",
    ]

    def seen() -> list[str]:
        client.force_login(reporter)
        bodies = [client.get(page).content.decode() for page in pages]
        return [body[body.index('class="nice-padding"') : body.index("</main>")] for body in bodies]

    before, pages_before = files_of(snapshot), seen()
    people_there.centre.name = "Alt nume"
    people_there.centre.save()
    Person.objects.update(gender="other", birth_year=1920)
    Milestone.objects.all().delete()
    Enrolment.objects.all().delete()
    Person.objects.all().delete()
    with time_machine.travel(dt.datetime(2031, 5, 5, 8, tzinfo=dt.UTC)):
        kept = Snapshot.objects.get(pk=snapshot.pk)
        assert kept.content == snapshot.content
        assert digest_of(kept.content) == kept.digest
        assert files_of(kept) == before
        assert seen() == pages_before


def test_another_process_on_another_day_writes_the_same_files(tmp_path, people_there, freeze) -> None:
    content = freeze(title="=1+1 & <Raport> ș").content
    (tmp_path / "content.json").write_text(content, encoding="utf-8")
    program = (
        "import os, sys, pathlib, django; django.setup()\n"
        "from courses.reports.snapshot_files import FILES\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "text = (folder / 'content.json').read_text(encoding='utf-8')\n"
        "for kind, (_type, write) in FILES.items(): (folder / f'report.{kind}').write_bytes(write(text))\n"
    )
    environment = os.environ | {"DEMO_TODAY": "2033-03-03", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-W", "ignore", "-c", program, str(tmp_path)], check=True, env=environment)
    for kind, (_type, write) in FILES.items():
        assert (tmp_path / f"report.{kind}").read_bytes() == write(content)


def test_the_workbook_opens_and_holds_no_formula(people_there, freeze) -> None:
    content = freeze(title="=1+1").content
    workbook = openpyxl.load_workbook(io.BytesIO(files_of_content(content)["xlsx"]))
    assert workbook.sheetnames == ["report", "indicators", "people"]
    title = workbook["report"]["B1"]
    assert (title.value, title.data_type) == ("=1+1", "s") or title.data_type == "inlineStr"
    sums = {row[0]: row[5] for row in workbook["indicators"].values if row[3] == "all"}
    assert sums == {row.code: Frozen(content).value(Cell(row.code)) for row in indicators()}
    assert len(list(workbook["people"].values)) == 1 + sum(sums.values())


def files_of_content(content: str) -> dict[str, bytes]:
    return {kind: write(content) for kind, (_type, write) in FILES.items()}


@pytest.mark.parametrize(("field", "value"), [("content", "{}"), ("digest", "0"), ("title", "Altul")])
def test_the_schema_refuses_to_change_it(people_there, freeze, field, value) -> None:
    snapshot = freeze()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(**{field: value})


def test_freezing_is_written_down(people_there, freeze, reporter) -> None:
    snapshot = freeze()
    entry = AuditEntry.objects.get(action=AuditEntry.Action.FROZE)
    assert (entry.user, entry.about) == (reporter, f"snapshot:{snapshot.pk}")


def test_nobody_freezes_what_they_may_not_count(freeze, other_centre, centre) -> None:
    for centres in ([], [other_centre], [centre, other_centre]):
        with pytest.raises(Refused):
            freeze(centres=centres)
    assert not Snapshot.objects.exists()


def test_who_counts_for_one_of_its_centres_alone_does_not_see_it(freeze, centre, other_centre, reporter) -> None:
    own = freeze()
    both = freeze(user=UserFactory(admin=True), centres=[centre, other_centre])
    assert list(Snapshot.objects.for_reports(reporter)) == [own]
    elsewhere = member(other_centre, "reporter", "elena")
    assert not Snapshot.objects.for_reports(elsewhere).exists()
    assert both in Snapshot.objects.for_reports(UserFactory(admin=True))


def test_it_is_frozen_by_a_form_and_compared_with_today(client, people_there, take_part, reporter) -> None:
    client.force_login(reporter)
    address = reverse("reports:freeze") + f"?first_day={YEAR.first_day}&last_day={YEAR.last_day}"
    assert client.get(address).status_code == 200
    assert not Snapshot.objects.exists()
    assert client.post(address, {"title": " "}).status_code == 422
    answer = client.post(address, {"title": "Raportul 2"})
    snapshot = Snapshot.objects.get()
    assert answer["Location"] == reverse("reports:snapshot", args=[snapshot.pk])
    take_part()
    page = client.get(answer["Location"] + "?compare=1")
    first = page.context["comparison"][0]
    assert (first["then"], first["now"], first["change"]) == (3, 4, 1)


def test_a_broken_text_is_noticed(client, people_there, freeze, reporter) -> None:
    snapshot = freeze()
    client.force_login(reporter)
    page = reverse("reports:snapshot", args=[snapshot.pk])
    assert client.get(page).context["is_whole"]
    period = {"first_day": snapshot.first_day, "last_day": snapshot.last_day}
    content = snapshot.content.replace("Raportul 2", "Raportul 3")
    broken = Snapshot.objects.create(title="Raportul 3", content=content, digest=snapshot.digest, **period)
    broken.centres.set(snapshot.centres.all())
    assert not client.get(reverse("reports:snapshot", args=[broken.pk])).context["is_whole"]


def test_it_leaves_for_a_reason_with_an_entry(client, people_there, freeze, reporter) -> None:
    client.force_login(reporter)
    snapshot = freeze()
    page = reverse("reports:snapshot_file", args=[snapshot.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"format": "json"}).status_code == 422
    assert not AuditEntry.objects.filter(action="exported").exists()
    for kind, content in files_of(snapshot).items():
        assert client.post(page, {"format": kind, "reason": "For the funder"}).content == content
    left = AuditEntry.objects.filter(action="exported", about=f"snapshot:{snapshot.pk}", reason="For the funder")
    assert {entry.detail["format"] for entry in left} == set(FILES)
