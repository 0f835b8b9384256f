"""What resources add to the admin. This file only registers."""

from __future__ import annotations

from wagtail import hooks

from resources.citizenship.viewsets import QuestionViewSet
from resources.videos.viewsets import VideoViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> VideoViewSet:
    """Films."""
    return VideoViewSet()


@hooks.register("register_admin_viewset")
def register_questions() -> QuestionViewSet:
    """The question banks of the citizenship course."""
    return QuestionViewSet()
