"""The way of a user without a script: ticked rows, the form with what will happen, the job, what came of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.bulk import chosen
from courses.bulk.models import BulkJob
from courses.bulk.services import KEPT, forget_bulk_jobs, start_bulk_job
from courses.enrolment import services
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.inbox.models import Reply, ReplyText
from courses.inbox.version import newest_event
from portal import clock
from tests.courses.bulk.conftest import outcomes, work
from tests.courses.inbox.conftest import may_enter
from tests.factories import MembershipFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db


def names(page) -> list[str]:
    return [row.enrolment.person.name for row in page.context["rows"]]


def test_without_a_script_from_ticks_to_the_summary(staff_client, enrolled) -> None:
    people = [enrolled("Amina"), enrolled("Олена", language="uk"), enrolled("Left", withdrawn=True)]
    page = staff_client.get(reverse("inbox:index"), {"section": "all"}).content.decode()
    form = re.search(r'<form id="bulk-form".*?</form>', page, re.DOTALL)
    assert form is not None
    assert f'action="{reverse("bulk:start")}"' in form[0]
    hidden = dict(re.findall(r'type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', form[0]))
    boxes = re.findall(r'name="id" value="(\d+)" form="bulk-form"', page)
    assert sorted(map(int, boxes)) == sorted(person.pk for person in people)

    page = staff_client.get(reverse("bulk:start"), {**hidden, "action": "reject", "id": boxes})
    text = page.content.decode()
    assert "1 of them will be refused as things are" in text
    fields = dict(re.findall(r'type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', text))
    ticked = re.findall(r'name="id"\s+value="(\d+)"\s+checked', text)
    sent = {**fields, "id": ticked, "reason": "other", "note": ""}
    del sent["csrfmiddlewaretoken"]
    answer = staff_client.post(reverse("bulk:start"), sent)
    job_url = answer["Location"]

    assert "Done: 0 · Refused: 0 · Still to do: 3" in staff_client.get(job_url).content.decode()
    progress = staff_client.get(f"{job_url}progress/").json()
    assert progress == {"total": 3, "ended": 0, "text": "Done: 0 · Refused: 0 · Still to do: 3", "is_done": False}
    work()
    assert staff_client.get(f"{job_url}progress/").json()["is_done"] is True
    page = staff_client.get(job_url)
    assert (page.context["done"].count, page.context["refused"][0].count) == (2, 1)
    text = page.content.decode()
    assert "This is not possible now: the enrolment is at “Withdrawn”." in text
    for person in people:
        assert reverse("inbox:enrolment", args=[person.pk]) in text
    assert f"{reverse('inbox:index')}?section=all" in text
    again = staff_client.get(page.context["again_url"])
    assert names(again) == ["Left"]
    assert again.context["form"]["reason"].value() == "other"


def test_nothing_is_changed_by_looking(staff_client, enrolled) -> None:
    staff_client.get(reverse("bulk:start"), {"action": "reject", "id": enrolled("Amina").pk})
    assert not BulkJob.objects.exists()
    assert Enrolment.objects.get().state == State.SUBMITTED


def test_a_doubled_click_is_one_job(staff_client, enrolled) -> None:
    page = staff_client.get(reverse("bulk:start"), {"action": "reject", "id": enrolled("Amina").pk})
    sent = {
        "action": "reject",
        "rows": page.context["rows_field"],
        "id": page.context["rows"][0].enrolment.pk,
        "key": page.context["key"],
        "reason": "other",
    }
    first, second = (staff_client.post(reverse("bulk:start"), sent) for _click in range(2))
    assert first["Location"] == second["Location"]
    assert BulkJob.objects.get().items.count() == 1


def test_who_is_unticked_is_left_out(ask, enrolled) -> None:
    stays = enrolled("Stays")
    job = ask("reject", [enrolled("Goes"), stays], leave_out=[stays], reason="other")
    assert list(outcomes(job)) == ["Goes"]


@pytest.mark.parametrize(
    ("action", "field"), [("reject", "reason"), ("move", "run"), ("write", "text"), ("assign", "assignee")]
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(staff_client, enrolled, action, field) -> None:
    page = staff_client.get(reverse("bulk:start"), {"action": action, "id": [enrolled("A").pk, enrolled("B").pk]})
    rows = page.context["rows"]
    sent = {
        "action": action,
        "rows": page.context["rows_field"],
        "id": rows[0].enrolment.pk,
        "note": "typed",
        "reason": "" if action == "reject" else "typed",
        "assignee": "999999",
        "key": "k",
    }
    page = staff_client.post(reverse("bulk:start"), sent)
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert [row.is_ticked for row in page.context["rows"]] == [True, False]
    assert "typed" in page.content.decode() or action == "write"
    assert not BulkJob.objects.exists()


def test_nobody_ticked_is_said(staff_client, enrolled) -> None:
    page = staff_client.get(reverse("bulk:start"), {"action": "reject", "id": enrolled("Amina").pk})
    sent = {"action": "reject", "rows": page.context["rows_field"], "reason": "other"}
    page = staff_client.post(reverse("bulk:start"), sent)
    assert page.context["form"].non_field_errors() == ["Tick at least one of them."]
    answer = staff_client.get(reverse("bulk:start"), {"action": "offer", "list": "section=new&q=Amina"}, follow=True)
    assert answer.redirect_chain == [(f"{reverse('inbox:index')}?section=new", 302)]
    assert "Tick the enrolments first" in answer.content.decode()


def test_both_a_ready_answer_and_own_words_are_too_much(staff_client, enrolled) -> None:
    reply = Reply.objects.create(title="Papers")
    ReplyText.objects.create(reply=reply, language="en", text="Bring your papers.")
    page = staff_client.get(reverse("bulk:start"), {"action": "write", "id": enrolled("Amina").pk})
    sent = {"action": "write", "rows": page.context["rows_field"], "id": page.context["rows"][0].enrolment.pk}
    page = staff_client.post(reverse("bulk:start"), {**sent, "reply": reply.pk, "text": "Come soon"})
    assert page.status_code == 422
    assert "Come soon" in page.content.decode()


def test_all_of_a_list_are_those_of_its_query_and_at_most_so_many(staff_client, enrolled, monkeypatch) -> None:
    for name in ("Amina", "Samira", "Leila"):
        enrolled(f"{name} Exemplu")
    enrolled("Left Exemplu", withdrawn=True)
    query = {"action": "reject", "all": "1", "seen": newest_event()}
    page = staff_client.get(reverse("bulk:start"), {**query, "list": "section=new&q=mi"})
    assert sorted(names(page)) == ["Amina Exemplu", "Samira Exemplu"]
    page = staff_client.get(reverse("bulk:start"), {**query, "list": "section=new"})
    assert sorted(names(page)) == ["Amina Exemplu", "Leila Exemplu", "Samira Exemplu"]
    assert page.context["most"] is None
    monkeypatch.setattr(chosen, "MOST", 2)
    monkeypatch.setattr("courses.bulk.start_view.MOST", 2)
    page = staff_client.get(reverse("bulk:start"), {**query, "list": "section=new"})
    assert len(page.context["rows"]) == 2
    assert "Here are its first 2" in page.content.decode()


def test_the_bar_counts_the_whole_list(staff_client, enrolled, monkeypatch) -> None:
    monkeypatch.setattr("courses.inbox.queue.InboxView.paginate_by", 2)
    for number in range(3):
        enrolled(f"Amina {number}")
    page = staff_client.get(reverse("inbox:index"), {"section": "all"}).content.decode()
    assert "all 3 in this list" in page


def test_another_centres_people_do_not_exist(staff_client, enrolled, other_centre) -> None:
    own = enrolled("Own")
    other = enrolled("Zubaydah", run=RunFactory(centre=other_centre))
    page = staff_client.get(reverse("bulk:start"), {"action": "reject", "id": [own.pk, other.pk]})
    assert names(page) == ["Own"]
    rows = f"{own.pk}:{own.events.get().pk} {other.pk}:{other.events.get().pk}"
    sent = {"action": "reject", "rows": rows, "id": [own.pk, other.pk], "reason": "other"}
    answer = staff_client.post(reverse("bulk:start"), sent)
    assert answer.status_code == 302
    assert list(outcomes(BulkJob.objects.get())) == ["Own"]


def test_a_run_of_another_centre_cannot_be_chosen(staff_client, enrolled, other_centre) -> None:
    page = staff_client.get(reverse("bulk:start"), {"action": "move", "id": enrolled("Amina").pk})
    target = RunFactory(centre=other_centre)
    sent = {
        "action": "move",
        "rows": page.context["rows_field"],
        "id": page.context["rows"][0].enrolment.pk,
        "run": target.pk,
    }
    page = staff_client.post(reverse("bulk:start"), sent)
    assert page.status_code == 422
    assert target.code not in page.content.decode()


def test_what_others_did_since_the_list_was_read_is_said_before(staff_client, enrolled, colleague, staff) -> None:
    changed, own, same = enrolled("Changed"), enrolled("By me"), enrolled("Same")
    seen = newest_event()
    services.claim_enrolment(enrolment=changed, user=colleague)
    services.add_note(enrolment=own, user=staff, text="A note")
    query = {"action": "reject", "id": [changed.pk, own.pk, same.pk], "seen": seen}
    page = staff_client.get(reverse("bulk:start"), query)
    assert [row.enrolment.person.name for row in page.context["changed"]] == ["Changed"]
    assert "Mihai Coleg: Taken into review" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"action": "delete", "id": "1"},
        {"action": "reject", "again": "999999"},
    ],
)
def test_what_does_not_exist_is_a_404(staff_client, enrolled, query) -> None:
    enrolled("Amina")
    assert staff_client.get(reverse("bulk:start"), query).status_code == 404


@pytest.mark.parametrize("identity", ["x", "-1", "9" * 40, "1.5", "٣", ""])
def test_nonsense_for_a_key_is_nobody(staff_client, identity) -> None:
    page = staff_client.get(reverse("bulk:start"), {"action": "reject", "id": identity})
    assert page.status_code == 302
    page = staff_client.post(reverse("bulk:start"), {"action": "reject", "id": identity, "rows": f"{identity}:x"})
    assert page.status_code == 302


def test_a_job_is_its_users_own(ask, enrolled, colleague) -> None:
    job = ask("reject", [enrolled("Amina")], reason="other")
    for user in (colleague, UserFactory(admin=True)):
        client = Client()
        client.force_login(user)
        for address in (reverse("bulk:job", args=[job.pk]), reverse("bulk:progress", args=[job.pk])):
            assert client.get(address).status_code == 404
        assert client.get(reverse("bulk:start"), {"action": "reject", "again": job.pk}).status_code == 404
        assert "Reject with a reason" not in client.get(reverse("bulk:index")).content.decode()


def test_who_works_for_no_centre_finds_nothing(enrolled, centre) -> None:
    trainer = may_enter(MembershipFactory(centre=centre, role="trainer").user)
    client = Client()
    client.force_login(trainer)
    assert client.get(reverse("bulk:index")).status_code == 404
    assert client.get(reverse("bulk:start"), {"action": "reject", "id": enrolled("Amina").pk}).status_code == 404


def test_names_are_not_shown_to_who_has_left_the_centre(staff_client, staff, ask, enrolled, centre) -> None:
    MembershipFactory(user=staff)
    job = ask("reject", [enrolled("Zubaydah")], reason="other")
    staff.memberships.filter(centre=centre).delete()
    work()
    page = staff_client.get(reverse("bulk:job", args=[job.pk]))
    assert page.context["refused"][0].count == 1
    assert "Zubaydah" not in page.content.decode()


def test_ones_own_jobs_are_listed_and_old_ones_forgotten(staff_client, staff, ask, enrolled) -> None:
    old = start_bulk_job(user=staff, action="offer", arguments={"reason": ""}, seen={enrolled("B").pk: 1}, key="old")
    ask("reject", [enrolled("Amina")], reason="other")
    page = staff_client.get(reverse("bulk:index")).content.decode()
    assert "Reject with a reason" in page
    assert "Done: 0 · Refused: 0 · Still to do: 1" in page
    assert forget_bulk_jobs() == 0
    BulkJob.objects.filter(pk=old.pk).update(done_at=clock.now() - KEPT - dt.timedelta(minutes=1))
    assert forget_bulk_jobs() == 1
    assert BulkJob.objects.count() == 1


@pytest.mark.parametrize("action", ["offer", "write", "move", "reject", "assign"])
def test_as_many_queries_for_thirty_as_for_three(staff_client, enrolled, centre, action) -> None:
    people = [enrolled(f"P {number}", run=RunFactory(centre=centre)) for number in range(30)]

    def queries(chosen_ones: list[Enrolment]) -> int:
        with CaptureQueriesContext(connection) as captured:
            page = staff_client.get(reverse("bulk:start"), {"action": action, "id": [one.pk for one in chosen_ones]})
        assert len(page.context["rows"]) == len(chosen_ones)
        return len(captured)

    queries(people[:3])
    few = queries(people[:3])
    assert queries(people) == few
    assert few <= 25


def test_a_jobs_page_needs_as_many_queries_for_thirty_as_for_three(staff_client, ask, enrolled) -> None:
    def queries(amount: int) -> int:
        job = ask("reject", [enrolled(f"{amount} {number}") for number in range(amount)], reason="other")
        work()
        with CaptureQueriesContext(connection) as captured:
            staff_client.get(reverse("bulk:job", args=[job.pk]))
        return len(captured)

    queries(1)
    assert queries(3) == queries(30)


def test_how_a_ready_answer_goes_out_is_said_before(staff_client, enrolled) -> None:
    reply = Reply.objects.create(title="Papers")
    for language in ("en", "ar", "ro"):
        ReplyText.objects.create(reply=reply, language=language, text="Bring your papers.")
    people = [enrolled(f"{code} {n}", language=code) for code, n in (("ar", 0), ("ne", 0), ("ne", 1), ("si", 0))]
    page = staff_client.get(reverse("bulk:start"), {"action": "write", "id": [person.pk for person in people]})
    (choice,) = page.context["replies"]
    assert choice.in_own == 1
    ((instead, count, read),) = choice.in_others
    assert (instead.code, count, [language.code for language in read]) == ("en", 3, ["ne", "si"])
