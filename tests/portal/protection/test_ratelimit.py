"""Rate limits: counted in the database, without addresses."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from portal.protection.models import RateCounter
from portal.protection.ratelimit import client_address, forget_old_counters, hit

HOUR = dt.timedelta(hours=1)
NOON = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_so_many_are_allowed_and_the_next_is_told_when_to_come_back() -> None:
    with time_machine.travel(NOON + dt.timedelta(minutes=50), tick=False):
        assert [hit("enrol:a", limit=2, window=HOUR).allowed for _ in range(3)] == [True, True, False]
        assert hit("enrol:a", limit=2, window=HOUR).retry_after_seconds == 601


@pytest.mark.django_db
def test_a_new_window_starts_from_nothing() -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        hit("enrol:a", limit=1, window=HOUR)
        refused = hit("enrol:a", limit=1, window=HOUR)
        assert not refused.allowed
        traveller.shift(refused.retry_after_seconds)
        assert hit("enrol:a", limit=1, window=HOUR).allowed


@pytest.mark.django_db
def test_keys_and_windows_count_apart() -> None:
    with time_machine.travel(NOON, tick=False):
        assert hit("enrol:a", limit=1, window=HOUR).allowed
        assert hit("enrol:b", limit=1, window=HOUR).allowed
        assert hit("enrol:a", limit=1, window=dt.timedelta(days=1)).allowed


@pytest.mark.django_db
def test_no_address_is_stored_and_the_hash_needs_our_key(settings: object) -> None:
    with time_machine.travel(NOON, tick=False):
        hit("enrol:192.0.2.7", limit=1, window=HOUR)
        settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
        hit("enrol:192.0.2.7", limit=1, window=HOUR)
    keys = RateCounter.objects.values_list("key", flat=True)
    assert len(set(keys)) == 2
    assert not any("192" in key and "." in key for key in keys)


@pytest.mark.django_db
def test_one_use_costs_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        hit("enrol:a", limit=1, window=HOUR)


@pytest.mark.django_db
def test_of_many_at_once_exactly_the_limit_passes() -> None:
    def try_once(_number: int) -> bool:
        try:
            return hit("race", limit=7, window=dt.timedelta(days=3650)).allowed
        finally:
            connection.close()

    def clean() -> None:
        RateCounter.objects.all().delete()
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        try:
            assert sum(pool.map(try_once, range(20))) == 7
        finally:
            pool.submit(clean).result()


@pytest.mark.django_db
def test_old_counters_are_forgotten_and_young_ones_kept() -> None:
    now = timezone.now()
    RateCounter.objects.create(key="old", window_start=now - dt.timedelta(days=3))
    RateCounter.objects.create(key="young", window_start=now - dt.timedelta(days=1))
    assert forget_old_counters() == 1
    assert RateCounter.objects.get().key == "young"


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        (0, "192.0.2.1", None, "192.0.2.1"),
        (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", None, "10.0.0.1"),
        (1, "10.0.0.1", " , ", "10.0.0.1"),
        (1, "10.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        (1, "10.0.0.1", "[2001:db8:1:2:3::9]:443", "2001:db8:1:2::"),
        (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        (0, "2001:db8:1:2:ffff::1", None, "2001:db8:1:2::"),
        (0, "::ffff:192.0.2.1", None, "192.0.2.1"),
        (0, "fe80::1%eth0", None, "fe80::"),
        (1, "10.0.0.1", "'; DROP TABLE", "unknown"),
        (0, "", None, "unknown"),
    ],
)
def test_whose_address_counts(
    settings: object, proxies: int, remote: str, forwarded: str | None, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
    assert client_address(request) == expected
