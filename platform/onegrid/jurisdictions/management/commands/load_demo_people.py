"""`manage.py load_demo_people`: accounts that can sign in, and the thousands who staff the demo city."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from onegrid.jurisdictions import fixtures
from onegrid.jurisdictions.actor import SYSTEM
from onegrid.jurisdictions.services.load_demo_people import load_demo_people

DEFAULT_PASSWORD = "onegrid-demo"  # noqa: S105 - of a demo installation only, printed at every start


class Command(BaseCommand):
    """Idempotent; takes seconds. Refused outside a demo installation."""

    help = "load demo people from fixtures/demo_people.yaml"

    def add_arguments(self, parser: CommandParser) -> None:
        """Another file or password."""
        parser.add_argument("--file", type=Path, default=None)
        parser.add_argument("--password", default=os.environ.get("ONEGRID_DEMO_PASSWORD") or DEFAULT_PASSWORD)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and say what changed."""
        path = options["file"] or fixtures.folder() / "demo_people.yaml"
        done = load_demo_people(actor=SYSTEM, path=path, password=options["password"])
        self.stdout.write(
            f"  人员与岗位 people and posts: {done.created} new, {done.changed} changed, {done.unchanged} unchanged"
        )
