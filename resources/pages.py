"""The section of everything to read, watch and learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import pgettext_lazy

from portal.pages import BasePage
from resources.guides.pages import GuidePage
from resources.videos.pages import VideoPage

if TYPE_CHECKING:
    from django.http import HttpRequest


class ResourcesPage(BasePage):
    """Guides and films. What isn't translated yet is listed too, in the language it exists in."""

    search_kind = "section"
    template = "resources/resources_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["resources.GuidePage", "resources.VideoPage"]

    class Meta:
        verbose_name = pgettext_lazy("staff", "resources section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the guides and films below this page, in its language."""
        context = super().get_context(request, *args, **kwargs)
        context["guides"] = GuidePage.objects.live().child_of(self).defer("body")
        context["videos"] = VideoPage.objects.live().child_of(self).select_related("video")
        return context
