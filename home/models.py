"""The models of the site as a whole, so that Django finds them."""

from home.centres.pages import CentrePage, CentresPage
from home.events.models import Event
from home.events.pages import EventPage, EventsPage
from home.news.pages import NewsIndexPage, NewsPage
from home.pages import HomePage, PlainPage
from home.projects.pages import ProjectPage, ProjectsPage
from home.steps import DemoStep

__all__ = [
    "CentrePage",
    "CentresPage",
    "DemoStep",
    "Event",
    "EventPage",
    "EventsPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PlainPage",
    "ProjectPage",
    "ProjectsPage",
]
