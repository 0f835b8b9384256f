"""The models of the site as a whole, so that Django finds them."""

from home.pages import CentrePage, CentresPage, HomePage, PlainPage

__all__ = ["CentrePage", "CentresPage", "HomePage", "PlainPage"]
