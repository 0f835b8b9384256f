"""The one list of languages, and what a thirteenth one needs: its line and one command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

from babel import Locale
from django.conf import settings
from django.db import connection

from portal import languages
from portal.catalogues.plurals import form_examples

LAUNCH = ["ro", "en", "uk", "ru", "ar", "tr", "ne", "si", "bn", "hi", "ur", "fa"]

# What somebody does who adds a language, and what a reader then sees.
ADD_A_LANGUAGE = """
import re
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from wagtail.models import Locale
from home.pages import HomePage
from portal.catalogues.files import catalogue_codes

call_command("makemigrations", check=True, dry_run=True, verbosity=0)
call_command("add_language", "fr")
assert "fr" in catalogue_codes()
home = HomePage.objects.get(locale__language_code="fr")
home.title = home.welcome = "Bienvenue"
home.save_revision().publish()
answer = Client().get("/fr/")
html = answer.content.decode()
assert answer.status_code == 200, answer.status_code
assert re.search(r'<html lang="fr"\\s+dir="ltr"', html), html[:300]
assert "Bienvenue" in html
assert 'lang="fr"' in Client().get("/en/").content.decode(), "the switcher offers it"
assert Client().get("/", headers={"accept-language": "fr"}).headers["Location"] == "/fr/"
print("done")
"""


def test_the_launch_set_is_complete() -> None:
    assert [language.code for language in languages.LANGUAGES][: len(LAUNCH)] == LAUNCH


def test_every_language_is_described_once_and_truly() -> None:
    assert len(set(languages.CODES)) == len(languages.CODES)
    for language in languages.LANGUAGES:
        known = Locale.parse(language.code)
        assert language.rtl == (known.character_order == "right-to-left"), language.code
        assert re.search(r"\w", language.native)
        assert form_examples(language.code)
        assert Locale.parse(language.cldr_locale).language == known.language


def test_every_search_configuration_exists(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cfgname FROM pg_ts_config")
        known = {row[0] for row in cursor.fetchall()}
    assert {language.search_config for language in languages.LANGUAGES} <= known


def test_a_thirteenth_language_is_a_line_and_a_command(demo: None, transactional_db: None) -> None:
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {
        "DATABASE_URL": urlunsplit(url),
        "DJANGO_SETTINGS_MODULE": "tests.project.thirteenth_language",
        "TEST_MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    command = [sys.executable, "-W", "ignore", "-c", ADD_A_LANGUAGE]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("done\n")
