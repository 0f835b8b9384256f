"""The models of the site as a whole, so that Django finds them."""

from home.centres.pages import CentrePage, CentresPage
from home.pages import HomePage, PlainPage
from home.steps import DemoStep

__all__ = ["CentrePage", "CentresPage", "DemoStep", "HomePage", "PlainPage"]
