"""The web server in front is told what to forget: each address that shows a change, twice, until it has been."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.contrib.frontend_cache.backends.base import BaseBackend

from portal.caching import purging
from portal.caching.models import KeptAddress, PageChange
from portal.facts.models import Fact
from tests.factories import CentreFactory, FactFactory

pytestmark = [pytest.mark.django_db(transaction=True)]


class Front(BaseBackend):
    """Remembers what it was told."""

    purged: ClassVar[list[str]] = []
    is_down: ClassVar[bool] = False

    def purge_batch(self, urls: Iterable[str]) -> None:
        if Front.is_down:
            raise ConnectionRefusedError
        Front.purged.extend(urls)


@pytest.fixture
def front(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Front]]:
    settings.WAGTAILFRONTENDCACHE = {"front": {"BACKEND": f"{__name__}.Front"}}
    monkeypatch.setattr(purging, "get_backends", lambda: {"front": Front({})})
    monkeypatch.setattr(purging, "_soon", lambda: None)
    PageChange.objects.all().delete()
    Front.purged.clear()
    Front.is_down = False
    yield Front
    Front.is_down = False


def register() -> None:
    purging.register("http://a.example/ro/help/", {"portal_fact", "wagtailcore_page"})
    purging.register("http://a.example/ro/centres/", {"portal_centre"})


def test_what_shows_a_change_is_purged_at_once_and_again(front: type[Front]) -> None:
    register()
    fact = FactFactory()
    assert purging.purge_changes() == 1
    assert front.purged == ["http://a.example/ro/help/"]
    assert purging.purge_changes() == 0, "the second time is for what was on its way"
    with time_machine.travel(timezone.now() + purging.ON_ITS_WAY + dt.timedelta(seconds=1)):
        assert purging.purge_changes() == 1
        assert purging.purge_changes() == 0
    Fact.objects.filter(pk=fact.pk).update(value="2")
    CentreFactory()
    assert purging.purge_changes() == 2


def test_what_fails_is_tried_again(front: type[Front]) -> None:
    register()
    FactFactory()
    front.is_down = True
    with pytest.raises(ConnectionRefusedError):
        purging.purge_changes()
    front.is_down = False
    assert purging.purge_changes() == 1


def test_old_rows_go_when_nothing_needs_them(front: type[Front], settings: Any) -> None:
    register()
    FactFactory()
    late = timezone.now() + purging.KEEP_CHANGES + dt.timedelta(minutes=1)
    with time_machine.travel(late):
        purging.forget_old_changes()
        assert PageChange.objects.exists(), "it has never been purged"
        purging.purge_changes()
    with time_machine.travel(late + purging.KEEP_CHANGES + dt.timedelta(minutes=1)):
        purging.purge_changes()
    with time_machine.travel(late + purging.KEEP_ADDRESSES):
        purging.forget_old_changes()
        assert not PageChange.objects.exists()
        assert not KeptAddress.objects.exists()


def test_without_a_front_nothing_is_registered(client: Client) -> None:
    register()
    assert not KeptAddress.objects.exists()
    FactFactory()
    # The database has a clock of its own.
    with time_machine.travel(timezone.now() + dt.timedelta(days=10_000)):
        purging.forget_old_changes()
    assert not PageChange.objects.exists()
