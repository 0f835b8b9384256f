"""Coded answers of enrolments. Labels come from gettext; what is stored is the code."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """How much Romanian somebody says they speak."""

    UNKNOWN = "unknown", _("I don't know")
    NONE = "none", _("None yet")
    A1 = "A1", _("A few words and sentences (A1)")
    A2 = "A2", _("Simple conversations (A2)")
    B1 = "B1", _("Most everyday situations (B1)")


class Proficiency(models.TextChoices):
    """How much Romanian somebody was found to speak at the beginning or the end of a course (CEFR)."""

    NONE = "none", pgettext_lazy("staff", "None")
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"


class Reason(models.TextChoices):
    """Why an enrolment was not accepted, or ended; what the person is told is translated with it."""

    NOT_ELIGIBLE = "not_eligible", _("This group is for people with another status.")
    WRONG_LEVEL = "wrong_level", _("Another level fits you better.")
    RUN_CANCELLED = "run_cancelled", _("This group does not take place.")
    NO_ANSWER = "no_answer", _("We could not reach you.")
    DUPLICATE = "duplicate", _("You are already on our list.")
    OTHER = "other", _("Another reason: please ask us.")


class Suspicion(models.TextChoices):
    """Why an enrolment may not be a person's. Separate from the state; staff decide."""

    NONE = "", pgettext_lazy("staff", "Nothing suspicious")
    HONEYPOT = "honeypot", pgettext_lazy("staff", "Filled in a hidden field")
    TOO_FAST = "too_fast", pgettext_lazy("staff", "Filled in within seconds")
    LOW_SCORE = "low_score", pgettext_lazy("staff", "reCAPTCHA doubts that it is a person")
    UNCHECKED = "unchecked", pgettext_lazy("staff", "reCAPTCHA could not be asked")


class Source(models.TextChoices):
    """How an enrolment reached us."""

    FORM = "form", pgettext_lazy("staff", "Through the form")
    STAFF = "staff", pgettext_lazy("staff", "Written down by a colleague")
    IMPORT = "import", pgettext_lazy("staff", "From a list")


class Priority(models.IntegerChoices):
    """Who is before whom on a waiting list; within a priority, time decides."""

    NORMAL = 0, pgettext_lazy("staff", "In order of time")
    GROUP = 1, pgettext_lazy("staff", "Priority group of the run")
    FIRST = 2, pgettext_lazy("staff", "First: the group was cancelled, or the centre made a mistake")


class Topic(models.TextChoices):
    """What staff ask a person; each is a whole question in the person's language."""

    TIMES = "times", _("At which times of the day can you come?")
    LEVEL = "level", _("How much Romanian do you speak, and where did you learn it?")
    STATUS = "status", _("Which document or status do you have in Romania?")
    BIRTH_YEAR = "birth_year", _("In which year was the learner born?")
    CHILDCARE = "childcare", _("How old are the children who need childcare?")
    CONTACT = "contact", _("How can we reach you best?")
    OTHER = "other", _("Please read what we wrote and answer us.")
