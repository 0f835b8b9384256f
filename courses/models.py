"""The models of the packages of courses, so that Django finds them."""

from courses.attendance.models import Attendance, AttendanceChange
from courses.bulk.models import BulkItem, BulkJob
from courses.catalogue.models import Course, Run, Session
from courses.catalogue.pages import CoursePage, CoursesPage
from courses.certificates.models import Certificate
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Appointment, Event, Question, Reminder, Task
from courses.inbox.models import Reply, ReplyText, SavedView, Viewing
from courses.intake.models import ImportBatch
from courses.people.models import Merge, NotTheSame, Person
from courses.reports.models import Milestone, Snapshot

__all__ = [
    "Appointment",
    "Attendance",
    "AttendanceChange",
    "BulkItem",
    "BulkJob",
    "Certificate",
    "Course",
    "CoursePage",
    "CoursesPage",
    "Enrolment",
    "Event",
    "ImportBatch",
    "Merge",
    "Milestone",
    "NotTheSame",
    "Person",
    "Question",
    "Reminder",
    "Reply",
    "ReplyText",
    "Run",
    "SavedView",
    "Session",
    "Snapshot",
    "Task",
    "Viewing",
]
