"""The comment on a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.feedback.models import LONGEST_COMMENT
from portal.protection.forms import ProtectedFormMixin


class CommentForm(ProtectedFormMixin):
    """A few words, without a name."""

    comment = forms.CharField(
        label=_("What should we know?"),
        help_text=_("Please write no names, phone numbers or other personal data. In any language."),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A remark on a page is not worth telling a third party about its reader.
        self.fields.pop("captcha", None)
