"""`manage.py generate_reports`: days of a city as NDJSON, one report a line with its moment and source."""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandParser

from onegrid.common import clock
from onegrid.intake.generator.days import generate
from onegrid.intake.generator.from_database import read_material


class Command(BaseCommand):
    """The same seed over the same tables gives the same file."""

    help = "Write generated reports: {at, source, idempotency_key, body} a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--first", type=dt.date.fromisoformat, help="first day (default: today)")
        parser.add_argument("--days", type=int, default=1)
        parser.add_argument("--per-day", type=int, default=400)
        parser.add_argument("--count", type=int, help="stop after so many reports")
        parser.add_argument("--within", action="append", default=[], help="keep to these divisions (codes)")
        parser.add_argument("--out", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        clock.refresh()
        zone = clock.zone()
        reports = generate(
            read_material(within=options["within"]),
            seed=options["seed"],
            first=options["first"] or clock.now().astimezone(zone).date(),
            days=options["days"],
            per_day=options["per_day"],
            zone=zone,
        )
        out = options["out"].open("wb") if options["out"] else sys.stdout.buffer
        written = 0
        for one in reports:
            if options["count"] is not None and written >= options["count"]:
                break
            line = {"at": one.at, "source": one.source, "idempotency_key": one.idempotency_key, "body": one.body}
            out.write(orjson.dumps(line) + b"\n")
            written += 1
        out.flush()
        if options["out"]:
            out.close()
        self.stderr.write(f"reports: {written}")
