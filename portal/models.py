"""The models of the portal's packages, so that Django finds them."""

from portal.audit.models import AuditEntry
from portal.caching.models import KeptAddress, PageChange
from portal.directory.models import (
    Centre,
    CentreHours,
    CentrePhone,
    County,
    Membership,
    Organisation,
    Project,
    ProjectPartner,
)
from portal.directory.special_days import SpecialDay
from portal.facts.models import Fact
from portal.feedback.models import Feedback
from portal.messages.models import Message, MessageText
from portal.protection.models import RateCounter
from portal.search.models import SearchEntry, SearchState, SearchWord

__all__ = [
    "AuditEntry",
    "Centre",
    "CentreHours",
    "CentrePhone",
    "County",
    "Fact",
    "Feedback",
    "KeptAddress",
    "Membership",
    "Message",
    "MessageText",
    "Organisation",
    "PageChange",
    "Project",
    "ProjectPartner",
    "RateCounter",
    "SearchEntry",
    "SearchState",
    "SearchWord",
    "SpecialDay",
]
