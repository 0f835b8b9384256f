"""What a person reads about the state of their enrolment: what it means and what comes next."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.enrolment.states import State, Verb

EXPLANATIONS: dict[State, Promise] = {
    State.SUBMITTED: _("We have your enrolment. A colleague reads it, usually within one working day."),
    State.IN_REVIEW: _("A colleague is looking at your enrolment and will answer you soon."),
    State.NEEDS_INFORMATION: _("We need an answer from you before we can go on. Please call us."),
    State.WAITING: _("All places are taken. You are on the waiting list, and we tell you when a place is free."),
    State.OFFERED: _("A place is held for you. Please say yes or no before the time is over."),
    State.CONFIRMED: _("The place is yours. Please come to the first meeting."),
    State.DECLINED: _("You said no to this place. If you change your mind, call us."),
    State.EXPIRED: _("We had no answer in time, so the place went to somebody else. Call us: we look for another."),
    State.ATTENDING: _("You are taking part in this course."),
    State.COMPLETED: _("You have completed this course. Congratulations!"),
    State.DROPPED: _("You have left this course. If you want to come back, call us."),
    State.WITHDRAWN: _("You have taken back this enrolment. You can enrol again at any time."),
    State.REJECTED: _("We cannot give you a place in this group."),
    State.MERGED: _("You are on our list with another enrolment. We go on with that one."),
    State.SPAM: _("We cannot work on this enrolment. If this is a mistake, please call us."),
}

PERSON_VERBS: dict[Verb, Promise] = {
    Verb.CONFIRM: _("Yes, I take the place"),
    Verb.DECLINE: _("No, thank you"),
    Verb.WITHDRAW: _("I do not want to take part any more"),
}
"""The buttons of the status page, by what they do."""

DONE: dict[Verb, Promise] = {
    Verb.CONFIRM: _("Thank you. The place is yours."),
    Verb.DECLINE: _("Thank you for telling us. The place goes to somebody else."),
    Verb.WITHDRAW: _("Your enrolment is taken back. Thank you for telling us."),
}
"""What the page says after a button was pressed."""
