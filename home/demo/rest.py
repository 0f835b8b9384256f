"""What of the demo is loaded behind the served portal: films, phrases, what stands below resources, news and events."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import connection, transaction
from wagtail.models import Locale

from home.demo.documents import load_documents, stored_documents
from home.demo.events import load_events
from home.demo.files import PageSpec, film_folders
from home.demo.films import load_films
from home.demo.phrases import load_phrases
from home.demo.pictures import load_pictures, stored_pictures
from home.demo.questions import load_questions
from home.demo.translations import record_translations
from home.demo.tree import Plan, index_pages, plant_tree, read_plan
from home.steps import DemoStep
from portal import languages
from resources.videos.models import Video

LOCK = 7_205_759
"""Number of the advisory lock: two processes that load at once would both find nothing."""

FIRST_FOLDERS = ("content",)
FIRST_FILMS = frozenset({"first-steps"})
"""What the first page needs of what stands below resources."""

LAST_TYPES = ("resources.SituationPage",)
"""Pages that choose others, which must be there."""

SECONDS_A_LINE = 4.0


@dataclass(frozen=True)
class Step:
    """Something to load, all of it or nothing. ``name`` must never change: it says whether the step is done."""

    name: str
    label: str
    load: Callable[[], object]


def lock() -> None:
    """Wait until no other process loads, and keep others waiting until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def first_of(plan: Plan) -> list[PageSpec]:
    """Return the pages that are loaded before anything is served."""
    written = plan.texts[languages.SOURCE_CODE]
    return [
        spec
        for spec in plan.specs
        if spec.path in written and spec.model not in LAST_TYPES and (not spec.video or spec.video in FIRST_FILMS)
    ]


def rest_of(folder: Path) -> list[Step]:
    """Return the steps that load everything else, in order. Raises ``DemoError`` when a file doesn't fit."""
    first = {spec.path for spec in first_of(read_plan(folder, folders=FIRST_FOLDERS))}
    plan = read_plan(folder)
    written = plan.texts[languages.SOURCE_CODE]
    specs = [spec for spec in plan.specs if spec.path in written and spec.path not in first]
    films = [path for path in film_folders(folder) if path.name not in FIRST_FILMS]
    return [
        Step("phrases", "First words", partial(load_phrases, folder)),
        Step("pictures", "Pictures", partial(load_pictures, folder)),
        Step("documents", "Documents", partial(load_documents, folder)),
        Step("events", "Events", partial(load_events, folder)),
        *(Step(f"film:{path.name}", "Films", partial(load_films, [path])) for path in films),
        *(
            Step(f"page:{spec.path}", "Guides, films, lessons, news and events", partial(_plant, plan, spec, folder))
            for spec in sorted(specs, key=lambda spec: spec.model in LAST_TYPES)
        ),
        Step("questions", "Questions", partial(load_questions, folder)),
    ]


def run_steps(steps: Iterable[Step], *, say: Callable[[str], object]) -> bool:
    """Do the steps that aren't done yet, each in a transaction of its own; return whether there was one.

    ``say`` gets a line now and then.
    """
    done = set(DemoStep.objects.values_list("name", flat=True))
    open_steps = [step for step in steps if step.name not in done]
    said, label = 0.0, ""
    for number, step in enumerate(open_steps):
        if step.label != label or time.monotonic() - said > SECONDS_A_LINE:
            say(f"{step.label} ({number} of {len(open_steps)} steps are done)")
            said, label = time.monotonic(), step.label
        _run(step)
    return bool(open_steps)


@transaction.atomic
def _run(step: Step) -> None:
    lock()
    if not DemoStep.objects.filter(name=step.name).exists():
        step.load()
        DemoStep.objects.create(name=step.name)


def _plant(plan: Plan, spec: PageSpec, folder: Path) -> None:
    """Store one page in every language, with its records."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    films = {video.code: video for video in Video.objects.filter(code=spec.video)} if spec.video else {}
    tree = plant_tree(
        plan, [spec], locales=locales, films=films, pictures=stored_pictures(folder), documents=stored_documents(folder)
    )
    record_translations(tree)
    index_pages(tree)
