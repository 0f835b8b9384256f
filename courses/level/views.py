"""The self-check of Romanian: questions on one page, and a result that nobody keeps."""

from __future__ import annotations

import itertools
import logging
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from courses.catalogue.models import Course, Run
from courses.catalogue.pages import CoursePage
from courses.enrolment.codes import Level
from courses.level.items import YES, Item, Task, all_items
from courses.level.scoring import score
from courses.level.token import make_result, read_result
from courses.level.wording import CAN_DO, COURSE_LEVELS, EXPLANATIONS, INSTRUCTIONS
from portal import clock, languages
from portal.caching.marks import kept_for_everybody
from portal.protection.origin import is_same_origin

logger = logging.getLogger(__name__)

MOST_RUNS = 6
CAN_DO_OPTIONS: tuple[tuple[str, Promise], ...] = ((YES, gettext_lazy("Yes")), ("no", gettext_lazy("Not yet")))


@dataclass(frozen=True)
class Question:
    """An item as the page shows it. Options are value and label; ``is_romanian`` speaks of text and options.

    ``is_short``: the options are a word or two each, and stand side by side.
    """

    code: str
    text: str | Promise
    options: list[tuple[str, str | Promise]]
    is_romanian: bool
    is_short: bool
    chosen: str


@kept_for_everybody()
@csrf_exempt  # checked by Origin: see portal.protection.origin. Nothing is stored, and the page needs no cookie.
@require_http_methods(["GET", "HEAD", "POST"])
def level_check(request: HttpRequest) -> HttpResponse:
    """Show the questions; lead from the answers to the result. Every set of answers has one."""
    if request.method == "POST" and is_same_origin(request):
        result = score(all_items(), request.POST.dict())
        return HttpResponseRedirect(
            reverse("level_result", args=[make_result(result.level, result.points)]), status=303
        )
    context: dict[str, object] = {"parts": _parts(request.POST), "unknown": Level.UNKNOWN}
    if request.method != "POST":
        return render(request, "courses/level_check.html", context)
    logger.warning("self-check refused: it came from another site")
    context["form_notice"] = _("We could not see that this came from our own page. Please check it and send it again.")
    return render(request, "courses/level_check.html", context, status=403)


@require_safe
def level_result(request: HttpRequest, token: str) -> HttpResponse:
    """Say which course fits, and which groups of it take people now. An outdated result leads to the questions."""
    result = read_result(token)
    if result is None:
        return redirect("level_check")
    course_level = COURSE_LEVELS[result.level]
    pages = CoursePage.by_course(get_language() or languages.SOURCE_CODE)
    context = {
        "course_level": course_level,
        "is_above": result.level is Level.B1,
        "explanation": EXPLANATIONS[result.level],
        "runs": [(run, pages.get(run.course_id)) for run in _fitting_runs(course_level)],
        "level_check": token,
        "robots": "noindex",
    }
    return render(request, "courses/level_result.html", context)


def _fitting_runs(course_level: str) -> list[Run]:
    """Return some groups of a level that take people today: those with a place first, children's groups last."""
    runs = Run.objects.open_on(clock.today()).for_list().matching(kind=Course.Kind.ROMANIAN, level=course_level)
    return sorted(
        runs, key=lambda run: (run.audience == Run.Audience.CHILDREN, not run.places_left, run.starts_on, run.pk)
    )[:MOST_RUNS]


def _parts(chosen: QueryDict) -> list[tuple[Promise, list[Question]]]:
    """Return the instructions, each with its questions, in the order of the page."""
    tasks = itertools.groupby(all_items(), key=lambda item: item.task)
    return [
        (INSTRUCTIONS[task], [_question(item, chosen.get(item.code, "")) for item in items]) for task, items in tasks
    ]


def _question(item: Item, chosen: str) -> Question:
    is_romanian = item.task is not Task.CAN_DO
    return Question(
        code=item.code,
        text=item.text if is_romanian else CAN_DO[item.code],
        options=list(item.options.items()) if is_romanian else list(CAN_DO_OPTIONS),
        is_romanian=is_romanian,
        is_short=item.task in {Task.CAN_DO, Task.GAP},
        chosen=chosen,
    )
