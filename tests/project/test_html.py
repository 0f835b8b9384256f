"""The Nu HTML checker finds no error on any public page."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.addresses import addresses
from tests.asking import ask
from tests.gates.npm import install

JAR = "node_modules/vnu-jar/build/dist/vnu.jar"


def check(folder: Path) -> list[str]:
    """Return the errors in the files of a folder, one line each."""
    if shutil.which("java") is None:
        pytest.fail("The checker needs Java: sudo apt install default-jre-headless", pytrace=False)
    jar = install("checker") / JAR
    command = ["java", "-Xss2m", "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--errors-only", "--format", "json"]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{message['url'].rpartition('/')[2]}: {message['message']} {' '.join(message.get('extract', '').split())}"
        for message in messages
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_every_page_is_right(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = "tests.broken_urls"
    for code in ("ro", "ar", "si"):
        for address in addresses(code):
            (tmp_path / f"{address.name}-{code}.html").write_bytes(ask(client, code, address).content)
    assert not (found := check(tmp_path)), f"{len(found)} errors\n" + "\n".join(found[:40])


@pytest.mark.whole
def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    page = '<!DOCTYPE html><html lang="ro"><head><title>x</title></head><body><p id="a"><b id="a">%s</body></html>'
    (tmp_path / "page.html").write_text(page % "Text")
    assert any("Duplicate ID" in error for error in check(tmp_path))
