"""What the admin's viewsets of rows share: who may do what to them, and when one can't be deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.db import models, router
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import pgettext
from wagtail.admin import messages
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy


def what_needs(row: models.Model) -> dict[str, int]:
    """Return what keeps a row from being deleted: names of models (plural) and how many rows of each."""
    collector = Collector(using=router.db_for_write(type(row), instance=row), origin=row)
    try:
        collector.collect([row])
    except ProtectedError as error:
        blockers = error.protected_objects
    except RestrictedError as error:
        blockers = error.restricted_objects
    else:
        return {}
    return dict(Counter(str(capfirst(blocker._meta.verbose_name_plural)) for blocker in blockers))


class RowDeleteView(generic.DeleteView):
    """Asks before it deletes; says in a sentence why a row can't be."""

    template_name = "portal/confirm_delete.html"

    @cached_property
    def needed_by(self) -> dict[str, int]:
        """What needs this row."""
        return what_needs(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what needs the row."""
        return super().get_context_data(**kwargs, needed_by=self.needed_by)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete, or lead back to the page that says why not."""
        if self.needed_by:
            return self.refuse()
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except (ProtectedError, RestrictedError):
            # Somebody began to need it between the question and the answer.
            return self.refuse()
        return response

    def refuse(self) -> HttpResponse:
        """Say that other rows need this one."""
        sentence = pgettext("staff", "“%(name)s” can't be deleted: other entries need it.")
        messages.error(self.request, sentence % {"name": self.object})
        if not self.edit_url_name:
            raise ImproperlyConfigured("A row that can be deleted has a page of its own.")
        return redirect(reverse(self.edit_url_name, args=[self.object.pk]))


class RowViewSet(ModelViewSet):
    """Rows without a language, edited in the admin by who has the model's permissions."""

    delete_view_class = RowDeleteView
    copy_view_enabled = False
    list_per_page = 50


class OnlyPolicy(ModelPermissionPolicy):
    """Django's permissions, of which some actions exist and the others are refused to everybody."""

    def __init__(self, model: type[models.Model], actions: frozenset[str]) -> None:
        super().__init__(model)
        self._actions = actions

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Whether the action exists and the user may do it."""
        return action in self._actions and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        """Whether one of the actions exists that the user may do."""
        return any(self.user_has_permission(user, action) for action in actions)


class PermissionedFormMixin:
    """A form that leaves out the inline rows which its user may not change.

    Subclasses name them in ``formset_permissions``: relation name to permission. Without this, who may
    edit the form could send rows that the page doesn't show.
    """

    formset_permissions: dict[str, str] = {}  # noqa: RUF012 - as Django's forms declare it

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, for_user=for_user, **kwargs)  # type: ignore[call-arg]
        for relation, permission in self.formset_permissions.items():
            if for_user is None or not for_user.has_perm(permission):
                del self.formsets[relation]  # type: ignore[attr-defined]


class PermissionedInlinePanel(InlinePanel):
    """Inline rows that are shown only where the form has them: see :class:`PermissionedFormMixin`."""

    class BoundPanel(InlinePanel.BoundPanel):
        """The panel of one form."""

        def __init__(self, *, panel: Any, form: Any, **kwargs: Any) -> None:
            self.is_permitted = form is None or panel.relation_name in form.formsets
            if self.is_permitted:
                super().__init__(panel=panel, form=form, **kwargs)
            else:
                Panel.BoundPanel.__init__(self, panel=panel, form=form, **kwargs)

        def is_shown(self) -> bool:
            """Whether the user may see these rows."""
            return self.is_permitted
