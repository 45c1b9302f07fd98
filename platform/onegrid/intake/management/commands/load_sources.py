"""`manage.py load_sources`: the demo city's source systems with their published keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from onegrid.intake.services.register_source import register_source
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.models import Unit


class Command(BaseCommand):
    """May be run again; the keys stay."""

    help = "Register the demo city's sources (only with ONEGRID_DEMO)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=settings.ROOT / "fixtures" / "sources.yaml")
        parser.add_argument("--reply", help="address for replies by webhook instead of the demo connector")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.ONEGRID_DEMO:
            raise CommandError("load_sources sets published keys: it runs only with ONEGRID_DEMO=1")
        content = yaml.safe_load(options["file"].read_text(encoding="utf-8"))
        reply = content["reply"]
        connector, address = (
            ("webhook", options["reply"]) if options["reply"] else (reply["connector"], reply["address"])
        )
        count = 0
        for row in content["sources"]:
            for slug, name, unit in _expand(row):
                register_source(
                    actor=policy.SYSTEM,
                    slug=slug,
                    unit_code=unit,
                    secret=row["key"],
                    name=name,
                    channel=row["channel"],
                    is_trusted=row.get("trusted", False),
                    reply_connector=connector,
                    reply_address=address,
                )
                count += 1
        self.stdout.write(f"sources: {count}")


def _expand(row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    if row.get("each") != "county":
        yield row["slug"], row["name"], row["unit"]
        return
    for code, name in Unit.objects.filter(kind="centre", level="county").order_by("code").values_list("code", "name"):
        yield f"{row['slug']}-{code.lower()}", f"{name}{row['name']}", code
