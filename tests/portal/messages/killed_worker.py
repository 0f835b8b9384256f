"""The worker as a process of its own, to be killed: ``python -m tests.portal.messages.killed_worker FOLDER``.

Mails are written into FOLDER, SMS go to ``TEST_SMS_GATEWAY_URL``. A lease is short, so that a test needn't wait
for five minutes to see what becomes of what a killed worker held.
"""

from __future__ import annotations

import datetime as dt
import sys

import django
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    """Run the worker until it is killed."""
    django.setup()
    from portal.messages import outbox

    settings.EMAIL_BACKEND = "portal.messages.folder.FolderEmailBackend"
    settings.EMAIL_FILE_PATH = sys.argv[1]
    outbox.LEASE = dt.timedelta(seconds=0.5)
    call_command("run_worker")


if __name__ == "__main__":
    main()
