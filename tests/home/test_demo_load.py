"""The demo is loaded once, wholly or not at all, and what is wrong in a file is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail.users.models import UserProfile

from courses.catalogue.models import Run, Session
from courses.enrolment.models import Enrolment
from home.demo.accounts import ACCOUNTS
from home.demo.errors import DemoError
from home.demo.load import load_demo
from home.pages import HomePage
from portal import clock, languages
from portal.directory.models import Centre, County, Membership
from portal.holidays import is_public_holiday
from portal.pages import BasePage
from resources.videos.models import Video
from tests.home.demo_files import change, write_demo

pytestmark = [pytest.mark.django_db, pytest.mark.whole]

EXPECTED_PAGES = {"ro": 8, "en": 8, "ar": 7}


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.DEMO_TODAY = dt.date(2026, 11, 20)
    settings.MEDIA_ROOT = tmp_path / "media"
    return write_demo(tmp_path / "demo")


def load(folder: Path) -> bool:
    return load_demo(folder=folder, say=lambda step: None)


def page(code: str, path: str) -> BasePage:
    home = HomePage.objects.get(locale__language_code=code)
    found: BasePage = Page.objects.get(url_path=f"{home.url_path}{path}").specific
    return found


def test_every_language_has_the_pages_it_has_texts_for(folder: Path) -> None:
    assert load(folder) is True

    counts = {code: Page.objects.filter(depth__gt=1, locale__language_code=code).count() for code in languages.CODES}
    assert {code: count for code, count in counts.items() if count} == EXPECTED_PAGES
    assert set(Locale.objects.values_list("language_code", flat=True)) == set(languages.CODES)


def test_addresses_are_the_same_in_every_language(folder: Path) -> None:
    load(folder)

    for code in EXPECTED_PAGES:
        assert page(code, "").url == f"/{code}/"
        assert page(code, "courses/romanian-a1/").url == f"/{code}/courses/romanian-a1/"


def test_the_tree_is_sound_and_can_grow(folder: Path) -> None:
    load(folder)

    assert Page.find_problems() == ([], [], [], [], [])
    parent = page("en", "resources/")
    child = type(page("en", "resources/papers/"))(title="New", short_answer="Short", locale=parent.locale)
    parent.add_child(instance=child)
    assert child.url == "/en/resources/new/"
    assert Page.find_problems() == ([], [], [], [], [])


def test_wagtails_welcome_page_makes_room(folder: Path) -> None:
    load(folder)

    assert not Page.objects.filter(title__startswith="Welcome to your new").exists()
    site = Site.objects.get()
    assert site.is_default_site
    assert site.root_page.specific == page("ro", "")


def test_pages_are_live_with_a_revision_that_says_the_same(folder: Path) -> None:
    load(folder)

    for each in Page.objects.filter(depth__gt=1).specific():
        assert each.live
        assert not each.has_unpublished_changes
        assert each.latest_revision_id == each.live_revision_id is not None
        assert each.get_latest_revision_as_object().texts() == each.texts()
        assert each.draft_title == each.title


def test_pages_say_who_translated_them_from_what(folder: Path) -> None:
    load(folder)

    assert {code: page(code, "").translated_by for code in EXPECTED_PAGES} == {
        "ro": "source",
        "en": "person",
        "ar": "machine",
    }
    assert page("ar", "resources/first-steps/").translated_by == "machine"
    source = page("ro", "courses/romanian-a1/")
    translation = page("ar", "courses/romanian-a1/")
    assert translation.source_fingerprint == source.content_fingerprint != ""
    assert not translation.is_behind_source
    assert translation.checked_on == dt.date(2026, 11, 20)


def test_pages_are_found_and_know_what_refers_to_them(folder: Path) -> None:
    load(folder)

    assert page("en", "resources/papers/").page_ptr in Page.objects.search("papers")
    centre = Centre.objects.get(code="iasi")
    assert ReferenceIndex.get_references_to(centre).count() >= len(EXPECTED_PAGES)


def test_rows_come_with_their_relations(folder: Path) -> None:
    load(folder)

    assert County.objects.get(code="IS").sort_key == "iasi"
    centre = Centre.objects.get(code="iasi")
    assert [str(phone.number.as_e164) for phone in centre.phones.all()] == ["+40700000021", "+40210000021"]
    assert [(hours.weekday, hours.opens) for hours in centre.hours.all()] == [(0, dt.time(9)), (1, dt.time(9))]
    assert [county.code for county in centre.counties_served.all()] == ["IS"]


def test_runs_are_planned_from_today(folder: Path) -> None:
    load(folder)

    run = Run.objects.get(code="iasi-a1-morning")
    days = [session.starts_at.astimezone(clock.ZONE).date() for session in run.sessions.all()]
    # The second week from the 20th begins on 30 November, a holiday; so does the next day.
    assert days[0] == dt.date(2026, 12, 2)
    assert len(days) == 6
    assert not any(is_public_holiday(day) for day in days)
    assert (run.starts_on, run.ends_on) == (days[0], days[-1])
    assert run.is_open_for_enrolment(clock.today())


def test_a_run_that_began_weeks_ago(folder: Path) -> None:
    change(folder, "rows/runs.yaml", lambda rows: rows[0].update(starts_in_weeks=-3))

    load(folder)

    run = Run.objects.get(code="bucuresti-a1-small")
    assert run.starts_on == dt.date(2026, 10, 26)
    assert run.opens_on < run.starts_on


def test_trainers_teach_where_they_belong(folder: Path) -> None:
    load(folder)

    trainer = get_user_model().objects.get(username="trainer")
    taught = Session.objects.filter(trainer=trainer)
    assert set(taught.values_list("run__centre__code", flat=True)) == {"iasi"}


def test_films_are_stored_with_their_tracks(folder: Path) -> None:
    load(folder)

    video = Video.objects.get()
    assert video.size_bytes == len(b"a film")
    assert {track.language: track.is_machine for track in video.tracks.all()} == {"ro": False, "en": False, "ar": True}
    assert video.tracks.first().transcript == "One\n\nTwo"


def test_loading_again_changes_nothing_and_asks_little(folder: Path, django_assert_max_num_queries: Any) -> None:
    load(folder)
    before = Page.objects.count(), Enrolment.objects.count(), Session.objects.count()
    HomePage.objects.filter(locale__language_code="ro").update(title="Changed by an editor")

    with django_assert_max_num_queries(4):
        assert load(folder) is False

    assert (Page.objects.count(), Enrolment.objects.count(), Session.objects.count()) == before
    assert page("ro", "").title == "Changed by an editor"


def test_other_peoples_pages_are_left_alone(folder: Path) -> None:
    welcome = Page.objects.get(depth=2)
    welcome.add_child(instance=Page(title="Somebody's page"))

    with pytest.raises(DemoError, match="pages in this database already"):
        load(folder)

    assert Page.objects.filter(title="Somebody's page").exists()


def test_a_language_without_texts_is_no_error(folder: Path) -> None:
    (folder / "content" / "ar.yaml").unlink()

    assert load(folder) is True
    assert not HomePage.objects.filter(locale__language_code="ar").exists()


def _in_page(path: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["pages"][path].update(values)


WRONG = {
    "unknown fact": ("content/ro.yaml", _in_page("home", intro="{fact:nowhere}"), "nowhere"),
    "unknown field": ("content/ro.yaml", _in_page("home", colour="red"), "colour"),
    "too long": ("content/en.yaml", _in_page("courses", summary="x" * 401), "400"),
    "too long in a block": ("content/en.yaml", _in_page("centres/iasi", body=[{"heading": "x" * 121}]), "centres/iasi"),
    "empty title": ("content/en.yaml", _in_page("courses", title=""), "courses"),
    "unknown block": ("content/en.yaml", _in_page("centres/iasi", body=[{"poem": "x"}]), "poem"),
    "unknown field in a block": ("content/en.yaml", _in_page("centres/iasi", body=[{"note": {"texte": "x"}}]), "texte"),
    "other number of blocks": ("content/en.yaml", _in_page("centres/iasi", body=[{"heading": "x"}]), "centres/iasi"),
    "no home page": ("content/en.yaml", lambda content: content["pages"].pop("home"), "home page"),
    "no page above": ("content/en.yaml", lambda content: content["pages"].pop("centres"), "centres/iasi"),
    "no source": ("content/ro.yaml", lambda content: content["pages"].pop("centres/iasi"), "centres/iasi"),
    "page not in the tree": ("content/en.yaml", lambda content: content["pages"].update(moon={"title": "x"}), "moon"),
    "wrong language": ("content/en.yaml", lambda content: content.update(language="uk"), "uk"),
    "time as a number": ("rows/runs.yaml", lambda rows: rows[0].update({"from": 1050}), "bucuresti-a1-small"),
    "unknown centre": ("rows/runs.yaml", lambda rows: rows[0].update(centre="moon"), "moon"),
    "wrong choice": ("rows/runs.yaml", lambda rows: rows[0].update(mode="by post"), "by post"),
    "wrong value of a fact": ("rows/facts.yaml", lambda rows: rows[0].update(value="call us"), "emergency-phone"),
    "row about nothing": ("pages.yaml", lambda pages: pages[2].update(course="poetry"), "poetry"),
    "child before parent": ("pages.yaml", lambda pages: pages.reverse(), "before its parent"),
}


@pytest.mark.parametrize(("name", "edit", "named"), WRONG.values(), ids=WRONG.keys())
def test_a_mistake_is_named_and_nothing_is_kept(
    folder: Path, name: str, edit: Callable[[Any], None], named: str
) -> None:
    change(folder, name, edit)

    with pytest.raises(DemoError) as caught:
        load(folder)

    assert named in str(caught.value)
    assert Path(name).name in str(caught.value)
    assert not HomePage.objects.exists()
    assert not Centre.objects.exists()
    assert not get_user_model().objects.exists()


def test_broken_captions_are_named(folder: Path) -> None:
    (folder / "films" / "first-steps" / "captions" / "en.vtt").write_text("no captions", encoding="utf-8")

    with pytest.raises(DemoError, match=r"first-steps/captions/en\.vtt"):
        load(folder)


FILM_AR = "films/first-steps/texts/ar.yaml"
WRONG_FILMS = {
    "wrong language": (FILM_AR, lambda words: words.update(language="fa"), "ar.yaml"),
    "a text is missing": (FILM_AR, lambda words: words.pop("summary"), "lacks summary"),
    "a transcript in one piece": (FILM_AR, lambda words: words.update(transcript="One"), "list of paragraphs"),
}


@pytest.mark.parametrize(("name", "edit", "named"), WRONG_FILMS.values(), ids=WRONG_FILMS.keys())
def test_a_mistake_in_a_films_texts_is_named(
    folder: Path, name: str, edit: Callable[[Any], object], named: str
) -> None:
    change(folder, name, edit)

    with pytest.raises(DemoError, match=named):
        load(folder)


def test_a_film_in_a_language_nobody_speaks_here(folder: Path) -> None:
    (folder / FILM_AR).rename(folder / "films" / "first-steps" / "texts" / "xx.yaml")

    with pytest.raises(DemoError, match="doesn't speak 'xx'"):
        load(folder)


def test_the_command_says_what_it_does(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo", folder=folder)
    assert "23 pages in 12 languages" in capsys.readouterr().out

    call_command("load_demo", folder=folder)
    assert "already" in capsys.readouterr().out


def test_the_command_shows_a_mistake_without_a_traceback(folder: Path) -> None:
    (folder / "pages.yaml").unlink()

    with pytest.raises(CommandError, match=r"pages\.yaml"):
        call_command("load_demo", folder=folder)


def test_accounts_and_enrolments_are_for_the_demo_only(folder: Path, settings: LazySettings) -> None:
    settings.DEMO = False

    load(folder)

    assert not get_user_model().objects.exists()
    assert not Enrolment.objects.exists()
    assert Centre.objects.exists()


def test_every_account_can_sign_in(folder: Path, settings: LazySettings, client: Client) -> None:
    load(folder)

    for account in ACCOUNTS:
        for typed in (account.name, f"{account.name}@demo.example"):
            assert client.login(username=typed, password=settings.DEMO_PASSWORD), typed
        assert client.get(reverse("wagtailadmin_home")).status_code == 200, account.name
        profile = UserProfile.objects.get(user__username=account.name)
        assert profile.preferred_language == "ro"


def test_staff_belong_to_their_own_centre(folder: Path) -> None:
    load(folder)

    members = {
        name: set(Membership.objects.filter(user__username=name).values_list("centre__code", "role"))
        for name in ("staff-bucuresti", "staff-iasi", "trainer", "coordinator", "editor", "translator")
    }
    assert members == {
        "staff-bucuresti": {("bucuresti", "staff")},
        "staff-iasi": {("iasi", "staff")},
        "trainer": {("iasi", "trainer")},
        "coordinator": {("bucuresti", "coordinator"), ("iasi", "coordinator")},
        "editor": set(),
        "translator": set(),
    }


def test_enrolments_went_through_the_services(folder: Path) -> None:
    load(folder)

    small = Enrolment.objects.filter(run__code="bucuresti-a1-small")
    assert sorted(small.values_list("state", "place")) == [("confirmed", 1), ("confirmed", 2), ("waiting", None)]
    for enrolment in Enrolment.objects.all():
        events = list(enrolment.events.all())
        assert events[0].to_state == "submitted"
        assert events[-1].to_state == enrolment.state
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert enrolment.submitted_at < clock.now()
        assert enrolment.submitted_at <= enrolment.state_since
