"""Moving people of a group by one action: each on their own, nobody overwritten, nothing typed lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from courses.catalogue.models import Run
from courses.enrolment.records import Event
from courses.enrolment.services import add_note
from courses.enrolment.states import State, Verb
from tests.factories import CourseFactory, EnrolmentFactory, PersonFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(centre, run) -> Run:
    return RunFactory(centre=centre, course=run.course, capacity=2)


def send(client, run, people, target, **more):
    """Send what the board's form holds, as it is shown now."""
    address = reverse("board:run", args=[run.pk])
    seen = client.get(address).context["seen"]
    data = {"people": [row.pk for row in people], "run": target.pk if target else "", "seen": seen, **more}
    response = client.post(address, data)
    for row in people:
        row.refresh_from_db()
    return response


def whys(response) -> dict[int, str]:
    return {outcome.enrolment.pk: outcome.why for outcome in response.context["refused"]}


def test_who_holds_a_place_gets_one_there_and_others_are_looked_at_there(staff_client, run, other) -> None:
    holding = EnrolmentFactory(run=run, confirmed=True)
    waiting = EnrolmentFactory(run=run, waiting=True)
    staying = EnrolmentFactory(run=run, attending=True)
    response = send(staff_client, run, [holding, waiting], other)
    assert response.url == reverse("board:run", args=[run.pk])
    assert (holding.run, holding.state, holding.place) == (other, State.CONFIRMED, 1)
    assert (waiting.run, waiting.state) == (other, State.IN_REVIEW)
    staying.refresh_from_db()
    assert staying.run == run
    page = staff_client.get(response.url).content.decode()
    assert f"1 person has a place in {other.code} now, and is told." in page
    assert f"1 person is in review in {other.code} now: decide there." in page


def test_who_is_refused_spoils_nothing_and_stays_ticked(staff_client, run, other) -> None:
    holders = [EnrolmentFactory(run=run, confirmed=True) for _number in range(3)]
    over = EnrolmentFactory(run=run, withdrawn=True)
    double = EnrolmentFactory(run=run, in_review=True)
    EnrolmentFactory(run=other, person=double.person, in_review=True)
    response = send(staff_client, run, [*holders, over, double], other, reason="Program nou")
    assert response.status_code == 422
    assert [row.run for row in holders] == [other, other, run]
    assert set(whys(response)) == {holders[2].pk, over.pk, double.pk}
    assert whys(response)[holders[2].pk] == "All places of this group are taken."
    page = response.content.decode()
    assert 'value="Program nou"' in page
    assert {row.enrolment.pk for row in response.context["learners"] if row.is_chosen} == {holders[2].pk}
    assert "3 people were not moved." in page
    assert "2 people have a place" in page


def test_a_reason_is_asked_for_where_others_wait_and_then_goes_into_the_history(staff_client, run, other) -> None:
    EnrolmentFactory(run=other, waiting=True)
    learner = EnrolmentFactory(run=run, confirmed=True)
    response = send(staff_client, run, [learner], other)
    assert "Say why" in whys(response)[learner.pk]
    assert learner.run == run
    send(staff_client, run, [learner], other, reason="Lucrează seara")
    assert learner.run == other
    assert "Lucrează seara" in learner.events.get(verb=Verb.MOVE).note


def test_what_a_colleague_did_meanwhile_is_not_overtaken(staff_client, run, other) -> None:
    learner = EnrolmentFactory(run=run, confirmed=True)
    address = reverse("board:run", args=[run.pk])
    seen = staff_client.get(address).context["seen"]
    colleague = UserFactory(first_name="Mihai", last_name="Coleg")
    add_note(enrolment=learner, user=colleague, text="A sunat")
    response = staff_client.post(address, {"people": [learner.pk], "run": other.pk, "seen": seen})
    assert "Mihai Coleg" in whys(response)[learner.pk]
    learner.refresh_from_db()
    assert learner.run == run
    again = response.context["move_form"]["seen"].value()
    staff_client.post(address, {"people": [learner.pk], "run": other.pk, "seen": again})
    learner.refresh_from_db()
    assert learner.run == other


