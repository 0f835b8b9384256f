"""One question after a course, on the person's own page: did it help?"""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from courses.enrolment.errors import Refused
from courses.enrolment.links import STATUS, LinkInvalid, read_token, status_path
from courses.enrolment.models import Enrolment
from courses.enrolment.personal_pages import link_invalid, personal_page
from courses.reports.milestone_views import NO, YES
from courses.reports.services import record_helpfulness
from portal import languages
from portal.protection.origin import is_same_origin


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def status_helpful(request: HttpRequest, token: str) -> HttpResponse:
    """Keep whether the course helped, and lead back to the status page, which says so. A GET only leads back.

    A link from an earlier message answers too: the answer gives nothing away, and can be changed.
    """
    try:
        enrolment = Enrolment.objects.select_related("person").get(reference=read_token(token, STATUS))
    except (LinkInvalid, Enrolment.DoesNotExist):
        return link_invalid(request)
    answer = request.POST.get("helped")
    if request.method == "POST" and answer in {YES, NO} and is_same_origin(request):
        with suppress(Refused):  # not completed any more: the page says where it stands
            record_helpfulness(enrolment=enrolment, has_helped=answer == YES)
    path = status_path(enrolment, get_language() or languages.SOURCE_CODE)
    return HttpResponseRedirect(f"{path}#helped", status=303)
