"""Make the rows that a language of the list needs: its locale, its message texts, its home page."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Locale

from home.pages import HomePage
from portal import languages
from portal.messages.texts import ensure_texts


class Command(BaseCommand):
    help = (
        "After a language got its line in portal/languages.py: makes its locale, its message texts and a home page "
        "that waits for its translation. Can be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the language's code."""
        parser.add_argument("code", help="for example: fr")

    @transaction.atomic
    def handle(self, *args: Any, code: str, **options: Any) -> None:
        """Make what is missing, and say what remains to be done by people."""
        if not languages.is_supported(code):
            message = f"{code} is not in portal/languages.py: add its line there first."
            raise CommandError(message)
        locale, is_new = Locale.objects.get_or_create(language_code=code)
        ensure_texts()
        source = HomePage.objects.filter(locale__language_code=languages.SOURCE_CODE).first()
        if source is None:
            message = "There is no Romanian home page yet: load the demo or make one in the admin."
            raise CommandError(message)
        if not source.has_translation(locale):
            source.copy_for_translation(locale, alias=False)
        self.stdout.write(f"{languages.get_language(code).native}: {'added' if is_new else 'was there'}.")
        self.stdout.write(
            f"Next: `make messages`, translate locale/{code}, then translate and publish the pages in the admin."
        )
