"""What staff fill in about one person at the end of a course."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from courses.enrolment.codes import Proficiency
from courses.results.rules import Outcome, needs_reason

LEVELS = [("", pgettext_lazy("staff", "Not known")), *Proficiency.choices]


class ResultForm(forms.Form):
    """Outcome, levels and, against the rule, a reason. Its prefix names the enrolment.

    ``initial`` has what the rule proposes and what is known. Who has completed or left the course keeps that;
    a course that isn't one of a language asks for no levels.
    """

    outcome = forms.ChoiceField(label=pgettext_lazy("staff", "Outcome"), choices=Outcome.choices)
    entry = forms.ChoiceField(label=pgettext_lazy("staff", "Level at the beginning"), choices=LEVELS, required=False)
    exit = forms.ChoiceField(label=pgettext_lazy("staff", "Level at the end"), choices=LEVELS, required=False)
    reason = forms.CharField(
        label=pgettext_lazy("staff", "Reason"), max_length=200, required=False, widget=forms.TextInput
    )

    def __init__(self, *args: Any, is_settled: bool, has_levels: bool, has_ended: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_ended = has_ended
        if is_settled:
            del self.fields["outcome"], self.fields["reason"]
        if not has_levels:
            del self.fields["entry"], self.fields["exit"]
        for name, field in self.fields.items():
            # The same four questions for everybody: whoever can't see the table hears for whom.
            label = f"{self[name].auto_id}-label"
            field.widget.attrs["aria-labelledby"] = f"{self.prefix}-name {label}"

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where staff decide against the rule."""
        data = self.cleaned_data
        outcome, proposed = data.get("outcome"), self.initial.get("outcome", "")
        says_why = "reason" in self.errors or data.get("reason", "").strip()
        if outcome and not says_why and needs_reason(outcome, proposed, has_ended=self.has_ended):
            self.add_error("reason", pgettext("staff", "This is against the rule. Please say why."))
        return data

    @property
    def outcome_chosen(self) -> str:
        """The outcome. Only for a valid form."""
        return cast(str, self.cleaned_data.get("outcome", Outcome.OPEN.value))

    @property
    def levels(self) -> tuple[str, str] | None:
        """The levels at the beginning and the end, ``None`` for a course without. Only for a valid form."""
        if "entry" not in self.fields:
            return None
        return self.cleaned_data["entry"], self.cleaned_data["exit"]
