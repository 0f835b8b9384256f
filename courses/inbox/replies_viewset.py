"""Ready answers in the admin: each centre writes its own, coordinators those for all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.permission_policies.base import BasePermissionPolicy

from courses.inbox.access import works_in_inbox
from courses.inbox.models import Reply
from portal.directory.access import has_role
from portal.directory.models import Centre, Membership
from portal.rows import RowDeleteView, RowViewSet

FOR_ALL = pgettext_lazy("staff", "For all centres")


def coordinates(user: User) -> bool:
    """Whether a user may change what is for all centres."""
    return has_role(user, (Membership.Role.COORDINATOR,))


def whose(reply: Reply) -> str:
    """Return the centre of an answer, or that it is for all."""
    return str(reply.centre or FOR_ALL)


class ReplyPolicy(BasePermissionPolicy):
    """Who works for a centre writes its answers; no permission of Django's is asked."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Whether the user sees people anywhere."""
        return works_in_inbox(cast(User, user))

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Reply) -> bool:
        """Whether the answer is the user's to change. What the portal brings is switched off, never deleted."""
        if action == "delete" and instance.code:
            return False
        return Reply.objects.editable_by(cast(User, user)).filter(pk=instance.pk).exists()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        """Return who sees people anywhere."""
        memberships = Membership.objects.filter(role__in=Membership.SEES_PEOPLE)
        return get_user_model().objects.filter(is_active=True, pk__in=memberships.values("user"))


class ReplyForm(WagtailAdminModelForm):
    """An answer of one of the user's centres, or for all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["centre"])
        field.queryset = Centre.objects.for_staff(self.for_user)
        if coordinates(self.for_user):
            field.empty_label = str(FOR_ALL)
        else:
            field.required = True


class _OfInbox:
    """Views that don't exist for who sees nobody's people."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not works_in_inbox(request.user):  # type: ignore[arg-type]
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class _IndexView(_OfInbox, generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Reply]:
        mine = Reply.objects.editable_by(self.request.user).filter(pk=OuterRef("pk"))
        return Reply.objects.seen_by(self.request.user).select_related("centre").annotate(is_mine=Exists(mine))

    def get_edit_url(self, instance: Any) -> str | None:
        return super().get_edit_url(instance) if instance.is_mine else None

    def get_delete_url(self, instance: Any) -> str | None:
        return super().get_delete_url(instance) if instance.is_mine and not instance.code else None


class _CreateView(_OfInbox, generic.CreateView):
    pass


class _EditView(_OfInbox, generic.EditView):
    def get_queryset(self) -> QuerySet[Reply]:
        return Reply.objects.editable_by(self.request.user)


class _DeleteView(_OfInbox, RowDeleteView):
    def get_queryset(self) -> QuerySet[Reply]:
        return Reply.objects.editable_by(self.request.user).filter(code="")


class _HistoryView(_OfInbox, history.HistoryView):
    def get_base_object_queryset(self) -> QuerySet[Reply]:
        return Reply.objects.editable_by(self.request.user)


class _UsageView(_OfInbox, usage.UsageView):
    def get_base_object_queryset(self) -> QuerySet[Reply]:
        return Reply.objects.editable_by(self.request.user)


class ReplyViewSet(RowViewSet):
    """What is written once and sent often."""

    model = Reply
    name = "replies"
    icon = "comment"
    menu_label = pgettext_lazy("staff", "Ready answers")
    menu_order = 610
    add_to_settings_menu = True
    add_to_reference_index = False
    inspect_view_enabled = False
    index_view_class = _IndexView
    add_view_class = _CreateView
    edit_view_class = _EditView
    delete_view_class = _DeleteView
    history_view_class = _HistoryView
    usage_view_class = _UsageView
    list_display: ClassVar = [
        "title",
        Column("centre", label=pgettext_lazy("staff", "Centre"), accessor=whose, sort_key="centre__name"),
        BooleanColumn("is_active", label=pgettext_lazy("staff", "Offered")),
    ]
    search_fields: ClassVar = ["title", "texts__text"]
    edit_handler = ObjectList(
        [
            HelpPanel(template="inbox/reply_help.html"),
            FieldRowPanel([FieldPanel("title"), FieldPanel("centre")]),
            FieldPanel("is_active"),
            InlinePanel(
                "texts",
                heading=pgettext_lazy("staff", "Texts"),
                label=pgettext_lazy("staff", "Text"),
                min_num=1,
                panels=[FieldRowPanel([FieldPanel("language"), FieldPanel("is_machine")]), FieldPanel("text")],
            ),
        ],
        base_form_class=ReplyForm,
    )

    @property
    def permission_policy(self) -> ReplyPolicy:
        """Memberships decide."""
        return ReplyPolicy(Reply)
