"""Somebody who stands before staff, on one screen that comes back empty for the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Run
from courses.enrolment.errors import Refused
from courses.enrolment.forms.guardian import CONSENT_AGE
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import channel_for, contact_of
from courses.enrolment.references import format_reference
from courses.enrolment.states import State
from courses.inbox.labels import STATES
from courses.intake.agreement import key_of, texts_for
from courses.intake.forms import WalkInForm
from courses.intake.pages import IntakeView
from courses.intake.roster import Member, Roster
from courses.intake.services import Then, enrol_walk_in, submission_key
from portal import clock, languages

KEPT = ("run", "language", "then")
"""What stays for the next person."""


class WalkInView(IntakeView):
    """Write somebody down. The run, the language and what follows stay as they were."""

    template_name = "intake/walk_in.html"
    page_title = pgettext_lazy("staff", "Enrol somebody")
    header_icon = "user"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write somebody down and begin anew; what stands against it is shown with everything that was typed."""
        form = WalkInForm(request.POST, user=request.user)  # type: ignore[arg-type]
        if not form.is_valid():
            return self._again(form)
        if doubles := self._unknown_doubles(form):
            return self._again(form, doubles=[(double, format_reference(double.label)) for double in doubles])
        data = form.cleaned_data
        try:
            enrolment = enrol_walk_in(
                run=data["run"],
                submission=form.submission(),
                user=request.user,  # type: ignore[arg-type]
                submission_id=data["submission_id"],
                then=data["then"],
                reason=data["reason"],
            )
        except Refused as refused:
            form.add_error("reason" if refused.code == "needs_reason" else "then", str(refused))
            return self._again(form)
        kept = {name: request.POST.get(name, "") for name in KEPT}
        return HttpResponseRedirect(f"{reverse('intake:walk_in')}?{urlencode({**kept, 'saved': enrolment.pk})}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page; ``form`` and ``doubles`` may be passed where something is to be looked at again."""
        form: WalkInForm = kwargs.pop("form", None) or WalkInForm(user=self.request.user, initial=self._as_before())  # type: ignore[arg-type]
        runs: list[Run] = list(form.fields["run"].queryset)  # type: ignore[attr-defined]
        texts = texts_for(runs)
        if not form.is_bound:
            form.initial["read_out"] = _first_text(runs, form.initial)
        context: dict[str, Any] = super().get_context_data(
            **{
                "form": form,
                "doubles": [],
                "has_runs": bool(runs),
                "asks_for_reason": bool(form["reason"].value() or form["reason"].errors),
                "names_guardian": any(form[name].value() or form[name].errors for name in form.guardian_names),
                "read_out": texts.get(str(form["read_out"].value() or "")),
                "agreements": {
                    "childrenSince": clock.today().year - CONSENT_AGE,
                    "runs": {str(run.pk): [run.organisation.pk, run.audience == Run.Audience.CHILDREN] for run in runs},
                    "texts": {key: [one.language.code, one.language.direction, one.text] for key, one in texts.items()},
                },
                **self._saved(),
                **kwargs,
            }
        )
        return context

    def _again(self, form: WalkInForm, **more: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **more), status=422)

    def _unknown_doubles(self, form: WalkInForm) -> list[Member]:
        """Return who seems to be this person and is in the run, unless staff have been shown all of them."""
        data = form.cleaned_data
        this_form = submission_key(form.submission(), data["run"], self.request.user, data["submission_id"])  # type: ignore[arg-type]
        found = Roster.of(data["run"]).find(data["name"], data["phone"], data["email"])
        doubles = [member for member in found if member.submission_key != this_form]
        labels = {double.label for double in doubles}
        if labels <= set(data["known_doubles"].split()):
            return []
        form.know_doubles(labels)
        return doubles

    def _as_before(self) -> dict[str, Any]:
        """Return what the form begins with: what the address says, else what this user wrote last."""
        initial = {name: self.request.GET[name] for name in KEPT if self.request.GET.get(name)}
        if initial.get("then") not in Then.values:
            initial.pop("then", None)
        if not languages.is_supported(initial.get("language", "")):
            written = Enrolment.objects.filter(entered_by=self.request.user)  # type: ignore[misc]
            last = written.order_by("-pk").values_list("person__language", flat=True).first()
            initial["language"] = last or languages.SOURCE_CODE
        return initial

    @cached_property
    def _last(self) -> Enrolment | None:
        """Who has just been written down by this user."""
        key = self.request.GET.get("saved", "")
        if not key.isdecimal() or len(key) > 18:
            return None
        own = Enrolment.objects.for_staff(self.request.user).filter(entered_by=self.request.user)  # type: ignore[arg-type, misc]
        return own.select_related("person").filter(pk=key).first()

    def _saved(self) -> dict[str, Any]:
        """Return what the page says of the last person: where they stand, and what to tell them now."""
        enrolment = self._last
        if enrolment is None:
            return {}
        return {
            "saved": enrolment,
            "saved_reference": format_reference(enrolment.reference),
            "saved_state": STATES[State(enrolment.state)],
            "to_say": enrolment.tasks.order_by("-pk").first(),
            "is_told": channel_for(enrolment.person, *contact_of(enrolment.person)) is not None,
        }


def _first_text(runs: list[Run], initial: Mapping[str, Any]) -> str:
    """Return the text for what the form begins with, "" before a run is chosen."""
    chosen = next((run for run in runs if str(run.pk) == str(initial.get("run"))), None)
    if chosen is None:
        return ""
    is_for_a_child = chosen.audience == Run.Audience.CHILDREN
    return key_of(chosen.organisation, initial["language"], is_for_a_child=is_for_a_child)
