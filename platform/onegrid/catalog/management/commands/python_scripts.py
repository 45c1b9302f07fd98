"""Let a process use Python scripts, or no longer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onegrid.catalog.services.allow_python_scripts import allow_python_scripts
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import SYSTEM


class Command(BaseCommand):
    """`manage.py python_scripts SLUG on|off [--reason TEXT]`: written to the audit."""

    help = "Turn Python scripts of a process on or off (off unless turned on; docs/reference/bpmn.md)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which process, and how."""
        parser.add_argument("slug")
        parser.add_argument("state", choices=("on", "off"))
        parser.add_argument("--reason", default="", help="for the audit")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Turn, and say how it stands."""
        slug, allowed = options["slug"], options["state"] == "on"
        try:
            allow_python_scripts(actor=SYSTEM, slug=slug, allowed=allowed, reason=options["reason"])
        except NotFound as error:
            raise CommandError(f"{slug}: no such process / 没有该流程") from error
        self.stdout.write(f"{slug}: Python scripts / Python 脚本 {options['state']}")
