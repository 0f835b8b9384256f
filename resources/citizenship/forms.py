"""Questions in the admin: the form of one, and what an import asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from portal import languages
from portal.spreadsheets import MAX_BYTES


class QuestionForm(WagtailAdminModelForm):
    """A question with its texts, looked at together: whether it may be published depends on both."""

    def _post_clean(self) -> None:
        """Put the texts that were sent into the question before it looks at itself."""
        for formset in self.formsets.values():
            formset.instance = self.instance
            if formset.is_valid():
                formset.save(commit=False)
        super()._post_clean()


class UploadForm(forms.Form):
    """A spreadsheet of questions."""

    file = forms.FileField(
        label=pgettext_lazy("staff", "File"),
        help_text=pgettext_lazy("staff", "Excel (.xlsx) or CSV, at most 2 MB and 1,000 questions."),
        error_messages={
            "required": pgettext_lazy("staff", "Choose a file."),
            "empty": pgettext_lazy("staff", "This file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def content(self) -> bytes:
        """Return the file's bytes; of one that is too large, no more than tells so."""
        content: bytes = self.cleaned_data["file"].read(MAX_BYTES + 1)
        return content


class FileForm(forms.Form):
    """Which file to fill in."""

    language = forms.ChoiceField(
        label=pgettext_lazy("staff", "Language beside the Romanian text"), choices=languages.django_choices
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("staff", "Kind of file"),
        choices=[
            ("xlsx", pgettext_lazy("staff", "Excel (.xlsx)")),
            ("csv", pgettext_lazy("staff", "CSV, for other programs")),
        ],
        initial="xlsx",
    )
    what = forms.ChoiceField(
        label=pgettext_lazy("staff", "What it holds"),
        choices=[
            ("all", pgettext_lazy("staff", "All questions")),
            ("missing", pgettext_lazy("staff", "Questions without a text in this language, or with a machine's")),
            ("template", pgettext_lazy("staff", "Nothing but an example: a template for new questions")),
        ],
        initial="all",
    )


class BringInForm(forms.Form):
    """The decision about a spreadsheet."""

    leaves_out_errors = forms.BooleanField(
        label=pgettext_lazy("staff", "Leave out the rows with errors"),
        required=False,
    )

    def __init__(self, *args: Any, has_errors: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_errors:
            self.fields["leaves_out_errors"].required = True
            self.fields["leaves_out_errors"].error_messages["required"] = pgettext_lazy(
                "staff", "Some rows have errors. Mend the file, or leave these rows out."
            )
        else:
            del self.fields["leaves_out_errors"]
