"""What resources add to the admin. This file only registers."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from resources.phrases.viewsets import PhraseViewSet
from resources.videos.viewsets import VideoViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Films, and the phrasebook."""
    return [VideoViewSet(), PhraseViewSet()]
