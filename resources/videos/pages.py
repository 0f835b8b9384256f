"""The page of a film: poster, size before play, captions in the reader's language, transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal import languages
from portal.pages import BasePage
from resources.videos.models import Video, VideoTrack

if TYPE_CHECKING:
    from django.http import HttpRequest


class VideoPage(BasePage):
    """A film to watch, to read and to take along."""

    video = models.ForeignKey(Video, models.PROTECT, related_name="pages", verbose_name=pgettext_lazy("staff", "film"))

    template = "resources/video_page.html"
    served_with = ("video",)
    parent_page_types: ClassVar = ["resources.ResourcesPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        SynchronizedField("video", overridable=False),
    ]
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("video")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = pgettext_lazy("staff", "film page")
        verbose_name_plural = pgettext_lazy("staff", "film pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the tracks in the list's order, and the transcript in the page's language or the nearest."""
        context = super().get_context(request, *args, **kwargs)
        tracks = {track.language: track for track in self.video.tracks.all()}
        ordered: list[VideoTrack] = [tracks[code] for code in languages.CODES if code in tracks]
        own = tracks.get(self.locale.language_code) or tracks.get("en") or tracks.get(languages.SOURCE_CODE)
        context.update(tracks=ordered, own_track=own)
        return context
