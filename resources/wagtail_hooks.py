"""What resources add to the admin. This file only registers."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from resources.citizenship.viewsets import QuestionViewSet
from resources.phrases.viewsets import PhraseViewSet
from resources.videos.viewsets import VideoViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Films, the phrasebook, and the question banks of the citizenship course."""
    return [VideoViewSet(), PhraseViewSet(), QuestionViewSet()]
