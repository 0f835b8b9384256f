"""The pages of attendance: the form without a script, what a device sends, the lists, the grid."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from courses.attendance.models import Attendance, AttendanceChange
from courses.attendance.rows import latin_name_of
from courses.attendance.sending import Unreadable, read_json
from portal.audit.models import AuditEntry
from tests.courses.attendance.conftest import member, tap
from tests.factories import PersonFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of():
    def sign_in(user) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def trainer_client(client_of, trainer) -> Client:
    return client_of(trainer)


@pytest.fixture
def device(client_of, trainer, session):
    """Send taps as a phone does: ``device(tap(...))`` returns the answer."""

    def send(*marks, user=trainer, for_user=None, session=session):
        rows = [
            {
                "enrolment": each.enrolment,
                "mark": each.mark,
                "at": each.marked_at.isoformat(),
                "key": each.key,
                "based_on": each.based_on,
            }
            for each in marks
        ]
        body = json.dumps({"user": (for_user or user).pk, "marks": rows})
        address = reverse("attendance:save", args=[session.pk])
        return client_of(user).post(address, body, content_type="application/json")

    return send


def marks() -> dict[int, str]:
    return dict(Attendance.objects.values_list("enrolment", "mark"))


def page(session) -> str:
    return reverse("attendance:session", args=[session.pk])


def test_a_form_without_a_script_saves_what_was_chosen(trainer_client, session, learn) -> None:
    amina, boris, carla = learn("Amina"), learn("Boris"), learn("Carla")
    response = trainer_client.post(
        page(session), {f"mark-{amina.pk}": "late", f"mark-{boris.pk}": "nonsense"}, follow=True
    )
    assert marks() == {amina.pk: "late"}
    assert "1 mark is saved." in response.content.decode()
    chosen = {f"mark-{amina.pk}": "late", f"was-{amina.pk}": "late", f"mark-{boris.pk}": "absent"}
    trainer_client.post(page(session), chosen | {"everybody": "present"})
    assert marks() == {amina.pk: "late", boris.pk: "absent", carla.pk: "present"}
    trainer_client.post(page(session), chosen | {"everybody": "present"})  # pressed twice
    assert AttendanceChange.objects.count() == 3


def test_a_form_that_meets_a_colleagues_mark_shows_both_and_saves_on_the_second_press(
    trainer_client, staff, session, learner, save
) -> None:
    save(tap(learner, "excused"), user=staff)
    response = trainer_client.post(page(session), {f"mark-{learner.pk}": "absent", f"was-{learner.pk}": ""})
    row = response.context["rows"][0]
    assert (response.status_code, row.mark, row.stored, row.conflict_by) == (409, "absent", "excused", "Irina Exemplu")
    assert marks() == {learner.pk: "excused"}
    trainer_client.post(page(session), {f"mark-{learner.pk}": row.mark, f"was-{learner.pk}": row.stored})
    assert marks() == {learner.pk: "absent"}


def test_a_form_for_a_session_that_was_cancelled_meanwhile_says_so(trainer_client, session, learner) -> None:
    session.is_cancelled = True
    session.save()
    response = trainer_client.post(page(session), {f"mark-{learner.pk}": "late"})
    assert response.status_code == 422
    assert response.context["rows"][0].mark == "late"
    assert not marks()


def test_a_device_is_told_how_everything_stands(device, learn, staff, save) -> None:
    amina, boris, stranger = learn("Amina"), learn("Boris"), learn("Carla", run=RunFactory())
    save(tap(boris, "excused"), user=staff)
    answer = device(tap(amina, "late"), tap(boris, "absent"), tap(stranger)).json()
    assert answer["marks"] == {str(amina.pk): "late", str(boris.pk): "excused"}
    assert answer["conflicts"] == [{"enrolment": boris.pk, "mark": "excused", "by": "Irina Exemplu"}]
    assert answer["refused"].keys() == {str(stranger.pk)}
    assert answer["saved_at"].startswith("12:")


def test_a_device_of_somebody_else_changes_nothing(device, staff, trainer, learner) -> None:
    response = device(tap(learner), user=staff, for_user=trainer)
    assert (response.status_code, marks()) == (403, {})


def test_a_device_learns_why_nothing_can_be_saved(device, meet, learner) -> None:
    response = device(tap(learner), session=meet(3))
    assert (response.status_code, response.json()["code"], marks()) == (409, "closed", {})


def test_who_is_signed_out_is_led_to_the_door(session) -> None:
    response = Client().post(reverse("attendance:save", args=[session.pk]), "{}", content_type="application/json")
    assert response.status_code == 302 and "/login/" in response["Location"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"user": 1}',
        '{"user": "1", "marks": []}',
        '{"user": 1, "marks": [1]}',
        '{"user": 1, "marks": [{"enrolment": 1, "mark": "there", "at": "2026-11-23T10:00:00Z", "key": "12345678"}]}',
        '{"user": 1, "marks": [{"enrolment": 1, "mark": "late", "at": "2026-11-23T10:00:00", "key": "12345678"}]}',
        '{"user": 1, "marks": [{"enrolment": 1, "mark": "late", "at": "2026-11-23T10:00:00Z", "key": "1"}]}',
        '{"user": 1, "marks": [{"enrolment": 1e99, "mark": "late", "at": "2026-11-23T10:00:00Z", "key": "12345678"}]}',
        '{"user": 1, "marks": [{"enrolment": 1, "mark": "late", "at": 5, "key": "12345678"}]}',
    ],
)
def test_what_no_page_of_ours_sends_is_a_400(trainer_client, session, body) -> None:
    address = reverse("attendance:save", args=[session.pk])
    assert trainer_client.post(address, body, content_type="application/json").status_code == 400


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["enrolment", "mark", "at", "key"]), inner)
    ),
    max_leaves=8,
)


@given(st.binary(max_size=60) | st.fixed_dictionaries({"user": _JSON, "marks": _JSON}).map(json.dumps).map(str.encode))
def test_whatever_arrives_is_read_or_refused(body) -> None:
    try:
        user, _taps = read_json(body)
    except Unreadable:
        return
    assert isinstance(user, int)


def test_the_page_shows_the_class_of_that_day(trainer_client, staff, meet, learn, save) -> None:
    from courses.enrolment.services import mark_dropped

    here, left, before, later = learn("Amina"), learn("Boris"), learn("Carla"), learn("Dana", days=1)
    learn("Emil", state="offered")
    session = meet(-3)
    mark_dropped(enrolment=left, user=staff)
    mark_dropped(enrolment=before, user=staff)
    before.events.filter(verb="drop").delete()  # as if it had been long ago: the history can't be rewritten
    names = [row.person.name for row in trainer_client.get(page(session)).context["rows"]]
    assert names == ["Amina", "Boris"]
    save(tap(here), session=session)
    assert later.pk not in marks()


def test_who_teaches_another_session_of_the_group_reads_only(client_of, centre, meet, learner) -> None:
    other = member(centre, "trainer", "other")
    session, _own = meet(0), meet(1, trainer=other)
    client = client_of(other)
    response = client.get(page(session))
    assert (response.status_code, response.context["is_open"]) == (200, False)
    assert f"mark-{learner.pk}" not in response.content.decode()
    assert client.post(page(session), {f"mark-{learner.pk}": "late"}).status_code == 404
    assert client.post(reverse("attendance:save", args=[session.pk])).status_code == 404


def test_a_look_is_noted(trainer_client, trainer, session, centre) -> None:
    trainer_client.get(page(session))
    entry = AuditEntry.objects.get()
    assert (entry.about, entry.user, entry.centre) == (f"session:{session.pk}", trainer, centre)


def test_corrections_and_late_marks_stand_on_the_page(trainer_client, meet, learn, save, staff) -> None:
    amina, boris, carla = learn("Amina"), learn("Boris"), learn("Carla")
    session = meet(-2)
    save(tap(amina, at=session.starts_at), tap(boris, at=session.starts_at), tap(carla), session=session)
    save(tap(boris, "excused", based_on="present"), session=session, user=staff)
    shown = trainer_client.get(page(session)).context["changes"]
    assert [(row["person"].name, str(row["from"]), str(row["to"]), row["change"].is_late) for row in shown] == [
        ("Boris", "Present", "Excused", True),
        ("Carla", "", "Present", True),
    ]


def test_who_was_absent_twice_is_flagged(trainer_client, meet, learner, save) -> None:
    for days in (-4, -2):
        save(tap(learner, "absent"), session=meet(days))
    assert "Absent 2 times in a row" in trainer_client.get(page(meet(0))).content.decode()


def test_a_trainers_list_begins_with_today_and_what_is_not_marked(trainer_client, meet, learner, save) -> None:
    marked, unmarked, today, coming = meet(-4), meet(-2), meet(0), meet(2)
    meet(-3, is_cancelled=True)
    meet(-70)  # so long ago that nobody will
    save(tap(learner), session=marked)
    meet(1, substitute=UserFactory())  # given away
    agenda = trainer_client.get(reverse("attendance:index")).context["agenda"]
    assert (agenda.today, agenda.unmarked, agenda.coming) == ([today], [unmarked], [coming])
    assert agenda.unmarked_count == 1


def test_a_substitute_finds_the_session_that_they_give(client_of, centre, meet, learner) -> None:
    substitute = member(centre, "trainer", "sub")
    given, _not_theirs = meet(0, substitute=substitute), meet(0, hour=16)
    assert client_of(substitute).get(reverse("attendance:index")).context["agenda"].today == [given]
    assert page(given) in client_of(substitute).get("/admin/").content.decode()


def test_staff_see_their_centres_sessions_and_whom_to_call(client_of, staff, meet, learn, save) -> None:
    gone, back = learn("Amina"), learn("Boris")
    for days in (-6, -4):
        save(tap(gone, "absent"), tap(back, "absent"), session=meet(days))
    save(tap(gone, "absent"), tap(back, "late"), session=meet(-2))
    meet(0, run=RunFactory())
    context = client_of(staff).get(reverse("attendance:index")).context
    assert context["agenda"].today == []
    assert [(call.enrolment, call.missed) for call in context["to_call"]] == [(gone, 3)]


def test_a_trainer_is_shown_nobodys_phone(trainer_client, meet, learner, save) -> None:
    for days in (-4, -2):
        save(tap(learner, "absent"), session=meet(days))
    for address in (reverse("attendance:index"), page(meet(0)), reverse("attendance:run", args=[learner.run_id])):
        text = trainer_client.get(address).content.decode()
        assert str(learner.person.phone) not in text
        assert "inbox" not in text.split("<main")[1]


def test_the_first_page_of_the_admin_leads_to_todays_class(client_of, trainer_client, staff, meet, learner) -> None:
    session, _unmarked = meet(0), meet(-2)
    text = trainer_client.get("/admin/").content.decode()
    assert page(session) in text
    assert "1 session not marked yet" in text
    assert page(session) not in client_of(staff).get("/admin/").content.decode()


def test_the_grid_shows_everybody_with_share_and_warning(trainer_client, run, meet, learn, save) -> None:
    amina, boris = learn("Amina"), learn("Борис")
    for days in (-4, -2):
        save(tap(amina), tap(boris, "absent"), session=meet(days))
    response = trainer_client.get(reverse("attendance:run", args=[run.pk]))
    rows = response.context["rows"]
    assert [(row.enrolment, row.share.percent, row.share.warning) for row in rows] == [
        (amina, 100, ""),
        (boris, 0, "missed"),
    ]
    assert rows[1].latin == "≈ Boris"
    assert all("attend-mark--absent" in cell for cell in rows[1].cells)
    assert response.content.decode().count('class="attend-dot attend-mark--absent"') == 2


def test_a_latin_name_is_the_persons_own_where_they_gave_one() -> None:
    assert latin_name_of(PersonFactory.build(name="أمينة", latin_name="Amina")) == "Amina"
    assert latin_name_of(PersonFactory.build(name="Олена Зоряна")) == "≈ Olena Zoryana"
    assert latin_name_of(PersonFactory.build(name="Ștefan Örnek")) == ""


@pytest.mark.parametrize("name", ["index", "session", "run", "home"])
def test_more_people_and_sessions_take_no_more_queries(trainer_client, meet, learn, save, name) -> None:
    session = meet(0)
    run = session.run
    addresses = {
        "index": reverse("attendance:index"),
        "session": page(session),
        "run": reverse("attendance:run", args=[run.pk]),
        "home": "/admin/",
    }

    def count() -> int:
        trainer_client.get(addresses[name])  # the look is noted once
        with CaptureQueriesContext(connection) as queries:
            assert trainer_client.get(addresses[name]).status_code == 200
        return len(queries)

    save(tap(learn("Prima"), "absent"), session=meet(-3))
    meet(-1)
    few = count()
    people = [learn(f"A {number}-a") for number in range(12)]
    for days in (-8, -7, -6):
        save(*(tap(each, "absent") for each in people), session=meet(days))
        save(*(tap(each, "late", based_on="absent") for each in people), session=session)
    for days in (-5, -4, 1, 2):
        meet(days)
    assert count() == few
