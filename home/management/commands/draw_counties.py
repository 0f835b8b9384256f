"""``manage.py draw_counties``: makes the drawing of the counties anew from open data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.centres.drawing import draw

COUNTIES = 42


class Command(BaseCommand):
    """Draws the counties from Natural Earth's provinces."""

    help = (
        "Draws static/maps/counties.svg from a GeoJSON file of Natural Earth's admin-1 provinces "
        "(1:10m, naturalearthdata.com, public domain)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="ne_10m_admin_1_states_provinces as GeoJSON, or Romania's part")

    def handle(self, *args: Any, **options: Any) -> None:
        features = json.loads(options["file"].read_text(encoding="utf-8"))["features"]
        ours = [feature for feature in features if feature["properties"]["iso_a2"] == "RO"]
        if len(ours) != COUNTIES:
            raise CommandError(f"There are {len(ours)} counties of Romania in {options['file']}, not {COUNTIES}.")
        target = Path(settings.BASE_DIR) / "static" / "maps" / "counties.svg"
        target.parent.mkdir(exist_ok=True)
        target.write_text(draw(ours), encoding="utf-8")
        self.stdout.write(f"{target}: {target.stat().st_size} bytes")
