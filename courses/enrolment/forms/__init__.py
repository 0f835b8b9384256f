"""What people fill in: to enrol in a group, or to say what they look for."""

from courses.enrolment.forms.enrolment import EnrolmentForm
from courses.enrolment.forms.interest import InterestForm, WantedForm

__all__ = ["EnrolmentForm", "InterestForm", "WantedForm"]
