"""The models of the packages of courses, so that Django finds them."""

from courses.catalogue.models import Course, Run, Session
from courses.catalogue.pages import CoursePage, CoursesPage
from courses.enrolment.models import Enrolment, Event, Task
from courses.people.models import Person

__all__ = ["Course", "CoursePage", "CoursesPage", "Enrolment", "Event", "Person", "Run", "Session", "Task"]
