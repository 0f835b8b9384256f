"""The status page: where an enrolment stands, behind a signed link. A GET changes nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from courses.catalogue.pages import CoursePage
from courses.enrolment import services, waiting
from courses.enrolment.errors import Refused
from courses.enrolment.links import LinkInvalid, read_token
from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.states import Actor, State, Verb, possible_verbs
from courses.enrolment.wording import DONE, EXPLANATIONS, PERSON_VERBS
from portal import languages
from portal.protection.origin import is_same_origin

STYLES = {Verb.CONFIRM: "primary", Verb.DECLINE: "secondary", Verb.WITHDRAW: "quiet"}


@csrf_exempt  # checked by Origin, and by the signed link itself
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Show where an enrolment stands; take the person's answer by POST."""
    try:
        enrolment = Enrolment.objects.for_person().get(reference=read_token(token, "status"))
    except (LinkInvalid, Enrolment.DoesNotExist):
        return render(request, "courses/status_invalid.html", {"robots": "noindex"}, status=404)
    if request.method != "POST":
        return _page(request, enrolment, done=request.GET.get("done", ""))

    verb = request.POST.get("verb", "")
    if not is_same_origin(request):
        return _page(
            request,
            enrolment,
            notice=_("We could not see that this came from our own page. Please try once more."),
            code=403,
        )
    try:
        _answer(enrolment, verb)
    except Refused as refusal:
        enrolment.refresh_from_db()
        return _page(request, enrolment, notice=str(refusal), code=409)
    except ValueError:
        return _page(
            request, enrolment, notice=_("We did not understand this. Please use the buttons below."), code=400
        )
    return HttpResponseRedirect(f"{reverse('status', args=[token])}?done={verb}", status=303)


def _answer(enrolment: Enrolment, verb: str) -> None:
    """Do what a button says. Pressed twice, it is done once. Raises ``ValueError`` for an unknown one."""
    match verb:
        case Verb.CONFIRM:
            if enrolment.state != State.CONFIRMED:
                services.confirm_place(enrolment=enrolment, actor=Actor.PERSON)
        case Verb.DECLINE:
            if enrolment.state != State.DECLINED:
                services.decline_offer(enrolment=enrolment, actor=Actor.PERSON)
        case Verb.WITHDRAW:
            if enrolment.state != State.WITHDRAWN:
                services.withdraw_enrolment(enrolment=enrolment, actor=Actor.PERSON)
        case _:
            raise ValueError(verb)


def _page(
    request: HttpRequest, enrolment: Enrolment, *, done: str = "", notice: str = "", code: int = 200
) -> HttpResponse:
    language = get_language() or languages.SOURCE_CODE
    state = State(enrolment.state)
    verbs = [verb for verb in possible_verbs(state, Actor.PERSON) if verb in PERSON_VERBS]
    if state is State.OFFERED:
        verbs = [Verb.CONFIRM, Verb.DECLINE]  # declining is how one leaves an offer
    context: dict[str, Any] = {
        "enrolment": enrolment,
        "run": enrolment.run,
        "centre": enrolment.centre,
        "course_title": CoursePage.title_of(enrolment.course, language),
        "reference_display": format_reference(enrolment.reference),
        "state_label": state.label,
        "explanation": EXPLANATIONS[state],
        "position": waiting.position(enrolment),
        "actions": [{"verb": verb.value, "label": PERSON_VERBS[verb], "style": STYLES[verb]} for verb in verbs],
        "done_message": DONE[Verb(done)] if done in {verb.value for verb in DONE} and not notice else "",
        "notice": notice,
        "history": enrolment.events.exclude(verb__in=[Verb.NOTE, Verb.ASSIGN]),
        "robots": "noindex",
    }
    response = render(request, "courses/status.html", context, status=code)
    response["Referrer-Policy"] = "no-referrer"
    return response