def test_ones_own_second_window_holds_nobody_up(staff_client, staff, run, other) -> None:
    learner = EnrolmentFactory(run=run, confirmed=True)
    address = reverse("board:run", args=[run.pk])
    seen = staff_client.get(address).context["seen"]
    add_note(enrolment=learner, user=staff, text="A sunat")
    staff_client.post(address, {"people": [learner.pk], "run": other.pk, "seen": seen})
    learner.refresh_from_db()
    assert learner.run == other


def test_pressed_twice_is_moved_once(staff_client, run, other) -> None:
    learner = EnrolmentFactory(run=run, confirmed=True)
    for _click in range(2):
        assert send(staff_client, run, [learner], other).status_code == 302
    assert Event.objects.filter(verb=Verb.MOVE).count() == 1


def test_who_is_in_a_third_group_meanwhile_stays_there(staff_client, staff, centre, run, other) -> None:
    learner = EnrolmentFactory(run=RunFactory(centre=centre), confirmed=True)
    third = learner.run
    response = send(staff_client, run, [learner], other)
    assert whys(response) == {learner.pk: "Is in another group now."}
    assert learner.run == third


def test_the_first_free_place_is_not_offered_to_who_is_about_to_leave(staff_client, centre, other) -> None:
    run = RunFactory(centre=centre, course=other.course, capacity=1)
    learner = EnrolmentFactory(run=run, confirmed=True)
    leaving = EnrolmentFactory(run=run, waiting=True)
    staying = EnrolmentFactory(run=run, waiting=True)
    send(staff_client, run, [learner, leaving], other)
    assert not leaving.events.filter(verb=Verb.OFFER).exists()
    staying.refresh_from_db()
    assert staying.state == State.OFFERED


def test_another_centres_people_and_groups_do_not_exist(staff_client, run, other) -> None:
    foreign = EnrolmentFactory(confirmed=True)
    own = EnrolmentFactory(run=run, confirmed=True)
    response = send(staff_client, run, [foreign, own], other)
    assert (foreign.run == other, own.run == other) == (False, True)
    assert response.status_code == 302
    back = EnrolmentFactory(run=run, confirmed=True)
    response = send(staff_client, run, [back], foreign.run)
    assert response.status_code == 422
    assert response.context["move_form"].errors["run"]
    assert back.run == run


@pytest.mark.parametrize("people", [[], ["x"], ["9" * 40]], ids=["nobody", "letters", "too long"])
def test_nobody_ticked_is_said_beside_the_button(staff_client, run, other, people) -> None:
    address = reverse("board:run", args=[run.pk])
    response = staff_client.post(address, {"people": people, "run": other.pk, "seen": "", "reason": "Program nou"})
    assert response.status_code == 422
    assert response.context["move_form"].errors["people"] == ["Tick who is to be moved."]
    assert 'value="Program nou"' in response.content.decode()


def test_without_a_group_the_ticks_stay(staff_client, run) -> None:
    learner = EnrolmentFactory(run=run, confirmed=True)
    response = send(staff_client, run, [learner], None)
    assert response.context["move_form"].errors["run"] == ["Choose a group."]
    assert [row.is_chosen for row in response.context["learners"]] == [True]


def test_groups_of_the_course_or_the_centre_can_be_chosen(staff_client, staff, centre, run, other) -> None:
    same_centre = RunFactory(centre=centre, course=CourseFactory(kind="orientation", level=""))
    RunFactory(course=run.course)  # another centre's
    RunFactory(centre=centre, cancelled=True)
    form = staff_client.get(reverse("board:run", args=[run.pk])).context["move_form"]
    assert set(form.fields["run"].queryset) == {other, same_centre}


def test_a_get_moves_nobody(staff_client, run, other) -> None:
    learner = EnrolmentFactory(run=run, person=PersonFactory(), confirmed=True)
    staff_client.get(reverse("board:run", args=[run.pk]), {"people": learner.pk, "run": other.pk})
    learner.refresh_from_db()
    assert learner.run == run
