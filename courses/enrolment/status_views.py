"""The status page behind a signed link: a GET shows it and changes nothing, a POST takes the person's answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.enrolment import services
from courses.enrolment.contacts import is_contact_of
from courses.enrolment.errors import Refused
from courses.enrolment.links import STATUS, LinkInvalid, is_current, read_token, status_path
from courses.enrolment.models import Enrolment
from courses.enrolment.personal_pages import count_change, count_try, link_invalid, personal_page, slow_down, too_many
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.status_forms import AnswerForm, ChangeForm, ContactForm
from courses.enrolment.status_page import StatusPage
from courses.enrolment.wording import DONE_IN
from portal import languages
from portal.protection.origin import is_same_origin

BUTTONS = {
    Verb.CONFIRM: services.confirm_place,
    Verb.DECLINE: services.decline_offer,
    Verb.WITHDRAW: services.withdraw_enrolment,
}
"""What takes nothing but a press."""
IDENTIFY = "identify"
"""Who follows a link from an earlier message says by a contact that it is theirs."""


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Show where an enrolment stands; take the person's answer by POST.

    A link from before the last step only shows it, and asks for a contact before it answers.
    """
    try:
        reference = read_token(token, STATUS)
        enrolment = Enrolment.objects.for_person().select_related("county").get(reference=reference)
    except LinkInvalid:
        return link_invalid(request, token)
    except Enrolment.DoesNotExist:
        return link_invalid(request)
    page = StatusPage(request, token, enrolment)
    if request.method != "POST":
        return page.respond()
    verb = request.POST.get("verb", "")
    try:
        return _take(page, verb)
    except Refused as refusal:
        page.enrolment = Enrolment.objects.for_person().select_related("county").get(pk=enrolment.pk)
        if verb in DONE_IN and _is_done(page, Verb(verb)):  # two presses at the same moment: the other one was first
            return _to(page.enrolment, Verb(verb))
        page.notice = str(refusal)
        if page.enrolment.state != State.NEEDS_INFORMATION:
            page.kept_answer = request.POST.get("answer", "")
        return page.respond(409)


def _take(page: StatusPage, verb: str) -> HttpResponse:
    request = page.request
    if verb == Verb.ANSWER:
        page.answer_form = AnswerForm(request.POST)
    elif verb == Verb.CONTACT:
        page.change_form = ChangeForm(request.POST, person=page.enrolment.person)
    elif verb == IDENTIFY:
        page.contact_form = ContactForm(request.POST)
    if not is_same_origin(request):
        page.notice = _("We could not see that this came from our own page. Please try once more.")
        return page.respond(403)
    if page.contact_form is not None:
        return _identify(page, page.contact_form)
    return _act(page, verb)


def _act(page: StatusPage, verb: str) -> HttpResponse:
    if verb not in {*BUTTONS, Verb.ANSWER, Verb.CONTACT}:
        page.notice = _("We did not understand this. Please use the buttons below.")
        return page.respond(400)
    if not is_current(page.token, page.enrolment):
        return _after_an_earlier_link(page, Verb(verb))
    if page.answer_form is not None:
        return _answer(page, page.answer_form)
    if page.change_form is not None:
        return _change(page, page.change_form)
    return _to(BUTTONS[Verb(verb)](enrolment=page.enrolment, actor=Actor.PERSON), Verb(verb))


def _to(enrolment: Enrolment, done: Verb | None = None, language: str = "") -> HttpResponse:
    """Lead to the page behind a fresh link."""
    path = status_path(enrolment, language or get_language() or languages.SOURCE_CODE)
    return HttpResponseRedirect(f"{path}?done={done}" if done else path, status=303)


def _after_an_earlier_link(page: StatusPage, verb: Verb) -> HttpResponse:
    """A press on an old link: the second one on a button whose step is done, or one that needs a contact first."""
    if _is_done(page, verb):
        return HttpResponseRedirect(f"{page.request.path}?done={verb}", status=303)
    if page.change_form is not None and _is_changed(page, page.change_form):
        return _to(page.enrolment, Verb.CONTACT)
    page.notice = _("Nothing was done: this link is from an earlier message.")
    page.kept_answer = page.request.POST.get("answer", "")
    return page.respond(409)


def _is_done(page: StatusPage, verb: Verb) -> bool:
    """Whether what a button asks for has been done already, by this very press or another one."""
    if verb not in DONE_IN or page.enrolment.state != DONE_IN[verb]:
        return False
    if page.answer_form is None:
        return True
    text = page.answer_form.data.get("answer", "").strip()
    return page.enrolment.questions.filter(answer=text, answered_at__isnull=False).exists()


def _is_changed(page: StatusPage, form: ChangeForm) -> bool:
    """Whether the contact that was typed in is the one that we have already. It counts as a try to guess it."""
    if not form.is_valid() or not form.given:
        return False
    if not count_try(page.request, page.enrolment.reference).allowed:
        return False
    person = page.enrolment.person
    same = [is_contact_of(person, contact) for contact in form.given]
    return all(same) and form.cleaned_data["language"] == person.language


def _answer(page: StatusPage, form: AnswerForm) -> HttpResponse:
    if not form.is_valid():
        return page.respond(422)
    text = form.cleaned_data["answer"]
    return _to(services.answer_question(enrolment=page.enrolment, actor=Actor.PERSON, text=text), Verb.ANSWER)


def _change(page: StatusPage, form: ChangeForm) -> HttpResponse:
    """Change contact and language; the page goes on in the new language."""
    if not form.is_valid():
        return page.respond(422)
    changes = count_change(page.enrolment.reference)
    if not changes.allowed:
        page.notice = too_many(changes)
        return slow_down(page.respond(), changes)
    person, data = page.enrolment.person, form.cleaned_data
    changed = services.change_contact(
        enrolment=page.enrolment,
        actor=Actor.PERSON,
        phone=data.get("phone") or str(person.phone or ""),
        email=data.get("email") or person.email,
        language=data["language"],
    )
    return _to(changed, Verb.CONTACT, language=data["language"])


def _identify(page: StatusPage, form: ContactForm) -> HttpResponse:
    """Give a fresh link to who knows a contact of the enrolment."""
    if not form.is_valid():
        return page.respond(422)
    tries = count_try(page.request, page.enrolment.reference)
    if not tries.allowed:
        page.notice = too_many(tries)
        return slow_down(page.respond(), tries)
    if is_contact_of(page.enrolment.person, form.given):
        return _to(page.enrolment)
    form.add_error("contact", _("This is not what you gave us. Please check it, or call us."))
    return page.respond(422)
