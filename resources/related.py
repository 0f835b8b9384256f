"""What else there is on a page's topic, for the end of guides and films."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from portal.pages import BasePage

MOST = 3
"""So many pages of a kind at the end of a page."""


def on_topic(page: BasePage, topic: str, kind: str) -> Any:
    """Return other public pages of a kind (``GuidePage``, ``VideoPage``) on a topic, in the language of ``page``."""
    model = apps.get_model("resources", kind)
    same = model.objects.live().filter(topic=topic, locale_id=page.locale_id).exclude(pk=page.pk)
    listed = same.order_by("path").only("title", "url_path", "summary")
    return listed[:MOST] if topic else model.objects.none()
