"""Films in the admin."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from portal.rows import RowViewSet
from resources.videos.models import Video


class _VideoIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Video]:
        return Video.objects.annotate(track_count=Count("tracks", distinct=True))


class VideoViewSet(RowViewSet):
    """Films with their captions and transcripts."""

    model = Video
    name = "films"
    icon = "media"
    menu_order = 310
    add_to_admin_menu = True
    index_view_class = _VideoIndexView
    list_display = (
        "code",
        "duration_seconds",
        Column(
            "size",
            label=pgettext_lazy("staff", "Size"),
            accessor=lambda video: filesizeformat(video.size_bytes),
            sort_key="size_bytes",
        ),
        Column("track_count", label=pgettext_lazy("staff", "Languages")),
    )
    search_fields = ("code",)
    panels = (
        FieldPanel("code"),
        FieldPanel("file"),
        FieldPanel("external_url"),
        FieldPanel("poster"),
        FieldRowPanel([FieldPanel("width"), FieldPanel("height"), FieldPanel("duration_seconds")]),
        InlinePanel(
            "files",
            heading=pgettext_lazy("staff", "For little data, to hear only, or in one language"),
            label=pgettext_lazy("staff", "File"),
            panels=[
                FieldRowPanel([FieldPanel("variant"), FieldPanel("language")]),
                FieldPanel("file"),
                FieldPanel("is_synthetic"),
            ],
        ),
        InlinePanel(
            "tracks",
            heading=pgettext_lazy("staff", "Captions and transcripts"),
            label=pgettext_lazy("staff", "Language"),
            panels=[
                FieldRowPanel([FieldPanel("language"), FieldPanel("captions")]),
                FieldPanel("transcript"),
                FieldPanel("is_machine"),
            ],
        ),
    )
