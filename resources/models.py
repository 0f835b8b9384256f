"""The models of the packages of resources, so that Django finds them."""

from resources.guides.pages import GuidePage
from resources.pages import ResourcesPage
from resources.videos.models import Video, VideoTrack
from resources.videos.pages import VideoPage

__all__ = ["GuidePage", "ResourcesPage", "Video", "VideoPage", "VideoTrack"]
