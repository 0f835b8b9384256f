"""Message texts and the outbox in the admin."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import Field, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from portal import languages
from portal.messages.forms import MessageTextForm
from portal.messages.models import Message, MessageText
from portal.messages.services import resend_message
from portal.messages.templates import template_choices
from portal.rows import OnlyPolicy


def may_resend(user: User | AnonymousUser) -> bool:
    """Whether a user may send messages again: superusers, and whoever was given the permission."""
    return user.has_perm("portal.change_message")


class MessageTextFilterSet(WagtailFilterSet):
    """By message, by language, and what a machine translated."""

    template = django_filters.ChoiceFilter(label=pgettext_lazy("staff", "message"), choices=template_choices)

    class Meta:
        model = MessageText
        fields: ClassVar = ["template", "language", "is_machine"]


class MessageTextViewSet(ModelViewSet):
    """Every text of every language; rows come with the languages, so none is added or deleted by hand."""

    model = MessageText
    name = "message_texts"
    icon = "doc-full"
    menu_label = pgettext_lazy("staff", "Message texts")
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    filterset_class = MessageTextFilterSet
    search_fields: ClassVar = ["subject", "body", "sms"]
    list_display: ClassVar = [
        "template",
        "language",
        BooleanColumn("is_own", label=pgettext_lazy("staff", "Own text")),
        BooleanColumn("is_machine", label=pgettext_lazy("staff", "Machine-translated"), sort_key="is_machine"),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(template="messages_admin/text_help.html"),
            FieldPanel("subject"),
            FieldPanel("body"),
            FieldPanel("sms"),
            FieldPanel("is_machine"),
        ],
        base_form_class=MessageTextForm,
    )

    @property
    def permission_policy(self) -> OnlyPolicy:
        """Texts are changed, nothing else."""
        return OnlyPolicy(MessageText, frozenset({"change", "view"}))


class OutboxIndexView(generic.IndexView):
    """The list of messages, without their texts: those are long and not shown."""

    def get_base_queryset(self) -> QuerySet[Message]:
        """Return the messages, newest first."""
        return super().get_base_queryset().defer("body")


class OutboxInspectView(generic.InspectView):
    """One message as it was written, with the button that sends it again."""

    template_name = "messages_admin/message.html"

    def get_body_display_value(self) -> SafeString:
        """Return the text with its lines, in its own direction."""
        code = self.object.language
        direction = languages.get_language(code).direction if languages.is_supported(code) else "auto"
        text = mark_safe(linebreaks(self.object.body, autoescape=True))  # noqa: S308 - escaped right here
        return format_html('<div lang="{}" dir="{}">{}</div>', code, direction, text)

    def get_field_display_value(self, field_name: str, field: Field) -> Any:
        """Return moments in the time of Romania, as the list shows them."""
        value = super().get_field_display_value(field_name, field)
        return timezone.localtime(value) if isinstance(value, dt.datetime) else value

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the address of the button, for whom it is."""
        context = super().get_context_data(**kwargs)
        if may_resend(self.request.user):
            context["resend_url"] = reverse("outbox:resend", args=[self.object.pk])
        return context


class OutboxFilterSet(WagtailFilterSet):
    """By state, by channel, by message, by language."""

    template = django_filters.ChoiceFilter(label=pgettext_lazy("staff", "message"), choices=template_choices)
    language = django_filters.ChoiceFilter(label=pgettext_lazy("staff", "language"), choices=languages.django_choices)

    class Meta:
        model = Message
        fields: ClassVar = ["state", "channel", "template", "language"]


class OutboxViewSet(ModelViewSet):
    """What was sent, waits or was given up. Messages carry names: Django's permissions on messages decide,
    which superusers have and no group gets by itself.
    """

    model = Message
    name = "outbox"
    icon = "mail"
    menu_label = pgettext_lazy("staff", "Outbox")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = OutboxIndexView
    inspect_view_class = OutboxInspectView
    inspect_view_fields: ClassVar = [
        "state",
        "channel",
        "template",
        "language",
        "recipient",
        "reply_to",
        "subject",
        "body",
        "attempts",
        "next_try_at",
        "last_error",
        "created_at",
        "sent_at",
    ]
    form_fields: ClassVar = ["state"]
    filterset_class = OutboxFilterSet
    search_fields: ClassVar = ["recipient", "subject", "about"]
    list_display: ClassVar = [
        "title",
        "recipient",
        "channel",
        "template",
        "language",
        "state",
        "last_error",
        "created_at",
    ]

    @property
    def permission_policy(self) -> OnlyPolicy:
        """Messages are read; the edit view exists for nobody."""
        return OnlyPolicy(Message, frozenset({"view"}))

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address of the button."""
        return [*super().get_urlpatterns(), path("resend/<int:pk>/", resend, name="resend")]


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a message again and go back to it. Raises ``PermissionDenied`` and ``Http404``."""
    if not request.user.is_authenticated or not may_resend(request.user):
        raise PermissionDenied
    again = resend_message(message=get_object_or_404(Message, pk=pk), user=request.user)
    messages.success(request, pgettext("staff", "The message is in the queue; it leaves within seconds."))
    return redirect("outbox:inspect", again.pk)


class MessagesGroup(ModelViewSetGroup):
    """The menu of messages."""

    menu_label = pgettext_lazy("staff", "Messages")
    menu_icon = "mail"
    menu_order = 600
    items = (MessageTextViewSet, OutboxViewSet)
