"""Every change shows at once: whoever makes it, however it is made, wherever it is used."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg import sql
from wagtail.models import Page

from courses.catalogue.models import Run
from portal import clock
from portal.caching.changes import Follower
from portal.caching.generations import Generations, Marks, generations
from portal.caching.store import pages
from portal.caching.tables import UNCHANGING, named, watched, written
from portal.facts.models import Fact
from resources.guides.pages import GuidePage
from tests.factories import EnrolmentFactory
from tests.home.test_public_pages import PAGES

pytestmark = pytest.mark.usefixtures("demo", "kept")

GUIDE = "/ar/resources/residence-permit/"
OTHER_PAGES = (
    "show/help/",
    "qr/help/",
    "level-check/",
    "resources/citizenship/practice/history/",
    "resources/citizenship/questions/history/",
)


def addresses() -> list[str]:
    return [f"/ro/{path}" for path in (*PAGES.values(), *OTHER_PAGES)]


def tables_of(path: str) -> set[str]:
    pages.clear()
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(path).status_code == 200
    assert pages.find(("http", "testserver", path), ""), f"{path} isn't kept"
    return set().union(*(named(query["sql"]) for query in queries))


def touch(execute: Callable[[str], Any], table: str) -> None:
    """Change a row of a table to what it is: any statement that meets a row is a change."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
        keys = {connection.introspection.get_primary_key_column(cursor, table)}
    column = next(one.name for one in columns if one.name not in keys) if len(columns) > 1 else columns[0].name
    execute(f'UPDATE "{table}" SET "{column}" = "{column}" WHERE ctid = (SELECT ctid FROM "{table}" LIMIT 1)')


def test_a_change_of_any_table_that_a_page_shows_makes_it_anew(
    is_made_anew: Callable[..., bool], psql: psycopg.Connection
) -> None:
    shown = {path: tables_of(path) - UNCHANGING for path in addresses()}
    every_table = set().union(*shown.values())
    assert len(every_table) > 20
    assert every_table <= watched()
    follower = Follower()
    follower.follow()
    for table in sorted(every_table):
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)).as_string(psql))
            if not cursor.fetchone()[0]:
                continue
        path = next(path for path, tables in shown.items() if table in tables)
        is_made_anew(path)
        assert not is_made_anew(path)
        with connection.cursor() as cursor:
            touch(cursor.execute, table)
        assert is_made_anew(path), f"{table} was changed by Django, and {path} is as before"
        follower.follow()
        is_made_anew(path)
        assert not is_made_anew(path)
        touch(psql.execute, table)
        psql.commit()
        assert table in follower.follow(), f"no trigger on {table}"
        assert is_made_anew(path), f"{table} was changed by psql, and {path} is as before"


def test_what_changes_nothing_that_is_shown_leaves_pages_kept(is_made_anew: Callable[..., bool]) -> None:
    is_made_anew(GUIDE)
    run = Run.objects.filter(state="open").first()
    EnrolmentFactory(run=run)
    assert not is_made_anew(GUIDE), "guides show no enrolments"
    Fact.objects.filter(code="no-such-fact").update(value="1")
    assert not is_made_anew(GUIDE), "no row was met"
    with transaction.atomic():
        Fact.objects.update(note="?")
        transaction.set_rollback(True)
    assert not is_made_anew(GUIDE), "it was rolled back"


def test_a_fact_changes_in_the_text_and_in_the_footer(client: Client) -> None:
    before = [client.get(path).content.decode() for path in (GUIDE, "/en/help/")]
    assert "778899" not in "".join(before)
    Fact.objects.filter(code="permit-renew-days").update(value="778899")
    assert "778899" in client.get(GUIDE).content.decode().replace(",", "").replace(".", "")
    Fact.objects.filter(kind="phone").update(value="778899")
    assert "778899" in client.get("/en/help/").content.decode().replace(" ", "").partition("<footer")[2]


def test_publishing_moving_and_deleting_show_in_every_language(client: Client) -> None:
    guide = GuidePage.objects.get(slug="residence-permit", locale__language_code="ro")
    for path in ("/ro/resources/", "/en/resources/", GUIDE):
        client.get(path)
    guide.title = "Titlu cu totul nou"
    guide.save_revision()
    assert "Titlu cu totul nou" not in client.get("/ro/resources/").content.decode(), "a draft shows nowhere"
    guide.get_latest_revision().publish()
    assert "Titlu cu totul nou" in client.get("/ro/resources/").content.decode()
    assert 'hreflang="ro"' in client.get(GUIDE).content.decode()
    guide.refresh_from_db()
    guide.unpublish()
    assert "Titlu cu totul nou" not in client.get("/ro/resources/").content.decode()
    assert 'hreflang="ro"' not in client.get(GUIDE).content.decode()
    Page.objects.get(url_path="/home-ar/resources/residence-permit/").delete()
    assert client.get(GUIDE).status_code == 404


