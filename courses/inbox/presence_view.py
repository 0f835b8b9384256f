"""The sign of life of an open page, answered with who else looks and what has happened since."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import pgettext

from courses.inbox.presence import end_presence, note_presence, others_looking, who_is_looking
from courses.inbox.version import changed_by_others, newest_event_of, seen_in, what_happened
from courses.inbox.views import EnrolmentView


class PresenceView(EnrolmentView):
    """A POST says that the page is open (``leaving``: that it is closed); it changes nothing of the enrolment."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is nothing to open."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return as JSON ``looking`` and ``changed`` (sentences, or "") and ``newest`` (the version)."""
        user = self.user
        if "leaving" in request.POST:
            end_presence(enrolment=self.enrolment, user=user)
            return HttpResponse(status=204)
        note_presence(enrolment=self.enrolment, user=user)
        change = changed_by_others(self.enrolment, seen_in(request.POST), user)
        sentence = pgettext("staff", "%(change)s Open the page anew before you go on.")
        response = JsonResponse(
            {
                "looking": who_is_looking(others_looking(self.enrolment, user)),
                "changed": sentence % {"change": what_happened(change)} if change else "",
                "newest": newest_event_of(self.enrolment),
            }
        )
        add_never_cache_headers(response)
        return response
