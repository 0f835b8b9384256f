"""The pages of reports: who sees what, that figures open their lists, that errors lose nothing."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from courses.reports.models import Milestone
from portal import clock
from portal.audit.models import AuditEntry
from tests.courses.reports.conftest import member
from tests.factories import EnrolmentFactory, MembershipFactory, PersonFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGES = ("index", "people", "operations", "gaps", "snapshots", "freeze")


def address(page: str, **query: str) -> str:
    query = {"indicator": "O.2.3", **query} if page == "people" else query
    return reverse(f"reports:{page}") + "?" + "&".join(f"{name}={value}" for name, value in query.items())


@pytest.fixture
def named(take_part):
    return take_part(person=PersonFactory(name="Zubaydah Qorabekova", gender="female"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["staff", "coordinator", "reporter", "trainer", None])
def test_who_opens_what(client, centre, page, role) -> None:
    user = member(centre, role, "somebody") if role else member(centre, "trainer", "nobody")
    if role is None:
        user.memberships.all().delete()
    client.force_login(user)
    sees = {"staff", "coordinator"} | (set() if page == "gaps" else {"reporter"})
    assert client.get(address(page)).status_code == (200 if role in sees else 404)


@pytest.mark.parametrize("account", ["staff", "reporter"])
def test_every_figure_opens_a_list_of_its_length(client, request, take_part, orientation, account) -> None:
    both = take_part(gender="female")
    take_part(person=both.person, run=orientation)
    take_part(gender="male", band="")
    client.force_login(request.getfixturevalue(account))
    page = client.get(address("index"))
    opened = 0
    for row in page.context["rows"]:
        for figure in (
            row.total,
            *row.genders,
            *row.bands,
            *(figure for _band, line in row.crossed for figure in line),
        ):
            assert bool(figure.url) is bool(figure.value)
            if figure.url:
                assert len(client.get(figure.url).context["rows"]) == figure.value
                opened += 1
    assert opened > 15


def test_names_for_who_may_see_them_alone(client, named, staff, reporter) -> None:
    client.force_login(staff)
    page = client.get(address("people")).content.decode()
    assert "Zubaydah Qorabekova" in page
    assert reverse("inbox:enrolment", args=[named.pk]) in page
    client.force_login(reporter)
    page = client.get(address("people")).content.decode()
    assert "Zubaydah" not in page
    assert reverse("inbox:enrolment", args=[named.pk]) not in page
    assert re.search(r"P-[0-9A-F]{8}", page)
    assert "01.09.2026" not in page
    assert "09.2026" in page


def test_a_pseudonym_is_ones_own_and_the_same_tomorrow(client, named, centre, reporter) -> None:
    def pseudonym(user) -> str:
        client.force_login(user)
        return client.get(address("people")).context["rows"][0].pseudonym

    assert pseudonym(reporter) == pseudonym(reporter) != pseudonym(member(centre, "reporter", "alta"))


def test_staff_of_one_centre_and_reporter_of_another(client, named, staff, other_centre, take_part) -> None:
    MembershipFactory(user=staff, centre=other_centre, role="reporter")
    days = {"starts_on": dt.date(2026, 9, 1), "ends_on": dt.date(2026, 10, 30)}
    take_part(person=PersonFactory(name="Wubshet Xhelilaj"), run=RunFactory(centre=other_centre, **days))
    client.force_login(staff)
    page = client.get(address("people")).content.decode()
    assert "Zubaydah" in page
    assert "Wubshet" not in page


def test_another_centres_figures_are_not_counted(client, named, other_centre) -> None:
    client.force_login(member(other_centre, "staff", "altcineva"))
    assert client.get(address("index")).context["rows"][0].total.value == 0


@pytest.mark.parametrize("query", [{"indicator": "X.1"}, {"band": "old"}, {"gender": "x"}, {"p": "9"}])
def test_a_figure_that_is_none_is_a_404(client, staff, named, query) -> None:
    client.force_login(staff)
    assert client.get(address("people", **query)).status_code == 404


@pytest.mark.parametrize("page", ["index", "operations", "people", "gaps", "freeze"])
def test_a_wrong_period_is_shown_as_typed(client, staff, page) -> None:
    client.force_login(staff)
    answer = client.get(address(page, first_day="2026-05-05", last_day="2026-04-04"))
    assert answer.status_code == 200
    text = html.unescape(answer.content.decode())
    assert "The period ends before it begins." in text
    assert 'value="2026-05-05"' in text


@pytest.mark.parametrize("page", PAGES)
def test_as_many_queries_for_many_as_for_few(client, staff, take_part, page) -> None:
    client.force_login(staff)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address(page))
        return len(queries)

    def add(number: int) -> None:
        for index in range(number):
            enrolment = take_part(band=["", "18_60"][index % 2])
            EnrolmentFactory(run=enrolment.run, submitted_at=clock.now())
            Milestone.objects.create(
                person=enrolment.person, kind="guidance", on=clock.today(), centre=enrolment.centre, enrolment=enrolment
            )

    add(2)
    count()
    few = count()
    add(25)
    assert count() == few <= 22


def test_gaps_say_what_is_missing_and_lead_to_where_it_is_mended(client, staff, take_part) -> None:
    lacks_all = take_part(band="")
    take_part(gender="male", band="18_60", entry_level="A1", exit_level="A2")
    lacks_levels = take_part(gender="male", band="18_60", entry_level="A1")
    client.force_login(staff)
    page = client.get(address("gaps"))
    assert {kind["label"]: kind["count"] for kind in page.context["kinds"]} == {
        "Gender": 1,
        "Year of birth": 1,
        "Levels of Romanian": 2,
    }
    assert {row["lack"].enrolment for row in page.context["rows"]} == {lacks_all.pk, lacks_levels.pk}
    assert reverse("reports:complete", args=[lacks_all.pk]) in page.content.decode()
    only = client.get(address("gaps", gap="age")).context["rows"]
    assert [row["lack"].enrolment for row in only] == [lacks_all.pk]


def test_figures_leave_as_files_without_anybody(client, named, reporter) -> None:
    client.force_login(reporter)
    answer = client.post(reverse("reports:indicators_file"), {"format": "csv", "reason": "For the funder"})
    rows = list(csv.DictReader(io.StringIO(text_of(answer).lstrip("\ufeff")), delimiter=";"))
    sums = {row["indicator"]: row["count"] for row in rows if row["age"] == row["gender"] == "all"}
    assert (sums["O.2.3"], sums["R.2.8"]) == ("1", "0")
    assert len(rows) == 8 * 17
    for page, kind in (("indicators_file", "xlsx"), ("operations_file", "csv"), ("operations_file", "xlsx")):
        answer = client.post(reverse(f"reports:{page}"), {"format": kind, "reason": "For the funder"})
        assert answer.status_code == 200
        assert "Zubaydah" not in text_of(answer)
    left = AuditEntry.objects.filter(action="exported", user=reporter, centre__code="iasi")
    assert sorted(entry.about for entry in left) == ["figures:indicators"] * 2 + ["figures:operations"] * 2
    assert {entry.reason for entry in left} == {"For the funder"}


@pytest.mark.parametrize("page", ["indicators_file", "operations_file"])
def test_figures_leave_for_a_reason_and_for_the_period_that_was_shown(client, named, reporter, page) -> None:
    client.force_login(reporter)
    url = f"{reverse(f'reports:{page}')}?first_day=2026-01-01&last_day=2026-06-30"
    assert html.escape(url) in client.get(url).content.decode()
    for sent in ({"format": "csv"}, {"format": "csv", "reason": "xx"}, {"format": "pdf", "reason": "For the funder"}):
        assert client.post(url, sent).status_code == 422
    assert not AuditEntry.objects.filter(action="exported").exists()
    answer = client.post(url, {"format": "csv", "reason": "For the funder"})
    assert "2026-01-01-2026-06-30.csv" in answer["Content-Disposition"]
    assert AuditEntry.objects.get(action="exported", centre__code="iasi").detail["last_day"] == "2026-06-30"


def test_figures_of_a_wrong_period_dont_leave(client, named, reporter) -> None:
    client.force_login(reporter)
    url = f"{reverse('reports:indicators_file')}?first_day=2026-05-05&last_day=2026-04-04"
    assert "The period ends before it begins." in client.get(url).content.decode()
    assert client.post(url, {"format": "csv", "reason": "For the funder"}).status_code == 422


def text_of(answer) -> str:
    return b"".join(answer.streaming_content).decode(errors="replace")


@pytest.mark.parametrize(("account", "sees_names"), [("staff", True), ("reporter", False)])
def test_a_list_leaves_with_a_reason_and_an_entry(client, request, named, account, sees_names) -> None:
    client.force_login(request.getfixturevalue(account))
    page = reverse("reports:people_file")
    asked = {"indicator": "O.2.3", "gender": "female", "format": "csv"}
    refused = client.post(page, asked)
    assert refused.status_code == 422
    assert 'value="female"' in refused.content.decode()
    assert not AuditEntry.objects.filter(action="exported").exists()
    answer = client.post(page, {**asked, "reason": "For the yearly report"})
    assert ("Zubaydah" in text_of(answer)) is sees_names
    entry = AuditEntry.objects.get(action="exported")
    assert (entry.about, entry.amount, entry.reason) == ("indicator:O.2.3", 1, "For the yearly report")
    assert entry.detail["filters"]["gender"] == ["female"]


def test_the_menu_leads_there_for_who_may(client, staff, reporter, centre) -> None:
    def menu(user) -> str:
        client.force_login(user)
        return client.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("reports:gaps") in menu(staff)
    assert reverse("reports:index") in menu(reporter)
    assert reverse("reports:gaps") not in menu(reporter)
    assert reverse("reports:index") not in menu(member(centre, "trainer", "teodora"))
    assert reverse("reports:index") in menu(UserFactory(admin=True))


def test_an_indicator_is_written_out_in_the_language_of_the_admin(client, staff, named) -> None:
    client.force_login(staff)
    assert client.get(address("people")).context["label"] == "Participants supported"
    UserProfile.objects.create(user=staff, preferred_language="ro")
    assert client.get(address("people")).context["label"] == "Participanți sprijiniți"
