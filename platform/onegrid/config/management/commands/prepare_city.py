"""Bring the database up to date and, in a demo installation, load the demo city; what `make run` calls."""

import io
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    """Lines on stdout are for people; the migrations' own chatter goes to stderr."""

    help = "migrate, then load the demo city where this is a demo installation"
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Both steps; a second run finds nothing to do."""
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            self.stdout.write(f"更新数据库结构（{waiting} 步） · updating the database's structure ({waiting} steps)")
            chatter = io.StringIO()
            call_command("migrate", interactive=False, stdout=chatter)
            sys.stderr.write(chatter.getvalue())
        call_command("make_log_partitions", stdout=io.StringIO())
        if settings.ONEGRID_DEMO:
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
