"""How a form's fields stand together on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise


@dataclass(frozen=True)
class Plan:
    """A group that a form wants: its heading and the names of its fields.

    Fields that the form lacks, or that an earlier group has, are left out.
    """

    legend: str | Promise
    names: Sequence[str]
    help: str | Promise = ""
    may_close: bool = False


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under one heading. A collapsed group may be left out entirely."""

    legend: str | Promise
    fields: list[forms.BoundField]
    help: str | Promise = ""
    collapsed: bool = False


def grouped(form: forms.Form, plans: Sequence[Plan]) -> list[Group]:
    """Return the form's fields in the planned groups. One that may be closed is open once something is in it."""
    groups = []
    left = set(form.fields)
    for plan in plans:
        fields = [form[name] for name in plan.names if name in left]
        left -= set(plan.names)
        if fields:
            is_empty = not any(field.errors or field.value() for field in fields)
            groups.append(Group(plan.legend, fields, plan.help, collapsed=plan.may_close and is_empty))
    return groups
