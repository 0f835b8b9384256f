"""The models of the packages of resources, so that Django finds them."""

from resources.citizenship.models import Question, QuestionImport, QuestionText
from resources.citizenship.pages import CitizenshipPage, LessonPage, ReadAlongPage
from resources.guides.pages import GuidePage
from resources.pages import ResourcesPage
from resources.videos.models import Video, VideoTrack
from resources.videos.pages import VideoPage

__all__ = [
    "CitizenshipPage",
    "GuidePage",
    "LessonPage",
    "Question",
    "QuestionImport",
    "QuestionText",
    "ReadAlongPage",
    "ResourcesPage",
    "Video",
    "VideoPage",
    "VideoTrack",
]
