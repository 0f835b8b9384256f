"""The steps of a launch, each in a process of its own.

Before the first page can be served:

``python -m portal.launch.prepare database``: the schema, the beginning of the demo, the message texts.
``python -m portal.launch.prepare static``: the collected, hashed and compressed static files.

Behind the served portal:

``python -m portal.launch.prepare rest``: guides, films, lessons and whatever else the demo has.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import traceback
from pathlib import Path

from portal.launch.progress import say

MIGRATIONS_A_LINE = 50
POLITE = 10
"""How far the loading behind the portal steps back for others who want the processor."""
_READY = Path(__file__).resolve().parent.parent.parent / ".local" / "database-ready"


def forget_database() -> None:
    """From now on the database counts as not ready; for the beginning of a launch."""
    _READY.unlink(missing_ok=True)


def database_is_ready() -> bool:
    """Whether this launch has prepared its database, or found it prepared."""
    return _READY.exists()


def announce_database() -> None:
    """Let the server that waits for the database open its port."""
    _READY.touch()


class _MigrationCounter(io.StringIO):
    """Takes the output of ``migrate`` and says now and then how far it is."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total = total
        self.done = 0

    def write(self, text: str) -> int:
        if "Applying" in text:
            self.done += 1
            if self.done % MIGRATIONS_A_LINE == 0:
                say(f"  {self.done} of {self.total} migrations")
        return len(text)


class _Steps(io.StringIO):
    """Takes the output of a command and says each line with its second."""

    def write(self, text: str) -> int:
        for line in text.splitlines():
            if line.strip():
                say(f"  {line.strip()}")
        return len(text)


def prepare_database() -> None:
    """Migrate, load the demo, make the message texts editable; what is done already is left alone."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        say(f"Making the tables: {pending} migrations")
        call_command("migrate", interactive=False, verbosity=1, stdout=_MigrationCounter(pending))
    say("Loading the demo")
    call_command("load_demo", first=True, stdout=_Steps())
    call_command("load_texts", stdout=io.StringIO())
    say("The database is ready")


def prepare_rest() -> None:
    """Load what of the demo is missing, behind the portal that is served already: readers come first."""
    from django.core.management import call_command

    os.nice(POLITE)
    call_command("load_demo", rest=True, stdout=_Steps())


def prepare_static() -> None:
    """Collect, hash and compress the static files."""
    from django.conf import settings
    from django.core.management import call_command

    say("Collecting the static files")
    # Only hashed names stay, so nothing would tell an old file from a new one: begin from an empty folder.
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    say("The static files are ready")


def main(step: str) -> None:
    """Run one step; a failure is a sentence, its traceback goes to ``.local/launch.log``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    if step == "static":
        # It needs no database, and doesn't wait for one; the settings would start it.
        os.environ["DATABASE_URL"] = "postgresql:///none"
    # When the launcher tells this process to stop, the open transaction is rolled back by the connection's end.
    import django
    from django.core.management.base import CommandError

    try:
        django.setup()
        {"database": prepare_database, "static": prepare_static, "rest": prepare_rest}[step]()
    except CommandError as error:
        sys.exit(str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the person gets a sentence
        from django.conf import settings

        log = Path(settings.LOCAL_DIR) / "launch.log"
        log.write_text(traceback.format_exc(), encoding="utf-8")
        reason = (str(error).strip().splitlines() or [""])[0]
        sys.exit(f"Preparing the {step} failed: {type(error).__name__}: {reason} (more in {log})")


if __name__ == "__main__":
    main(sys.argv[1])
