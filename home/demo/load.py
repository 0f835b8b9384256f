"""Loading the demo into an empty database: what is served first, then the rest behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from courses.inbox.ready_answers import load_replies
from home.demo.accounts import create_accounts, join_centres, trainers
from home.demo.attendance import load_attendance
from home.demo.audit import load_audit
from home.demo.certificates import load_certificates
from home.demo.enrolments import load_enrolments
from home.demo.errors import DemoError
from home.demo.files import FOLDER, HOME, film_folders
from home.demo.films import load_films
from home.demo.reports import load_reports
from home.demo.rest import FIRST_FILMS, FIRST_FOLDERS, first_of, lock, rest_of, run_steps
from home.demo.rows import load_rows
from home.demo.teamwork import load_teamwork
from home.demo.translations import record_translations
from home.demo.tree import Tree, every_page, index_pages, plant_tree, read_plan
from home.pages import HomePage
from home.steps import DemoStep
from portal import languages
from portal.search.services import rebuild_index

FIRST, REST = "first", "rest"
"""Names of what is done: see :class:`home.steps.DemoStep`."""


def is_loaded() -> bool:
    """Whether there is a home page: the demo is there, or a portal of one's own."""
    return HomePage.objects.exists()


@transaction.atomic
def load_demo(*, folder: Path = FOLDER, say: Callable[[str], object] = print) -> bool:
    """Load the whole demo from a folder, as far as it isn't there; return whether anything was loaded.

    Accounts and enrolments come with it only where ``settings.DEMO`` is true. ``say`` gets one line a step.
    Raises :class:`DemoError`, and then nothing has been changed.
    """
    if is_loaded() and _done() != {FIRST}:
        return False
    first = load_first(folder=folder, say=say)
    return load_rest(folder=folder, say=say) or first


@transaction.atomic
def load_first(*, folder: Path = FOLDER, say: Callable[[str], object] = print) -> bool:
    """Load what the first page, courses, centres and enrolling need, unless there is a home page already.

    Return whether it was loaded. Raises :class:`DemoError`, and then nothing has been changed.
    """
    lock()
    if is_loaded():
        return False

    say("Languages")
    locales = _load_locales()
    users = create_accounts()
    say("Centres, facts, courses and their dates")
    load_rows(folder, trainers=trainers(users))
    join_centres(users)
    say("A film")
    plan = read_plan(folder, folders=FIRST_FOLDERS)
    films = load_films(path for path in film_folders(folder) if path.name in FIRST_FILMS)
    say("Pages")
    _remove_welcome_page()
    tree = plant_tree(plan, first_of(plan), locales=locales, films=films)
    _load_site(tree)
    say("Translations")
    record_translations(tree)
    say("Search")
    index_pages(tree)
    say("Enrolments")
    load_replies()
    load_enrolments(users)
    load_teamwork(users)
    load_attendance(users)
    load_certificates(users)
    load_reports(users)
    load_audit(users)
    say("Search of readers")
    rebuild_index()
    DemoStep.objects.create(name=FIRST)
    say(f"{sum(1 for _ in every_page(tree))} pages in {len(locales)} languages")
    return True


def load_rest(*, folder: Path = FOLDER, say: Callable[[str], object] = print) -> bool:
    """Load what is missing of a demo that has begun: films, guides and whatever else stands below resources.

    Each step is a transaction of its own that notes that it is done: whoever is interrupted goes on there, and what
    an editor has deleted since doesn't come back. Return whether anything was loaded. Raises :class:`DemoError`.
    """
    if _done() != {FIRST}:
        return False
    run_steps(rest_of(folder), say=say)
    say("Search of readers")
    rebuild_index()
    DemoStep.objects.get_or_create(name=REST)
    say("All of the demo is there")
    return True


def _done() -> set[str]:
    """Return which of the two parts are there; neither in a portal of one's own."""
    return set(DemoStep.objects.filter(name__in=[FIRST, REST]).values_list("name", flat=True))


def _load_locales() -> dict[str, Locale]:
    """Make the locale of every language of the list; the one that Wagtail's migrations made is kept.

    None of them is set to synchronise its tree: wagtail-localize would publish an untranslated copy of every
    new page in every language, where readers are to be told that the translation is missing.
    """
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in languages.CODES}


def _remove_welcome_page() -> None:
    """Delete the page that Wagtail's migrations leave, and with it their site."""
    top = Page.objects.filter(depth=2)
    if [(page.specific_class, page.slug, page.numchild) for page in top] not in ([], [(Page, "home", 0)]):
        raise DemoError("There are pages in this database already; the demo needs an empty one.")
    for page in top:
        page.delete()


def _load_site(tree: Tree) -> None:
    """Make the one site, whose tree in every language starts at its home page."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    Site.objects.create(
        hostname=address.hostname or "localhost",
        port=address.port or (443 if address.scheme == "https" else 80),
        site_name=settings.WAGTAIL_SITE_NAME,
        root_page=tree[HOME][languages.SOURCE_CODE].page,
        is_default_site=True,
    )
