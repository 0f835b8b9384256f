"""What the log can be narrowed down by."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.utils import get_user_display_name

from portal.audit.models import AuditEntry
from portal.directory.models import Centre, Membership


def auditable_centres(request: HttpRequest | None) -> QuerySet[Centre]:
    """Return the centres whose log the reader sees."""
    if request is None:
        return Centre.objects.none()
    return Centre.objects.coordinated_by(request.user).order_by("name")  # type: ignore[arg-type]


def auditable_users(request: HttpRequest | None) -> QuerySet[User]:
    """Return who may have left entries there: everybody for a superuser, else who works at these centres."""
    users = get_user_model().objects.order_by("first_name", "last_name", "pk")
    if request is not None and request.user.is_superuser:
        return users
    return users.filter(pk__in=Membership.objects.filter(centre__in=auditable_centres(request)).values("user"))


class _UserField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return str(get_user_display_name(obj))


class UserFilter(django_filters.ModelChoiceFilter):
    """A user, by name."""

    field_class = _UserField


class AuditFilterSet(WagtailFilterSet):
    """By user, by what was done and to what, by centre and by days."""

    user = UserFilter(label=pgettext_lazy("staff", "User"), queryset=auditable_users)
    action = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("staff", "What"),
        choices=AuditEntry.Action.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    about = django_filters.CharFilter(
        label=pgettext_lazy("staff", "Of what"),
        help_text=pgettext_lazy("staff", "As the list writes it, such as enrolment:417203356."),
    )
    centre = django_filters.ModelChoiceFilter(label=pgettext_lazy("staff", "Centre"), queryset=auditable_centres)
    at = django_filters.DateFromToRangeFilter(label=pgettext_lazy("staff", "Days"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []
