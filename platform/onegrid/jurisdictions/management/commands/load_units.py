"""`manage.py load_units`: command centres and departments with the dated lists of what they serve."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from onegrid.jurisdictions import fixtures
from onegrid.jurisdictions.actor import SYSTEM
from onegrid.jurisdictions.services.load_units import load_units


class Command(BaseCommand):
    """Idempotent; takes seconds."""

    help = "load units from fixtures/units.yaml"

    def add_arguments(self, parser: CommandParser) -> None:
        """Another file."""
        parser.add_argument("--file", type=Path, default=None)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and say what changed."""
        done = load_units(actor=SYSTEM, path=options["file"] or fixtures.folder() / "units.yaml")
        self.stdout.write(f"  单位 units: {done.created} new, {done.changed} changed, {done.unchanged} unchanged")
