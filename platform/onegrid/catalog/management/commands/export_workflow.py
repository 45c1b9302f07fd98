"""Write a published process back into its folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onegrid.catalog import folders, selectors
from onegrid.common.errors import NotFound


class Command(BaseCommand):
    """`manage.py export_workflow SLUG [--to FOLDER] [--forms FOLDER] [--number N]`: byte for byte as published."""

    help = "Write a published process and the forms that it names into workflows/ and forms/"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which process and version, and where to."""
        parser.add_argument("slug")
        parser.add_argument("--number", type=int, help="version (default: the current one)")
        parser.add_argument("--to", type=Path, help="folder of the process (default: workflows/SLUG)")
        parser.add_argument("--forms", type=Path, help="folder of the forms (default: forms)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, and say which files changed."""
        slug = options["slug"]
        try:
            version = selectors.version_by_number(slug, options["number"])
        except NotFound as error:
            raise CommandError(f"{slug}: no such published version / 没有该已发布版本") from error
        changed = folders.write(slug, version, to=options["to"], forms=options["forms"])
        for path in changed:
            self.stdout.write(f"{path}")
        self.stdout.write(f"{slug} v{version.number}: {len(changed)} file(s) changed")
