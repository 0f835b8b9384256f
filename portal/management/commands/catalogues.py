"""``manage.py catalogues``: the interface strings and their translations, without the gettext tools."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.catalogues import checks, exchange, files
from portal.catalogues.extraction import ExtractionError, SourceMessage, source_messages


class Command(BaseCommand):
    """Updates, checks, compiles, exports and imports the catalogues."""

    help = "Interface strings and their translations: update, check, compile, export, import."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand for each thing to do."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="action")
        actions.add_parser("update", help="write what the source files say into every catalogue")
        actions.add_parser("check", help="fail when a catalogue is behind, incomplete or wrong")
        actions.add_parser("compile", help="make the .mo files that Django reads")
        export = actions.add_parser("export", help="print what a language lacks as JSON for a translator")
        export.add_argument("--language", required=True, choices=files.catalogue_codes())
        export.add_argument("--all", action="store_true", help="translated entries too")
        take = actions.add_parser("import", help="read translations from such a JSON file ('-': standard input)")
        take.add_argument("file")
        take.add_argument("--language", required=True, choices=files.catalogue_codes())
        take.add_argument("--by-person", action="store_true", help="a person wrote or checked these translations")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked; raise :class:`CommandError` with the reason where it can't be done."""
        root = Path(settings.BASE_DIR)
        try:
            match options["action"]:
                case "update":
                    self._update(root)
                case "check":
                    self._check(root)
                case "compile":
                    made = files.compile_catalogues(root)
                    self._say(options, f"{made} of {len(files.catalogue_codes())} catalogues compiled.")
                case "export":
                    self._export(root, options["language"], everything=options["all"])
                case "import":
                    self._import(root, options["language"], options["file"], machine=not options["by_person"])
        except (ExtractionError, OSError) as error:
            raise CommandError(str(error)) from error

    def _say(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)

    def _update(self, root: Path) -> None:
        messages = source_messages(root)
        for code in files.catalogue_codes():
            catalogue = files.merged(code, messages, files.read(root, code))
            files.write(root, code, catalogue)
            missing = sum(1 for entry in catalogue if checks.problems(code, entry))
            self.stdout.write(f"{code}: {len(catalogue)} messages, {missing} to do")

    def _check(self, root: Path) -> None:
        messages = source_messages(root)
        findings = [finding for code in files.catalogue_codes() for finding in _findings(root, code, messages)]
        for finding in findings:
            self.stderr.write(finding)
        if findings:
            raise CommandError(f"{len(findings)} findings in the catalogues. `make messages` updates them.")
        self.stdout.write(f"{len(files.catalogue_codes())} catalogues are complete.")

    def _export(self, root: Path, code: str, *, everything: bool) -> None:
        catalogue = files.merged(code, source_messages(root), files.read(root, code))
        document = exchange.exported(code, catalogue, everything=everything)
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))

    def _import(self, root: Path, code: str, name: str, *, machine: bool) -> None:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        try:
            document = json.loads(text)
        except json.JSONDecodeError as error:
            raise CommandError(f"{name} isn't JSON: {error}") from error
        catalogue = files.merged(code, source_messages(root), files.read(root, code))
        accepted, refused = exchange.imported(code, catalogue, document, machine=machine)
        files.write(root, code, catalogue)
        self.stdout.write(f"{code}: {accepted} translations taken.")
        for reason in refused:
            self.stderr.write(reason)
        if refused:
            raise CommandError(f"{len(refused)} refused.")


def _findings(root: Path, code: str, messages: list[SourceMessage]) -> list[str]:
    """What is wrong with one catalogue, a line each."""
    path = files.catalogue_path(root, code)
    name = path.relative_to(root).as_posix()
    if not path.exists():
        return [f"{name} is missing"]
    catalogue = files.merged(code, messages, files.read(root, code))
    findings = [f"{name}: {entry.msgid!r} {problem}" for entry in catalogue for problem in checks.problems(code, entry)]
    if files.rendered(catalogue) != path.read_text(encoding="utf-8"):
        findings.append(f"{name} isn't what the source files say")
    return findings
