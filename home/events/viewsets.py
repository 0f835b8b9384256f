"""Events in the admin: when, where, for whom. Their prose is the event page."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic

from home.events.copies import prepare_copy
from home.events.models import Event
from home.events.pages import EventPage
from portal import clock
from portal.fields import CheckboxColumns
from portal.rows import RowViewSet
from portal.search.documents import page_key
from portal.search.signals import reindex_later


class _EventIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Event]:
        pages = EventPage.objects.filter(event=OuterRef("pk"), live=True)
        return Event.objects.for_list().annotate(has_page=Exists(pages))


class _EventEditView(generic.EditView):
    def save_instance(self) -> Event:
        """Save, and let search learn of the new town or kind."""
        event: Event = super().save_instance()
        reindex_later(page_key(page) for page in event.pages.all())
        return event


class _EventCopyView(generic.CopyView):
    def get_initial_form_instance(self) -> Event:
        """Fill the form with a copy to come."""
        return prepare_copy(self.get_object(), now=clock.now())


class EventViewSet(RowViewSet):
    """Events with their time and place."""

    model = Event
    name = "events"
    icon = "calendar-check"
    menu_label = pgettext_lazy("staff", "Events")
    menu_order = 160
    add_to_admin_menu = True
    copy_view_enabled = True
    index_view_class = _EventIndexView
    edit_view_class = _EventEditView
    copy_view_class = _EventCopyView
    ordering = "-starts_at"
    list_display = (
        "code",
        "kind",
        "starts_at",
        Column("town", label=pgettext_lazy("staff", "Town")),
        BooleanColumn("has_page", label=pgettext_lazy("staff", "Has a page"), sort_key="has_page"),
        BooleanColumn("is_cancelled", label=pgettext_lazy("staff", "Cancelled"), sort_key="is_cancelled"),
    )
    list_filter = ("kind", "centre", "is_cancelled")
    search_fields = ("code", "venue", "city", "centre__city")
    panels: Any = (
        HelpPanel(
            content=pgettext_lazy(
                "staff",
                "<p>Readers see an event once it has a page: Pages → Events → Add child page, then choose it there. "
                "What happens and what to bring stands on the page; what is here is the same in every language.</p>",
            )
        ),
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("is_all_day"), FieldPanel("is_cancelled")]),
            ],
            heading=pgettext_lazy("staff", "When"),
        ),
        MultiFieldPanel(
            [FieldPanel("centre"), FieldPanel("online_url")],
            heading=pgettext_lazy("staff", "Where"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("venue"),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("city"), FieldPanel("county")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=pgettext_lazy("staff", "At another place than the centre"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("audience"), FieldPanel("entry"), FieldPanel("phone")]),
                FieldPanel("spoken_languages"),
                FieldPanel("partners", widget=CheckboxColumns),
            ],
            heading=pgettext_lazy("staff", "For whom, with whom"),
        ),
    )
