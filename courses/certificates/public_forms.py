"""What somebody types who holds a certificate and wants to know whether it is one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.certificates.codes import parse_code
from courses.enrolment.status_forms import PlainForm


class CodeField(forms.CharField):
    """A code however it was typed, cleaned to its sixteen characters."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"})

    def to_python(self, value: str | None) -> str:
        """Return the code. A wrong length or letter is said at once: it says nothing about what we know."""
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return parse_code(text)
        except ValueError as error:
            message = _("A code has sixteen letters and digits. Please compare each of them with the paper.")
            raise forms.ValidationError(message, code="code") from error


class CodeForm(PlainForm):
    """The code of a certificate."""

    code = CodeField(
        label=_("Code of the certificate"), help_text=_("It is printed beside the square picture on the paper.")
    )
