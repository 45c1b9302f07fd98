"""`manage.py register_source`: an outside system gets the key with which it may send reports."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onegrid.common.errors import OneGridError
from onegrid.connectors import registry
from onegrid.intake.models import Channel
from onegrid.intake.services.register_source import register_source
from onegrid.jurisdictions import policy


class Command(BaseCommand):
    """Run again with the same slug it changes the source and gives it a new key; the old one ends."""

    help = "Register a source system, or change it and give it a new key. The key is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the city knows of the system."""
        parser.add_argument("slug", help="short name, the first part of the key")
        parser.add_argument("--name", required=True, help="as people read it")
        parser.add_argument("--channel", required=True, choices=Channel.values)
        parser.add_argument("--unit", required=True, help="code of the unit that registers its reports")
        parser.add_argument("--workflow", default="event_dispatch", help="process that its reports start")
        parser.add_argument("--trusted", action="store_true", help="its reports need no verification")
        parser.add_argument("--reply-connector", default="", help="how it is answered, e.g. webhook")
        parser.add_argument("--reply-address", default="", help="where, unless a report brings an address of its own")
        parser.add_argument("--closed", action="store_true", help="its key is taken no more")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Register it and print its key."""
        connector = options["reply_connector"]
        if connector and connector not in registry.known():
            raise CommandError(f"no connector / 没有该连接器: {connector}; known / 现有: {', '.join(registry.known())}")
        try:
            row, key = register_source(
                actor=policy.SYSTEM,
                slug=options["slug"],
                unit_code=options["unit"],
                name=options["name"],
                channel=options["channel"],
                workflow=options["workflow"],
                is_trusted=options["trusted"],
                is_active=not options["closed"],
                reply_connector=connector,
                reply_address=options["reply_address"],
            )
        except OneGridError as error:
            raise CommandError(str(error)) from error
        if not row.is_active:
            self.stdout.write(f"{row.slug}: closed / 已停用")
            return
        self.stdout.write(f"Authorization: Source {key}")
        self.stdout.write("This key is shown once; only its hash is kept. / 密钥仅显示这一次，系统只保存其摘要。")
