"""A trainer with a 360 px phone marks a class of twenty while the network comes and goes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session as SignIn
from playwright.sync_api import Page, Route, expect
from wagtail.users.models import UserProfile

from courses.attendance.models import Attendance, AttendanceChange
from courses.attendance.services import Marked, save_marks
from courses.catalogue.models import Run, Session
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from home.demo.attendance import CODE
from portal import clock
from tests.e2e.conftest import DESKTOP, PHONE

SAVE = re.compile(r"/admin/attendance/\d+/save/$")


@pytest.fixture
def at(new_page: Callable[..., Page], settings: Any) -> Callable[..., Page]:
    """A page on which somebody has signed in: ``at("trainer", viewport=PHONE)``, in English unless said otherwise."""

    def sign_in(account: str, *, language: str = "en", **options: Any) -> Page:
        UserProfile.objects.filter(user__username=account).update(preferred_language=language)
        page = new_page(**{"viewport": PHONE, "has_touch": True} | options)
        enter(page, account, settings.DEMO_PASSWORD)
        expect(page).to_have_url(re.compile(r"/admin/$"))
        return page

    return sign_in


def enter(page: Page, account: str, password: str) -> None:
    if "/login" not in page.url:
        page.goto("/admin/login/")
    page.locator("[name=username]").fill(f"{account}@demo.example")
    page.locator("[name=password]").fill(password)
    page.locator("form [type=submit]").first.click()


@pytest.fixture
def today(demo: None) -> Session:
    return Session.objects.filter(run__code=CODE, starts_at__date=clock.today()).get()


def choose(page: Page, enrolment: int, mark: str) -> None:
    page.locator(f"[data-learner='{enrolment}'] [type=radio][value={mark}]").check()


def learners(page: Page) -> list[int]:
    expect(page.locator("[data-attendance]")).to_be_visible()
    return [int(row.get_attribute("data-learner") or 0) for row in page.locator("[data-learner]").all()]


def status(page: Page) -> Any:
    return page.locator("[data-attendance-status]")


def stored(session: Session) -> dict[int, str]:
    return dict(Attendance.objects.filter(session=session).values_list("enrolment", "mark"))


def kept(page: Page) -> dict[str, Any]:
    """What the device keeps: all of its storage that is ours."""
    found: str = page.evaluate(
        "JSON.stringify(Object.fromEntries(Object.entries(localStorage).filter(([key]) => /^attendance/.test(key))))"
    )
    return {key: json.loads(value) for key, value in json.loads(found).items()}


def test_a_class_is_marked_from_the_first_page_of_the_admin(at: Callable[..., Page], today: Session) -> None:
    page = at("trainer")
    page.locator(f"main a[href$='/attendance/{today.pk}/']").click()
    people = learners(page)
    assert len(people) == 20
    for number, mark in ((3, "absent"), (7, "late"), (11, "excused")):
        choose(page, people[number], mark)
    page.get_by_role("button", name="Everybody else is present").click()
    expect(page.locator("[data-attendance-count]")).to_have_text("20 of 20 marked")
    expect(status(page)).to_contain_text("All saved")
    marks = stored(today)
    assert [marks[people[number]] for number in (3, 7, 11)] == ["absent", "late", "excused"]
    assert list(marks.values()).count("present") == 17
    assert kept(page) == {}
    came = Enrolment.objects.filter(pk__in=people).exclude(pk__in=(people[3], people[11]))
    assert set(came.values_list("state", flat=True)) == {State.ATTENDING}


def test_a_cut_network_loses_nothing_and_doubles_nothing(at: Callable[..., Page], today: Session) -> None:
    page = at("trainer")
    page.goto(f"/admin/attendance/{today.pk}/")
    people = learners(page)
    choose(page, people[0], "present")
    expect(status(page)).to_contain_text("All saved")
    page.context.set_offline(True)
    for pk in people[1:9]:
        choose(page, pk, "present")
    choose(page, people[1], "late")  # and a correction
    expect(status(page)).to_have_text("Not sent yet, kept on this device: 8")
    assert stored(today) == {people[0]: "present"}
    (marks,) = kept(page).values()
    assert {int(pk) for pk in marks} == set(people[1:9])
    assert all(set(tap) == {"mark", "at", "key", "based_on"} for tap in marks.values()), "no names on the device"
    page.context.set_offline(False)
    expect(status(page)).to_contain_text("All saved")
    for pk in people[9:]:
        choose(page, pk, "present")
    expect(page.locator("[data-attendance-count]")).to_have_text("20 of 20 marked")
    expect(status(page)).to_contain_text("All saved")
    assert stored(today) == {pk: "late" if pk == people[1] else "present" for pk in people}
    changes = AttendanceChange.objects.filter(attendance__session=today)
    assert changes.count() == 20, "each arrived once"
    assert not changes.filter(is_late=True).exists()


def test_an_answer_that_got_lost_is_asked_for_again_with_the_same_keys(at: Callable[..., Page], today: Session) -> None:
    page = at("trainer")
    page.goto(f"/admin/attendance/{today.pk}/")
    sent: list[set[str]] = []

    def lose_the_answer(route: Route) -> None:
        sent.append({mark["key"] for mark in json.loads(route.request.post_data or "")["marks"]})
        if len(sent) == 1:
            route.fetch()  # the server has it
            route.fulfill(status=502, body="<h1>Bad gateway</h1>")
        else:
            route.continue_()

    page.route(SAVE, lose_the_answer)
    people = learners(page)
    for pk in people[:3]:
        choose(page, pk, "present")
    expect(status(page)).to_contain_text("All saved")
    assert len(sent) == 2 and sent[0] == sent[1]
    assert AttendanceChange.objects.filter(attendance__session=today).count() == 3


def test_marks_come_back_after_a_reload_and_are_sent_then(at: Callable[..., Page], today: Session) -> None:
    page = at("trainer")
    page.goto(f"/admin/attendance/{today.pk}/")
    people = learners(page)
    page.route(SAVE, lambda route: route.abort())
    choose(page, people[4], "excused")
    expect(status(page)).to_contain_text("kept on this device: 1")
    page.goto("/admin/attendance/")
    expect(page.locator(f"[data-attendance-unsent='{today.pk}']").first).to_contain_text("kept on this device: 1")
    page.goto(f"/admin/attendance/{today.pk}/")
    expect(page.locator(f"[data-learner='{people[4]}'] [type=radio][value=excused]")).to_be_checked()
    expect(status(page)).to_contain_text("kept on this device: 1")
    page.unroute(SAVE)
    page.reload()
    expect(status(page)).to_contain_text("All saved")
    assert stored(today) == {people[4]: "excused"}


def test_who_was_signed_out_signs_in_again_and_the_marks_arrive(
    at: Callable[..., Page], today: Session, settings: Any
) -> None:
    page = at("trainer")
    page.goto(f"/admin/attendance/{today.pk}/")
    people = learners(page)
    SignIn.objects.all().delete()
    choose(page, people[2], "absent")
    expect(status(page)).to_contain_text("Your session ended. The marks are kept on this device")
    status(page).get_by_role("link", name="sign in again").click()
    enter(page, "trainer", settings.DEMO_PASSWORD)
    expect(page).to_have_url(re.compile(rf"/attendance/{today.pk}/$"))
    expect(status(page)).to_contain_text("All saved")
    assert stored(today) == {people[2]: "absent"}


def test_a_colleagues_mark_is_shown_beside_ones_own(at: Callable[..., Page], today: Session) -> None:
    page = at("trainer")
    page.goto(f"/admin/attendance/{today.pk}/")
    one, other = learners(page)[:2]
    staff = UserProfile.objects.get(user__username="staff-iasi").user
    excused = [Marked(pk, "excused", clock.now(), f"colleague-{pk}") for pk in (one, other)]  # type: ignore[arg-type]
    save_marks(session=today, user=staff, marks=excused)
    for pk in (one, other):
        choose(page, pk, "absent")
    expect(status(page)).to_contain_text("To decide: 2")
    row = page.locator(f"[data-learner='{one}']")
    expect(row.locator("[data-attendance-note]")).to_contain_text("Irina Exemplu has marked: Excused. You: Absent.")
    row.get_by_role("button", name="Change to Absent").click()
    page.locator(f"[data-learner='{other}']").get_by_role("button", name="Leave Excused").click()
    expect(status(page)).to_contain_text("All saved")
    assert stored(today) == {one: "absent", other: "excused"}


def test_signing_out_asks_before_it_forgets(at: Callable[..., Page], today: Session) -> None:
    page = at("trainer", viewport=DESKTOP)
    page.goto(f"/admin/attendance/{today.pk}/")
    page.route(SAVE, lambda route: route.abort())
    choose(page, learners(page)[0], "present")
    expect(status(page)).to_contain_text("kept on this device: 1")
    page.get_by_role("button", name="Teodora").click()
    asked: list[str] = []

    def refuse(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", refuse)
    page.get_by_role("button", name="Log out").click()
    expect(status(page)).to_contain_text("kept on this device: 1")
    assert asked == ["Not sent yet: 1. Sign out and lose these marks?"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile("/login/"))
    assert kept(page) == {}


def test_without_a_script_the_form_does_it(at: Callable[..., Page], today: Session, portal: str) -> None:
    cookies = at("trainer").context.cookies()
    page = (
        at("trainer")
        .context.browser.new_context(  # type: ignore[union-attr]
            java_script_enabled=False, viewport=PHONE, base_url=portal
        )
        .new_page()
    )
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(f"/admin/attendance/{today.pk}/")
    people = learners(page)
    choose(page, people[0], "absent")
    page.get_by_role("button", name="Everybody else is present").click()
    assert stored(today) == {pk: "absent" if pk == people[0] else "present" for pk in people}
    choose(page, people[0], "late")
    page.get_by_role("button", name="Save", exact=True).click()
    assert stored(today)[people[0]] == "late"
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ro", "ar"])
def test_everybody_can_use_the_pages(
    at: Callable[..., Page], axe: Callable[[Page], None], today: Session, language: str, scheme: str
) -> None:
    marked = Session.objects.filter(run=today.run).order_by("starts_at")[2]
    run = Run.objects.get(code=CODE)
    addresses = ["", f"{today.pk}/", f"{marked.pk}/", f"run/{run.pk}/"]
    for account, viewport in (("trainer", PHONE), ("staff-iasi", DESKTOP)):
        page = at(account, language=language, viewport=viewport, color_scheme=scheme)
        for address in addresses:
            page.goto(f"/admin/attendance/{address}")
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], page.url
    page = at("trainer", language=language, color_scheme=scheme)
    page.goto(f"/admin/attendance/{today.pk}/")
    for target in page.locator(".attend-mark input, .attend-bar .button, .attend-rest .button").all()[:9]:
        box = target.bounding_box()
        assert box is not None and box["height"] >= 44 and box["width"] >= 44
