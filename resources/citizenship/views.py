"""Practising for the interview: one question at a time, a whole bank, a lesson's self-test, the mock interview.

All by GET, with what was answered in the address: nothing is kept, there is no session and no cookie.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal import languages
from portal.caching.marks import kept_for_everybody
from portal.context import public_path
from resources.citizenship.interview import draw, fingerprint, new_seed
from resources.citizenship.models import Question
from resources.citizenship.pages import LessonPage
from resources.citizenship.shown import Asked, ShownQuestion, asked, shown_questions
from resources.citizenship.subjects import ICONS, Subject

ADDRESS = "resources/citizenship/"
"""Of the course's section in every language (contract: slugs are the same everywhere)."""


@dataclass(frozen=True)
class Lesson:
    """A lesson to read again."""

    slug: str
    title: str
    url: str


def _language() -> str:
    code = get_language() or languages.SOURCE_CODE
    return code if languages.is_supported(code) else languages.SOURCE_CODE


def _lessons(shown: Iterable[ShownQuestion]) -> list[Lesson]:
    """Return the lessons of these questions that exist in the reader's language, each once. One query, or none."""
    slugs = {question.question.lesson for question in shown} - {""}
    if not slugs:
        return []
    found = LessonPage.objects.live().filter(locale__language_code=_language(), slug__in=slugs).order_by("path")
    return [
        Lesson(row["slug"], row["title"], public_path(row["url_path"], _language()))
        for row in found.values("slug", "title", "url_path")
    ]


def _show(request: HttpRequest, template: str, *, index: bool = False, **context: Any) -> HttpResponse:
    """Answer with a page below the course's section; search engines are told of few."""
    course_url = reverse("wagtail_serve", args=[ADDRESS])
    return render(
        request, f"citizenship/{template}", {"course_url": course_url, "robots": "" if index else "noindex", **context}
    )


@require_safe
@kept_for_everybody("q", typed=("answer",))
def practice(request: HttpRequest, subject: str) -> HttpResponse:
    """Ask one question of a subject, and with an answer say whether it is right, why, and what comes next.

    ``q`` is the question's code, ``answer`` the number of the answer.
    """
    codes = list(Question.objects.published().filter(subject=subject).values_list("code", flat=True))
    code = request.GET.get("q", "")
    place = codes.index(code) if code in codes else 0
    found = shown_questions(_language(), question__code=codes[place]) if codes else []
    context: dict[str, Any] = {"subject": Subject(subject), "icon_name": ICONS[Subject(subject)], "total": len(codes)}
    if found:
        (question,) = asked(found, {"a1": request.GET.get("answer", "")})
        following = codes[place + 1] if place + 1 < len(codes) else ""
        context.update(
            asked=question,
            number=place + 1,
            next_code=following,
            lessons=_lessons(found) if question.chosen else [],
        )
    return _show(request, "practice.html", index=not request.GET, **context)


@require_safe
@kept_for_everybody("answers")
def question_bank(request: HttpRequest, subject: str) -> HttpResponse:
    """Show all questions of a subject, their answers folded away, or open with ``?answers=shown``: to print."""
    return _show(
        request,
        "question_bank.html",
        index=not request.GET,
        subject=Subject(subject),
        icon_name=ICONS[Subject(subject)],
        questions=shown_questions(_language(), question__subject=subject),
        is_open=request.GET.get("answers") == "shown",
    )


@require_safe
def self_test(request: HttpRequest, lesson: str) -> HttpResponse:
    """Ask the questions of a lesson, or say which answers are right. Raises ``Http404`` where it has none."""
    questions = shown_questions(_language(), question__lesson=lesson)
    if not questions:
        raise Http404
    sheet = asked(questions, request.GET.dict())
    lessons = _lessons(questions)
    return _show(
        request,
        "self_test.html",
        sheet=sheet,
        is_answered=bool(request.GET),
        right=sum(question.is_right for question in sheet),
        lesson=lessons[0] if lessons else None,
        lesson_slug=lesson,
    )


@require_safe
def start_interview(request: HttpRequest) -> HttpResponse:
    """Lead to an interview that nobody has had yet."""
    response = redirect("interview", new_seed())
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def interview(request: HttpRequest, seed: str) -> HttpResponse:
    """Ask twelve questions, the same for the same seed; with answers in the address, say how it went.

    ``of`` marks for which draw the answers were given: when the banks have changed meanwhile, it is asked anew.
    """
    codes = draw(seed, Question.objects.published().order_by("pk").values_list("code", "subject"))
    by_code = {question.code: question for question in shown_questions(_language(), question__code__in=codes)}
    drawn = fingerprint(codes)
    given = request.GET.get("of", "")
    answers = request.GET.dict() if given == drawn else {}
    sheet = asked([by_code[code] for code in codes if code in by_code], answers)
    is_answered = bool(codes) and given == drawn
    wrong = [question.shown for question in sheet if not question.is_right]
    return _show(
        request,
        "interview_result.html" if is_answered else "interview.html",
        seed=seed,
        drawn=drawn,
        parts=_by_subject(sheet),
        sheet=sheet,
        right=sum(question.is_right for question in sheet),
        has_changed=bool(given) and not is_answered,
        lessons=_lessons(wrong) if is_answered else [],
    )


def _by_subject(sheet: Sequence[Asked]) -> list[dict[str, Any]]:
    """Return each subject with its questions and how many were answered rightly."""
    parts = []
    for subject in Subject:
        questions = [question for question in sheet if question.shown.subject == subject]
        if questions:
            right = sum(question.is_right for question in questions)
            parts.append({"subject": subject, "icon": ICONS[subject], "questions": questions, "right": right})
    return parts
