"""`manage.py load_roles`: roles, their labels and what each may do."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from onegrid.jurisdictions import fixtures
from onegrid.jurisdictions.actor import SYSTEM
from onegrid.jurisdictions.services.load_roles import load_roles


class Command(BaseCommand):
    """Idempotent; takes seconds."""

    help = "load roles from fixtures/roles.yaml"

    def add_arguments(self, parser: CommandParser) -> None:
        """Another file."""
        parser.add_argument("--file", type=Path, default=None)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and say what changed."""
        done = load_roles(actor=SYSTEM, path=options["file"] or fixtures.folder() / "roles.yaml")
        self.stdout.write(f"  角色 roles: {done.created} new, {done.changed} changed, {done.unchanged} unchanged")
