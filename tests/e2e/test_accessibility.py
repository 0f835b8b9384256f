"""axe finds nothing on any public page type, in four languages, light and dark; nothing runs off the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from courses.catalogue.models import Run
from courses.enrolment.codes import Level
from courses.enrolment.links import make_token
from courses.enrolment.models import Enrolment
from courses.enrolment.states import State
from courses.level.token import make_result
from tests.e2e.conftest import DESKTOP
from tests.home.test_public_pages import PAGES

NARROW = {"width": 320, "height": 640}

PRACTICE = [
    f"resources/citizenship/{path}"
    for path in (
        "practice/history/",
        "practice/history/?q=history-dacians&answer=1",
        "practice/history/?q=history-dacians&answer=3",
        "questions/geography/",
        "questions/geography/?answers=shown",
        "self-test/dacia-and-rome/?a1=1",
        "interview/abc/",
    )
]
"""Questions of the citizenship course, to practise."""


def other_pages() -> list[str]:
    """What isn't in the tree: the form and its closed door, the receipt, the status page, the errors."""
    run = Run.objects.filter(state=Run.State.OPEN, childcare=True, course__kind="romanian").order_by("starts_on")[0]
    closed = Run.objects.filter(state=Run.State.OPEN).exclude(pk=run.pk).order_by("-starts_on")[0]
    closed.state = Run.State.CANCELLED
    closed.save()
    by_state = {enrolment.state: enrolment for enrolment in Enrolment.objects.all()}
    statuses = [
        f"status/{make_token(by_state[state], 'status')}/"
        for state in (State.SUBMITTED, State.OFFERED, State.WAITING, State.CONFIRMED)
    ]
    received = f"enrol/received/{make_token(by_state[State.SUBMITTED], 'received')}/"
    return [
        f"enrol/{run.pk}/",
        f"enrol/{closed.pk}/",
        "enrol/interest/?course=&county=",
        f"enrol/interest/?course={run.course.code}&county=IS",
        received,
        *statuses,
        *PRACTICE,
        "level-check/",
        f"level-check/result/{make_result(Level.A1, 40)}/",
        f"level-check/result/{make_result(Level.B1, 100)}/",
        "status/nonsense/",
        "status/",
        "status/link/",
        "nothing-here/",
        "courses/?county=AB&mode=hybrid&level=B1",
        "resources/?topic=documents&for=eu",
        "resources/work/?for=eu",
        "resources/temporary-protection/?for=eu",
        "resources/first-steps/?data=audio",
        "resources/first-words/?situation=doctor",
        "resources/first-words/?q=xyzzy",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", ["ro", "en", "ar", "ne"])
def test_every_page_type_can_be_used_by_anybody(
    new_page: Callable[..., Page], axe: Callable[[Page], None], code: str, scheme: str
) -> None:
    page = new_page(viewport=NARROW, locale=code, color_scheme=scheme)
    for path in [*PAGES.values(), *other_pages()]:
        page.goto(f"/{code}/{path}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url


@pytest.mark.parametrize("code", ["ro", "ar", "si", "ur"])
def test_nothing_runs_off_the_screen_on_a_desk_or_with_large_text(new_page: Callable[..., Page], code: str) -> None:
    desk = new_page(viewport=DESKTOP, locale=code)
    for path in [*PAGES.values(), *other_pages()]:
        desk.goto(f"/{code}/{path}")
        assert desk.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"], desk.url
        desk.evaluate("document.documentElement.style.fontSize = '200%'")
        assert desk.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"], f"{desk.url} at 200%"
