"""`manage.py load_divisions`: the statutory divisions and, in a demo, generated grids."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from onegrid.jurisdictions import fixtures
from onegrid.jurisdictions.actor import SYSTEM
from onegrid.jurisdictions.services.load_divisions import load_divisions


class Command(BaseCommand):
    """Idempotent; takes seconds."""

    help = "load divisions from fixtures/divisions.csv (code,name,level,parent_code)"

    def add_arguments(self, parser: CommandParser) -> None:
        """Another file, and whether grids are generated."""
        parser.add_argument("--file", type=Path, default=None)
        parser.add_argument("--no-grids", action="store_true", help="do not generate demo grids")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and say what changed."""
        path = options["file"] or fixtures.folder() / "divisions.csv"
        grids = settings.ONEGRID_DEMO and not options["no_grids"]
        done = load_divisions(actor=SYSTEM, path=path, with_demo_grids=grids)
        self.stdout.write(f"  区划 divisions: {done.created} new, {done.changed} changed, {done.unchanged} unchanged")
