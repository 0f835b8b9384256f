"""The models of the packages of resources, so that Django finds them."""

from resources.citizenship.models import Question, QuestionImport, QuestionText
from resources.citizenship.pages import CitizenshipPage, LessonPage, ReadAlongPage
from resources.guides.pages import GuidePage
from resources.pages import ResourcesPage
from resources.phrases.models import Phrase, PhraseText
from resources.phrases.pages import PhrasebookPage
from resources.situations.pages import SituationPage
from resources.videos.models import Video, VideoFile, VideoTrack
from resources.videos.pages import VideoPage

__all__ = [
    "CitizenshipPage",
    "GuidePage",
    "LessonPage",
    "Phrase",
    "PhraseText",
    "PhrasebookPage",
    "Question",
    "QuestionImport",
    "QuestionText",
    "ReadAlongPage",
    "ResourcesPage",
    "SituationPage",
    "Video",
    "VideoFile",
    "VideoPage",
    "VideoTrack",
]
