"""A plain Wagtail form page, as Wagtail's documentation makes one: what the enrolment form is compared with."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField


class FormField(AbstractFormField):
    """A field of the form."""

    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")


class FormPage(AbstractForm):
    """The page."""

    template = "formpage/form_page.html"
    landing_page_template = "formpage/landing.html"
