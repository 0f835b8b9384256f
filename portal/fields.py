"""Model fields that every app may use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField


class ChoiceArrayField(ArrayField):
    """A list of codes out of the choices of its base field, ticked as boxes in a form.

    In the database and in migrations it is an ``ArrayField``: only the form differs, where Django
    would ask for the codes as text with commas.
    """

    def deconstruct(self) -> Any:
        """Describe the field as what the database sees, so that the choice of a form makes no migration."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Return a field of checkboxes."""
        defaults = {
            "form_class": forms.MultipleChoiceField,
            "choices": self.base_field.choices,
            "widget": forms.CheckboxSelectMultiple,
        }
        # ArrayField's own form field wants one of its base: it is left out on purpose.
        return super(ArrayField, self).formfield(**{**defaults, **kwargs})


class CheckboxColumns(forms.CheckboxSelectMultiple):
    """Boxes to tick, in as many columns as fit: for long lists such as the counties."""

    class Media:
        css = {"all": ["css/admin_forms.css"]}  # noqa: RUF012 - Django's own way

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "checkbox-columns", **(attrs or {})}, choices)
