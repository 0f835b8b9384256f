"""The models of the packages of courses, so that Django finds them."""

from courses.catalogue.models import Course, Run, Session
from courses.catalogue.pages import CoursePage, CoursesPage
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Appointment, Event, Question, Reminder, Task
from courses.intake.models import ImportBatch
from courses.people.models import Merge, NotTheSame, Person

__all__ = [
    "Appointment",
    "Course",
    "CoursePage",
    "CoursesPage",
    "Enrolment",
    "Event",
    "ImportBatch",
    "Merge",
    "NotTheSame",
    "Person",
    "Question",
    "Reminder",
    "Run",
    "Session",
    "Task",
]
