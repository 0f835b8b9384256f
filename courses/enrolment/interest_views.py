"""When no group fits: somebody says which course they look for, and where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from courses.catalogue.models import Course
from courses.catalogue.pages import CoursePage
from courses.enrolment.forms import InterestForm, WantedForm
from courses.enrolment.services import submit_interest
from courses.enrolment.views import asked_for, receive
from portal import languages
from portal.directory.models import County


@csrf_exempt  # checked by Origin instead, and the same for Back: see courses.enrolment.views.enrol
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest) -> HttpResponse:
    """Take in what somebody looks for. The address says which course and county; what it lacks is asked first."""
    language = get_language() or languages.SOURCE_CODE
    titles = CoursePage.titles_by_code(language)
    wanted = WantedForm(request.GET, titles=titles)
    if not wanted.is_valid():
        is_fresh = not {"course", "county"} <= request.GET.keys()
        shown = WantedForm(initial=request.GET.dict(), titles=titles) if is_fresh else wanted
        return render(request, "courses/interest_start.html", {"form": shown, "robots": "noindex"})

    course = Course.objects.get(code=wanted.cleaned_data["course"])
    county = County.objects.get(pk=wanted.cleaned_data["county"])
    centre = wanted.cleaned_data["centre"]
    context = {
        "course_title": titles[course.code],
        "county": county,
        "centre": centre,
        "wanted": wanted,
        "robots": "noindex",
    }
    if request.method != "POST":
        form = InterestForm(course=course, county=county, centre=centre, language=language, initial=asked_for(request))
        return render(request, "courses/interest.html", {**context, "form": form})
    form = InterestForm(request.POST, course=course, county=county, centre=centre, language=language)
    return receive(
        request,
        form,
        template="courses/interest.html",
        context=lambda: context,
        keep=lambda: submit_interest(
            course=course,
            county=county,
            centre=centre,
            submission=form.submission(),
            submission_id=form.cleaned_data["submission_id"],
        ),
    )
