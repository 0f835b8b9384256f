"""Triggers note every change of what pages show, whoever makes it; the worker follows what they note.

For what :mod:`portal.caching.watching` can't see: psql, another machine, a process that is killed between its commit
and the new mark. An insert into a table of its own holds up nobody, where a shared counter would make writers wait for
each other, and ``NOTIFY`` their commits.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connection, connections

from portal.caching.generations import generations
from portal.caching.tables import watched

FUNCTION = """
CREATE OR REPLACE FUNCTION portal_note_page_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        -- Transition tables tell a statement that met no row from one that did.
        IF NOT EXISTS (SELECT FROM changed) THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO portal_pagechange (xact, table_name, at)
    VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, clock_timestamp())
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""
EVENTS = {
    "INSERT": "REFERENCING NEW TABLE AS changed",
    "UPDATE": "REFERENCING NEW TABLE AS changed",
    "DELETE": "REFERENCING OLD TABLE AS changed",
    "TRUNCATE": "",
}
TRIGGER = """
CREATE OR REPLACE TRIGGER page_change_{event} AFTER {EVENT} ON "{table}" {transition}
FOR EACH STATEMENT EXECUTE FUNCTION portal_note_page_change()
"""
NEW_SINCE = """
SELECT DISTINCT table_name FROM portal_pagechange
WHERE xact >= pg_snapshot_xmin(%s::pg_snapshot)::text::bigint
AND NOT pg_visible_in_snapshot(xact::text::xid8, %s::pg_snapshot)
"""


def install_triggers(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Put the triggers on every table that is watched; called after each ``migrate``, for what is new."""
    with connections[using].cursor() as cursor:
        cursor.execute(FUNCTION)
        tables = set(connections[using].introspection.table_names(cursor)) & watched()
        for table in sorted(tables):
            for event, transition in EVENTS.items():
                cursor.execute(TRIGGER.format(event=event.lower(), EVENT=event, table=table, transition=transition))


class Follower:
    """Sees each committed change once, in whatever order transactions commit."""

    def __init__(self) -> None:
        self._seen: str | None = None

    def follow(self) -> set[str]:
        """Renew the marks of what others have changed since the last call, of everything at the first one."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            now = cursor.fetchone()[0]
            if self._seen is None:
                self._seen = now
                generations().renew_all()
                return set(watched())
            cursor.execute(NEW_SINCE, [self._seen, self._seen])
            tables = {row[0] for row in cursor.fetchall()}
        self._seen = now
        generations().renew(tables)
        return tables


follower = Follower()
