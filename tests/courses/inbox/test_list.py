"""The list: what waits first, found by name, phone and reference, narrowed down, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.enrolment.references import format_reference
from courses.inbox.listing import FOUND
from courses.inbox.models import SavedView, Viewing
from portal import clock
from portal.audit.models import AuditEntry
from tests.factories import CountyFactory, CourseFactory, EnrolmentFactory, PersonFactory, RunFactory, TaskFactory

pytestmark = pytest.mark.django_db


def found(client, **parameters) -> list[str]:
    """Return the names that the list shows, in order."""
    response = client.get(reverse("inbox:index"), parameters)
    assert response.status_code == 200
    return [enrolment.person.name for enrolment in response.context["object_list"]]


def ago(hours: int) -> dt.datetime:
    return clock.now() - dt.timedelta(hours=hours)


def test_to_do_is_what_is_promised_the_oldest_promise_first(staff_client, enrol) -> None:
    enrol("review, new", in_review=True, due_at=ago(-20))
    enrol("confirmed", confirmed=True)
    enrol("submitted, new", due_at=ago(-21))
    enrol("offered", offered=True, due_at=ago(-30))
    enrol("waiting", waiting=True)
    enrol("withdrawn", withdrawn=True)
    enrol("submitted, old", due_at=ago(30))
    enrol("asked", needs_information=True, due_at=ago(2))
    assert found(staff_client) == ["submitted, old", "asked", "review, new", "submitted, new", "offered"]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Ștefan Țurcanu", "stefan turcanu"),
        ("Ștefan Țurcanu", "ştefan"),
        ("Stefan Turcanu", "Ștefan Țurcanu"),
        ("Yusuf Çelik", "celik yusuf"),
        ("أمينة الحسن", "أمينة"),
        ("أمينة الحسن", "الحسن أمينة"),
        ("Олександра Шевченко", "шевченко"),
        ("Олександра Шевченко", "OLEKSANDRA"),
        ("Oleksandra Tkachenko", "Олександра"),
        ("सीता तामाङ", "तामाङ"),
        ("Nguyễn Văn An", "nguyen"),
        ("أمينة الحسن", "amina"),
        ("أمينة الحسن", "Amina al Hassan"),
        ("أمينة الحسن", "Al-Hasan"),
        ("محمد عينة", "muhammad"),
        ("محمد عينة", "Moham"),
        ("Mohammed Proba", "محمد"),
        ("Світлана Зразок", "svetlana"),
        ("सीता तामाङ", "sita"),
        ("নূরজাহান বেগম", "বেগম"),
        ("নূরজাহান বেগম", "nurjahan"),
        ("කමලා පෙරේරා", "පෙරේරා"),
        ("කමලා පෙරේරා", "kamala"),
    ],
)
def test_names_are_found_in_any_script_with_and_without_diacritics(staff_client, enrol, name, query) -> None:
    enrol(name)
    enrol("Cineva Altcineva")
    assert found(staff_client, q=query) == [name]


@pytest.mark.parametrize(
    "query",
    ["0745 123 456", "0745123456", "+40745123456", "+40 745 123 456", "0040 745-123-456", "(0745) 123.456",
     "123 456", "+40 (0)745 123 456", "٠٧٤٥١٢٣٤٥٦"],
)  # fmt: skip
def test_phones_are_found_however_they_are_written(staff_client, enrol, query) -> None:
    enrol("Amina", phone="+40745123456")
    enrol("Altcineva", phone="+40721999888")
    assert found(staff_client, q=query) == ["Amina"]


def test_foreign_phones_and_helpers_phones_are_found(staff_client, enrol) -> None:
    enrol("Olena", phone="+380671234567")
    EnrolmentFactory(run=enrol("Altcineva").run, person=PersonFactory(name="Bunica", helper_phone="+40733444555"))
    assert found(staff_client, q="+380 67 123 45 67") == ["Olena"]
    assert found(staff_client, q="0733 444 555") == ["Bunica"]


@pytest.mark.parametrize(
    "query", ["417203356", "417 203 356", "417-203-356", " 417203356 ", "ref. 417 203 356", "٤١٧٢٠٣٣٥٦"]
)
def test_references_are_found_with_and_without_separators(staff_client, enrol, query) -> None:
    enrol("Amina", reference="417203356")
    enrol("Altcineva", reference="999888777")
    assert found(staff_client, q=query) == ["Amina"]


@pytest.mark.parametrize("query", ["417", "417 203", "4172"])
def test_a_reference_is_found_by_its_beginning(staff_client, enrol, query) -> None:
    enrol("Amina", reference="417203356", phone="+40745999888")
    enrol("Altcineva", reference="999417203", phone="+40721999888")
    assert found(staff_client, q=query) == ["Amina"]


def test_digits_may_be_a_phones_of_one_and_a_references_of_another(staff_client, enrol) -> None:
    enrol("Amina", reference="745123356", phone="+40721999888")
    enrol("Bilal", reference="999888777", phone="+40745123456")
    assert sorted(found(staff_client, q="745123")) == ["Amina", "Bilal"]


@pytest.mark.parametrize(
    ("page", "shown", "first"), [("1", 50, 1), ("2", 3, 51), ("9", 3, 51), ("x", 50, 1), ("0", 3, 51)]
)
def test_a_search_is_cut_into_pages_and_counted(staff_client, enrol, page, shown, first) -> None:
    run = enrol("Altcineva").run
    for number in range(53):
        EnrolmentFactory(run=run, person=PersonFactory(name=f"Amina {number}", search_name="amina"))
    context = staff_client.get(reverse("inbox:index"), {"q": "amina", "p": page}).context
    assert (len(context["object_list"]), context["items_count"]) == (shown, 53)
    assert context["page_obj"].start_index() == first


def test_the_menu_says_how_many_are_new_as_the_tab_does(staff_client, enrol, other_centre) -> None:
    enrol("Amina"), enrol("Bilal", waiting=True)
    enrol("foreign", run=RunFactory(centre=other_centre))
    for address in (reverse("inbox:index"), reverse("board:index")):
        assert "Inbox (1)" in staff_client.get(address).content.decode()


@pytest.mark.parametrize("query", ["12", "%", "_", "nobody at all", "'; drop table", "😀"])
def test_what_fits_nobody_finds_nobody(staff_client, enrol, query) -> None:
    enrol("Amina", reference="417203356")
    assert found(staff_client, q=query) == []


def test_an_address_is_found_by_a_part_of_it(staff_client, enrol) -> None:
    enrol("Amina", email="amina@mail.example")
    enrol("Altcineva", email="x@other.example")
    assert found(staff_client, q="Amina@mail") == ["Amina"]


def test_filters_narrow_down(staff_client, staff, colleague, enrol, centre) -> None:
    enrol("mine", assignee=staff, language="ar")
    enrol("colleague's", assignee=colleague, waiting=True)
    enrol("nobody's", suspicion="too_fast", in_review=True)
    other_course = RunFactory(centre=centre, course=CourseFactory(kind="orientation", level=""))
    TaskFactory(enrolment=enrol("to call", run=other_course, assignee=colleague, confirmed=True))
    assert found(staff_client, assignee="me") == ["mine"]
    assert found(staff_client, assignee="nobody") == ["nobody's"]
    assert sorted(found(staff_client, assignee=colleague.pk)) == ["colleague's", "to call"]
    assert sorted(found(staff_client, state=["waiting", "in_review"])) == ["colleague's", "nobody's"]
    assert found(staff_client, language="ar") == ["mine"]
    assert found(staff_client, course=other_course.course_id) == ["to call"]
    assert found(staff_client, suspected="true") == ["nobody's"]
    assert found(staff_client, tasks="true") == ["to call"]
    assert found(staff_client, state="waiting", q="colleague") == ["colleague's"]
    assert found(staff_client, state="waiting", q="mine") == []


def test_a_row_shows_what_matters(staff_client, enrol) -> None:
    enrolment = enrol("أمينة", language="ar", suspicion="unchecked", reference="417203356")
    TaskFactory(enrolment=enrolment)
    page = staff_client.get(reverse("inbox:index")).content.decode()
    assert "due in 24 hours" in page or "due in 23 hours" in page
    assert f'<bdi dir="ltr">{format_reference("417203356")}</bdi>' in page
    assert '<bdi lang="ar">أمينة</bdi>' in page
    assert "العربية" in page
    assert enrolment.run.code in page
    assert "reCAPTCHA could not be asked" in page
    assert "Something to do by phone" in page


def test_fifty_a_page(staff_client, enrol, run) -> None:
    person = enrol().person
    EnrolmentFactory.create_batch(50, run=run, person=person)
    assert len(found(staff_client)) == 50
    assert len(found(staff_client, p=2)) == 1


def test_more_filters_narrow_down(staff_client, enrol, centre) -> None:
    enrol("by hand", source="staff", submitted_at=ago(24 * 40), due_at=ago(24 * 39))
    first = enrol("first", waiting=True, priority=2, priority_reason="cancelled")
    wish = EnrolmentFactory(without_run=True, centre=centre, county=CountyFactory(code="CJ"))
    centre.counties_served.add(wish.county)
    other = enrol("elsewhere", run=RunFactory(centre=centre, code="evening-2"), due_at=ago(-24 * 10))
    assert found(staff_client, source="staff") == ["by hand"]
    assert found(staff_client, priority="2") == [first.person.name]
    assert found(staff_client, county="CJ") == [wish.person.name]
    assert sorted(found(staff_client, county="IS")) == ["by hand", "elsewhere", "first"]
    assert found(staff_client, run="EVENING-2") == [other.person.name]
    assert found(staff_client, due="overdue") == ["by hand"]
    assert "elsewhere" not in found(staff_client, due="week")
    month = clock.today() - dt.timedelta(days=30)
    assert found(staff_client, received_to=month.isoformat()) == ["by hand"]
    assert "by hand" not in found(staff_client, received_from=month.isoformat())


def test_days_are_those_of_romania_whatever_time_zone_is_read_in(staff_client, enrol) -> None:
    midnight = dt.datetime.combine(clock.today(), dt.time.min, tzinfo=clock.ZONE)
    enrol("today", submitted_at=midnight)
    enrol("yesterday", submitted_at=midnight - dt.timedelta(seconds=1))
    day = clock.today().isoformat()
    with timezone.override("America/New_York"):
        assert found(staff_client, received_from=day, received_to=day) == ["today"]


def test_a_filter_that_cannot_be_understood_is_none_and_the_others_stay(staff_client, enrol) -> None:
    enrol("arab", language="ar")
    enrol("other")
    assert found(staff_client, language="ar", assignee="9999", received_from="gestern", course="x") == ["arab"]


@pytest.mark.parametrize(
    ("ordering", "names"),
    [
        ("due_at", ["Ana", "Zoe", "Mia"]),
        ("-due_at", ["Zoe", "Ana", "Mia"]),
        ("name", ["Ana", "Mia", "Zoe"]),
        ("-name", ["Zoe", "Mia", "Ana"]),
        ("submitted_at", ["Mia", "Zoe", "Ana"]),
        ("nonsense", ["Ana", "Zoe", "Mia"]),
    ],
)
def test_columns_sort_the_list_and_what_has_no_date_comes_last(staff_client, enrol, ordering, names) -> None:
    enrol("Zoe", submitted_at=ago(2), due_at=ago(-9))
    enrol("Ana", submitted_at=ago(1), due_at=ago(-8))
    enrol("Mia", submitted_at=ago(3), confirmed=True)
    explicit = {"ordering": ordering} if ordering != "nonsense" else {"ordering": "due_at); --"}
    section = {"section": "all"} if ordering != "nonsense" else {}
    expected = names if ordering != "nonsense" else names[:2]
    assert found(staff_client, **explicit, **section) == expected


def test_columns_are_chosen_in_the_address(staff_client, enrol) -> None:
    enrol("Amina", phone="+40745123456")
    page = staff_client.get(reverse("inbox:index"), {"columns": ["phone", "nonsense"]})
    assert [column.name for column in page.context["table"].columns.values() if column.name != "select"] == [
        "person",
        "phone",
    ]
    assert "0745 123 456" in page.content.decode()


def test_a_search_looks_everywhere_and_is_written_down_without_its_words(staff_client, staff, enrol) -> None:
    enrol("Amina Exemplu", withdrawn=True)
    assert found(staff_client, section="new", q="amina") == ["Amina Exemplu"]
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.action, entry.about, entry.amount) == (staff, "searched", "inbox", 1)
    assert "amina" not in str(vars(entry)).lower()


def test_no_search_writes_nothing_down(staff_client, enrol) -> None:
    enrol("Amina")
    found(staff_client)
    found(staff_client, q=" ")
    assert not AuditEntry.objects.exists()


def test_who_is_looking_is_said_in_the_row(staff_client, staff, colleague, enrol) -> None:
    seen, left, own = enrol("seen"), enrol("left"), enrol("own")
    Viewing.objects.create(enrolment=seen, user=colleague, seen_at=clock.now())
    Viewing.objects.create(enrolment=left, user=colleague, seen_at=clock.now() - dt.timedelta(seconds=61))
    Viewing.objects.create(enrolment=own, user=staff, seen_at=clock.now())
    rows = staff_client.get(reverse("inbox:index")).context["object_list"]
    assert {row.person.name: row.looking for row in rows} == {"seen": ["Mihai Coleg"], "left": [], "own": []}


def test_a_row_leads_to_its_page_with_the_list_it_came_from(staff_client, enrol) -> None:
    enrolment = enrol("Amina")
    page = staff_client.get(reverse("inbox:index"), {"section": "new", "language": "en", "p": "1"})
    (row,) = page.context["object_list"]
    address, _, query = row.url.partition("?")
    assert address == reverse("inbox:enrolment", args=[enrolment.pk])
    assert parse_qs(parse_qs(query)["queue"][0]) == {"section": ["new"], "language": ["en"]}


def test_what_a_search_found_can_be_gone_through_without_the_name_in_an_address(staff_client, staff, enrol) -> None:
    first, second, third = (enrol(f"Amina {day}", submitted_at=ago(day), withdrawn=True) for day in (1, 2, 3))
    enrol("Olena", submitted_at=ago(2))
    page = staff_client.get(reverse("inbox:index"), {"q": "Amina"})
    addresses = {row.pk: row.url for row in page.context["object_list"]}
    assert list(addresses) == [first.pk, second.pk, third.pk]
    assert "Amina" not in "".join(addresses.values())
    opened = staff_client.get(addresses[second.pk])
    assert (opened.context["previous"], opened.context["next"]) == (first.pk, third.pk)
    following = staff_client.get(reverse("inbox:enrolment", args=[third.pk]) + opened.context["in_queue"])
    assert (following.context["previous"], following.context["next"]) == (second.pk, None)
    queue = parse_qs(addresses[second.pk].partition("?")[2])["queue"][0]
    back = staff_client.get(f"{reverse('inbox:index')}?{queue}")
    assert [row.pk for row in back.context["object_list"]] == [first.pk, second.pk, third.pk]
    assert [row.url for row in back.context["object_list"]] == list(addresses.values())
    assert FOUND not in back.context["toolbar"].save_url
    assert AuditEntry.objects.filter(action="searched").count() == 1


def test_what_another_centre_has_isnt_found_by_its_key(staff_client, enrol, other_centre) -> None:
    own, foreign = enrol("own"), enrol("foreign", run=RunFactory(centre=other_centre))
    assert found(staff_client, found=f"{own.pk}.{foreign.pk}.x..{'9' * 30}") == ["own"]
    assert found(staff_client, found="x.y") == ["own"]


@pytest.mark.parametrize("query", [{}, {"section": "soon"}, {"section": "all", "county": "IS"}, {"q": "exemplu"}])
def test_as_many_queries_for_fifty_rows_as_for_five(query, staff_client, staff, colleague, centre) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(reverse("inbox:index"), query).status_code == 200
        return len(queries)

    def add(number: int) -> None:
        for index in range(number):
            run = RunFactory(centre=centre)
            enrolment = EnrolmentFactory(run=run, assignee=[staff, colleague, None][index % 3])
            TaskFactory(enrolment=enrolment)
            Viewing.objects.create(enrolment=enrolment, user=colleague, seen_at=clock.now())
            SavedView.objects.create(owner=colleague, centre=centre, name=f"View {enrolment.pk}", query="section=new")

    add(5)
    count()
    few = count()
    add(45)
    many = count()
    assert many == few
    assert few <= 22
