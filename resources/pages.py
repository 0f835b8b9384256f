"""The section of everything to read, watch and learn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from portal.audiences import Audience, is_for
from portal.caching.marks import Parameters
from portal.context import public_path
from portal.pages import BasePage
from resources.facets import Reader, query_of
from resources.guides.pages import GuidePage
from resources.situations.pages import SituationPage
from resources.topics import Topic, parse_topic
from resources.videos.pages import VideoPage

if TYPE_CHECKING:
    from django.http import HttpRequest

LEARNING = {"first-words": "speak", "citizenship": "citizen"}
"""Pages below this one that teach, by slug, with their pictograms."""


LISTED = ("title", "slug", "url_path")
FILM = ("video__poster", "video__width", "video__height", "video__duration_seconds", "video__size_bytes")
"""What lists show of pages and films, out of some forty columns."""


@dataclass
class Shelf:
    """The guides and films of one topic; ``topic`` is None for those without one."""

    topic: Topic | None
    query: str = ""
    guides: list[GuidePage] = field(default_factory=list)
    films: list[VideoPage] = field(default_factory=list)


def shelves_of(guides: Iterable[GuidePage], films: Iterable[VideoPage], reader: Reader) -> list[Shelf]:
    """Return the topics that have anything for this reader, in the order of the list; those without one last."""
    audience = reader.audience.value if reader.audience else ""
    shelves = {
        topic: Shelf(topic, query_of(**{"topic": topic.value if topic else "", "for": audience}))
        for topic in (*Topic, None)
    }
    for guide in guides:
        if is_for(guide.audiences, reader.audience):
            shelves[parse_topic(guide.topic)].guides.append(guide)
    for film in films:
        shelves[parse_topic(film.topic)].films.append(film)
    return [shelf for shelf in shelves.values() if shelf.guides or shelf.films]


class ResourcesPage(BasePage):
    """Situations, topics with their guides and films, the phrasebook and the course on citizenship."""

    parameters = Parameters(("for", "topic"))
    search_kind = "section"
    can_be_saved = True
    template = "resources/resources_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = [
        "resources.GuidePage",
        "resources.VideoPage",
        "resources.SituationPage",
        "resources.PhrasebookPage",
        "resources.CitizenshipPage",
    ]

    class Meta:
        verbose_name = pgettext_lazy("staff", "resources section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what stands below this page, in its language. Four queries."""
        context = super().get_context(request, *args, **kwargs)
        reader, topic = Reader.of(request), parse_topic(request.GET.get("topic"))
        guides = list(GuidePage.objects.live().child_of(self).only(*LISTED, "topic", "audiences", "summary"))
        films = list(
            VideoPage.objects.live().child_of(self).select_related("video").only(*LISTED, "topic", "summary", *FILM)
        )
        shelves = shelves_of(guides, films, reader)
        if topic:
            context["shelf"] = next((shelf for shelf in shelves if shelf.topic == topic), None)
        context.update(
            topic=topic,
            save_query=query_of(topic=topic.value) if topic else "",
            shelves=shelves,
            reader=reader.audience,
            carried=reader.carried,
            choices=reader.choices(topic=topic.value if topic else "") if guides else [],
            hidden=_left_out(guides, topic, reader.audience),
        )
        if not topic:
            context["situations"] = SituationPage.objects.live().child_of(self).only(*LISTED, "symbol")
            teaching = Page.objects.live().child_of(self).filter(slug__in=LEARNING).order_by("path").only(*LISTED)
            context["teaching"] = [(page, LEARNING[page.slug]) for page in teaching]
        return context

    def pages_to_save(self, query: QueryDict) -> list[str]:
        """Return what stands directly below, or of one topic its guides and films; the course is saved on its own."""
        topic = parse_topic(query.get("topic"))
        below = Page.objects.live().child_of(self).order_by("path")
        if topic:
            below = below.filter(Q(guidepage__topic=topic) | Q(videopage__topic=topic))
        return [public_path(path, self.language.code) for path in below.values_list("url_path", flat=True)]


def _left_out(guides: Iterable[GuidePage], topic: Topic | None, audience: Audience | None) -> int:
    """Return how many guides this reader isn't shown, of the topic that was asked for."""
    return sum(
        not is_for(guide.audiences, audience) for guide in guides if topic is None or parse_topic(guide.topic) == topic
    )
