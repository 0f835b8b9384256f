"""A plain Wagtail form page, as Wagtail's documentation makes one: what the enrolment form is compared with."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField

from portal import languages


class FormField(AbstractFormField):
    """A field of the form."""

    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")


class FormPage(AbstractForm):
    """The page: in the frame of every page of the portal, or without any (``is_bare``)."""

    is_bare = models.BooleanField(default=False)
    summary = "A form."

    @property
    def language(self) -> languages.Language:
        """The language of the page, which the frame asks for."""
        return languages.get_language(self.locale.language_code)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the template of the form."""
        return "formpage/bare_form.html" if self.is_bare else "formpage/form.html"

    def get_landing_page_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the template of the page that says thank you."""
        return "formpage/bare_landing.html" if self.is_bare else "formpage/landing.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Keep it out of search engines, as the enrolment form is."""
        return {**super().get_context(request, *args, **kwargs), "robots": "noindex"}
