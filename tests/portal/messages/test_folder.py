"""What the demo sends: readable files, whole or not at all."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from portal.messages.outbox import send_due
from tests.portal.messages.drafts import queue_message

ARABIC = "مرحبا سلمى،\nرقمك: 4821-5539\n"


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")  # type: ignore[attr-defined]
    return tmp_path / "outbox"


def send(*, subject: str = "مكان لك: Română A1", identity: str = "<1.2@example.org>") -> None:
    EmailMessage(
        subject,
        ARABIC,
        "Bun venit <portal@example.org>",
        ["salma@mail.example"],
        headers={"Message-ID": identity, "Content-Language": "ar"},
        connection=get_connection("portal.messages.folder.FolderEmailBackend"),
    ).send()


def test_arabic_is_readable_in_an_editor(folder: Path) -> None:
    send(subject="مكان لك: Română A1 " + "شهادة " * 20)
    (path,) = folder.iterdir()
    text = path.read_text(encoding="utf-8")
    assert ARABIC in text
    assert "Subject: مكان لك: Română A1 شهادة" in text
    assert "=?utf-8?" not in text
    assert "Content-Transfer-Encoding: 8bit" in text


def test_a_mail_program_reads_the_same(folder: Path) -> None:
    send()
    (path,) = folder.iterdir()
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert parsed["Subject"] == "مكان لك: Română A1"
    assert parsed["Content-Language"] == "ar"
    assert parsed.get_content() == ARABIC


def test_names_are_unique_sort_by_time_and_leave_nothing_half_written(folder: Path) -> None:
    for number in range(5):
        send(identity=f"<{number}.7@example.org>")
    send(identity="<4.7@example.org>")
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 6
    assert all(name.endswith(".eml") for name in names)
    assert [name.partition("Z-")[2] for name in names] == [
        *(f"{n}.7_example.org.eml" for n in range(5)),
        "4.7_example.org.eml",
    ]


def test_an_identity_is_no_path(folder: Path) -> None:
    send(identity="<../../x@example.org>")
    (path,) = folder.iterdir()
    assert path.parent == folder


def test_a_folder_that_cannot_be_written_is_an_error(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(OSError, match="outbox"):
        send()


@pytest.mark.django_db
def test_an_sms_is_a_readable_file_beside_the_mails(folder: Path, settings: object) -> None:
    settings.SMS_FILE_PATH = str(folder)  # type: ignore[attr-defined]
    message = queue_message(
        channel="sms", language="en", recipient="+40700000101", values={"name": "سلمى", "course": "A1"}
    )
    assert send_due(now=timezone.now() + dt.timedelta(seconds=1)).sent == 1
    (path,) = folder.iterdir()
    assert path.suffix == ".txt"
    assert path.stem.endswith(message.identity)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("To: +40700000101\nContent-Language: en\n\n")
    assert message.body in text
    assert "سلمى" in text


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_tried_again(folder: Path, settings: object) -> None:
    settings.SMS_FILE_PATH = str(folder)  # type: ignore[attr-defined]
    folder.write_text("a file where the folder should be")
    queue_message(channel="sms", recipient="+40700000101", values={"name": "Ana"})
    assert send_due(now=timezone.now() + dt.timedelta(seconds=1)).retried == 1
