"""The test databases: a test that commits, or reads the demo, leaves nothing for the next one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from wagtail.models import Locale, Page

from courses.catalogue.models import Course
from home.pages import HomePage
from portal import clock, languages
from portal.directory.models import Centre
from resources.videos.models import Video
from tests.databases import TODAY
from tests.factories import CourseFactory

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_for_the_next_and_the_root_page_stays(time: str) -> None:
    assert not Course.objects.exists()
    assert Page.objects.filter(depth=1).exists()
    CourseFactory()
    assert not connection.in_atomic_block


@pytest.mark.parametrize("time", ["first", "second"])
def test_the_demo_is_whole_for_every_test(demo: None, time: str) -> None:
    assert {locale.language_code for locale in Locale.objects.all()} == set(languages.CODES)
    assert HomePage.objects.live().exists()
    Centre.objects.update(is_active=False)


@pytest.mark.parametrize("time", ["first", "second"])
def test_the_demo_is_restored_after_a_test_that_commits(demo: None, transactional_db: None, time: str) -> None:
    assert Centre.objects.filter(is_active=True).exists()
    Centre.objects.update(is_active=False)


def test_the_files_of_the_demo_are_there(demo: None) -> None:
    video = Video.objects.first()
    assert video is not None
    assert default_storage.exists(video.file.name)


@pytest.mark.django_db
def test_other_tests_see_nothing_of_the_demo() -> None:
    assert not HomePage.objects.exists()


def test_today_is_the_same_every_day() -> None:
    assert clock.today() == dt.date.fromisoformat(TODAY)
