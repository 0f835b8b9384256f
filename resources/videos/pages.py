"""The page of a film: poster, sizes before anything plays, captions in the reader's language, transcript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal import languages
from portal.caching.marks import Parameters
from portal.pages import BasePage
from resources.facets import Reader
from resources.related import on_topic
from resources.topics import Topic, parse_topic
from resources.videos.models import Video, VideoFile, VideoTrack
from resources.videos.structured import film_thing

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Version:
    """One way to have a film: the whole, for little data, or the sound alone."""

    variant: str
    url: str
    size_bytes: int
    is_synthetic: bool = False


def versions_of(video: Video, files: Iterable[VideoFile], code: str) -> list[Version]:
    """Return the ways to have a film in a language: the language's own file before the one for all."""
    by_place = {(row.variant, row.language): row for row in files}
    versions = []
    for variant in VideoFile.Variant.values:
        row = by_place.get((variant, code)) or by_place.get((variant, ""))
        if row:
            versions.append(Version(variant, row.file.url, row.size_bytes, row.is_synthetic))
        elif variant == VideoFile.Variant.FULL and video.file:
            versions.append(Version(variant, video.file.url, video.size_bytes))
    return versions


class VideoPage(BasePage):
    """A film to watch, to hear, to read and to take along."""

    topic = models.CharField(pgettext_lazy("staff", "topic"), max_length=20, choices=Topic.choices, blank=True)
    video = models.ForeignKey(Video, models.PROTECT, related_name="pages", verbose_name=pgettext_lazy("staff", "film"))

    parameters = Parameters(("for", "data"))
    symbol_in_lists = "film"
    search_kind = "film"
    template = "resources/video_page.html"
    served_with = ("video",)
    parent_page_types: ClassVar = ["resources.ResourcesPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        SynchronizedField("video", overridable=False),
        SynchronizedField("topic", overridable=False),
    ]
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("video"), FieldPanel("topic")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary"), index.FilterField("topic")]

    class Meta:
        verbose_name = pgettext_lazy("staff", "film page")
        verbose_name_plural = pgettext_lazy("staff", "film pages")

    def search_extra(self) -> list[str]:
        """What the film says in this page's language."""
        return [track.transcript for track in self.video.tracks.all() if track.language == self.locale.language_code]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the ways to have the film, the tracks in the list's order, and the transcript in the page's
        language or the nearest.
        """
        context = super().get_context(request, *args, **kwargs)
        code = self.locale.language_code
        tracks = {track.language: track for track in self.video.tracks.all()}
        ordered: list[VideoTrack] = [tracks[one] for one in languages.CODES if one in tracks]
        own = tracks.get(code) or tracks.get("en") or tracks.get(languages.SOURCE_CODE)
        versions = versions_of(self.video, self.video.files.all(), code)
        wanted = request.GET.get("data") or VideoFile.Variant.FULL
        playing = next((one for one in versions if one.variant == wanted), versions[0] if versions else None)
        context.update(
            tracks=ordered,
            own_track=own,
            versions=versions,
            playing=playing,
            topic=parse_topic(self.topic),
            carried=Reader.of(request).carried,
        )
        if self.topic:
            context["related"] = on_topic(self, self.topic, "GuidePage")
        return context

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The film."""
        return [film_thing(self, context)]
