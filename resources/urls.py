"""Public addresses of the citizenship course that are no pages: practice, question banks, the mock interview."""

from django.urls import path, re_path

from resources.citizenship import views
from resources.citizenship.subjects import Subject

COURSE = views.ADDRESS
SUBJECTS = "|".join(Subject.values)

urlpatterns = [
    re_path(rf"^{COURSE}practice/(?P<subject>{SUBJECTS})/$", views.practice, name="practice"),
    re_path(rf"^{COURSE}questions/(?P<subject>{SUBJECTS})/$", views.question_bank, name="question_bank"),
    path(f"{COURSE}self-test/<slug:lesson>/", views.self_test, name="self_test"),
    path(f"{COURSE}interview/", views.start_interview, name="start_interview"),
    re_path(rf"^{COURSE}interview/(?P<seed>[a-z0-9]{{1,12}})/$", views.interview, name="interview"),
]
