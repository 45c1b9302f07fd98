"""Load categories and closing standards."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onegrid.catalog.models import Category, ClosingStandard, CodeSet
from onegrid.catalog.services.load_code_set import load_code_set
from onegrid.common.errors import Invalid
from onegrid.jurisdictions import fixtures
from onegrid.jurisdictions.policy import SYSTEM


class Command(BaseCommand):
    """`manage.py load_standards [FILE] [--if-empty]`: may be run again."""

    help = "Load a code set with its stages, categories and closing standards (default: fixtures/standards.yaml)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, and whether to leave a filled catalog alone."""
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--if-empty", action="store_true", help="do nothing where a code set is loaded already")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and say how much."""
        if options["if_empty"] and CodeSet.objects.filter(is_current=True).exists():
            self.stdout.write("standards: already loaded")
            return
        path = options["file"] or fixtures.folder() / "standards.yaml"
        try:
            found = load_code_set(actor=SYSTEM, path=path)
        except Invalid as error:
            rows = [f"  {one.message_zh} {one.message_en} {one.mend_en}" for one in error.details]
            raise CommandError("\n".join([f"{error.message_zh} {error.message_en}", *rows])) from error
        categories = Category.objects.filter(code_set=found).count()
        rows_of = ClosingStandard.objects.filter(code_set=found)
        real = rows_of.filter(is_invented=False).count()
        self.stdout.write(f"standards: {found}, {categories} categories, {rows_of.count()} limits ({real} real)")