def test_a_place_that_is_taken_shows(client: Client) -> None:
    run = Run.objects.upcoming(clock.today()).with_places().filter(places_left__gt=1).first()
    assert run is not None
    left = run.places_left

    def shown() -> set[str]:
        return {client.get(path).content.decode() for path in ("/en/courses/",)}

    before = shown()
    EnrolmentFactory(run=run, confirmed=True)
    assert shown() != before
    assert Run.objects.with_places().get(pk=run.pk).places_left == left - 1


def test_a_page_made_while_something_changed_is_not_kept(
    is_made_anew: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the negative control: marks taken at the end would keep what was before for good."""
    real = GuidePage.get_context
    values = iter(range(1000, 2000))

    def racing(self: GuidePage, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = real(self, request)
        str(context)
        list(Fact.objects.all())  # what it shows of facts has been read ...

        def elsewhere() -> None:
            Fact.objects.filter(code="permit-renew-days").update(value=str(next(values)))
            connection.close()

        writer = threading.Thread(target=elsewhere)
        writer.start()
        writer.join()  # ... when another process changes one
        return context

    monkeypatch.setattr(GuidePage, "get_context", racing)
    assert is_made_anew(GUIDE)
    assert is_made_anew(GUIDE), "made from what was read before the change, so not kept"
    assert "X-Accel-Expires" not in Client().get(GUIDE), "nor by nginx"

    original = Marks.of
    late = classmethod(lambda cls, tables, snapshot: original(tables, generations().snapshot()))
    monkeypatch.setattr(Marks, "of", late)
    assert is_made_anew(GUIDE)
    assert not is_made_anew(GUIDE), "the control: it would be kept with the marks of the end"


def test_two_processes_share_marks(tmp_path: Any) -> None:
    here, there = Generations(tmp_path / "marks"), Generations(tmp_path / "marks")
    marks = Marks.of({"portal_fact"}, here.snapshot())
    assert here.are(marks)
    there.renew({"courses_run"})
    assert here.are(marks), "another table"
    there.renew({"portal_fact"})
    assert not here.are(marks)
    assert here.are(Marks.of({"portal_fact"}, there.snapshot()))
    there.renew_all()
    assert not here.are(Marks.of({"portal_fact"}, b"\0" * len(here.snapshot())))


def test_changes_are_seen_once_in_whatever_order_they_are_committed(psql: psycopg.Connection) -> None:
    follower = Follower()
    assert follower.follow() == watched(), "at first nobody knows what has changed"
    psql.execute("UPDATE portal_county SET name = name")
    Fact.objects.update(note="first to commit, second to begin")
    assert follower.follow() == {"portal_fact"}
    psql.commit()
    assert follower.follow() == {"portal_county"}
    assert follower.follow() == set()


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ('SELECT "portal_fact"."id" FROM "portal_fact" WHERE x = \'update\' FOR UPDATE', set()),
        ('UPDATE "portal_fact" SET "value" = %s', {"portal_fact"}),
        ('  insert into portal_county ("code") VALUES (%s)', {"portal_county"}),
        ('DELETE FROM "courses_run" WHERE id IN (SELECT id FROM courses_course)', {"courses_run"}),
        ("WITH x AS (UPDATE portal_fact SET value = '1' RETURNING 1) SELECT 1", {"portal_fact"}),
        ("WITH x AS (SELECT 1 FROM portal_fact) SELECT 1", set()),
        ("TRUNCATE portal_fact, courses_run", {"portal_fact", "courses_run"}),
        ("COPY portal_fact FROM STDIN", {"portal_fact"}),
        ("SAVEPOINT portal_fact", set()),
    ],
)
def test_a_statement_says_what_it_writes(statement: str, tables: set[str]) -> None:
    assert written(statement) == tables
    assert tables <= named(statement)


def test_a_page_that_reads_what_is_not_watched_is_not_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from courses.people.models import Person

    real = GuidePage.get_context

    def curious(self: GuidePage, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**real(self, request), "people": Person.objects.count()}

    monkeypatch.setattr(GuidePage, "get_context", curious)
    assert "X-Accel-Expires" not in client.get(GUIDE)
    assert "courses_person" in caplog.text
