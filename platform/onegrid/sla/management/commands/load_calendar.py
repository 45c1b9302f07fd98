"""`manage.py load_calendar`: imports the published days; later years are loaded as provisional."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from onegrid.common import clock
from onegrid.jurisdictions import policy
from onegrid.sla.models import OfficeHours
from onegrid.sla.published_days import days_of, last_published_year
from onegrid.sla.services.change_calendar import change_calendar
from onegrid.sla.services.renew_edition import renew_edition

_FIRST_YEAR = 2020


class Command(BaseCommand):
    """Days that a person edited are kept; run it again when a new year is published."""

    help = "Import working days and holidays; years not yet published become provisional."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until", type=int, help="last year to load (default: two years ahead)")

    def handle(self, *_args: Any, **options: Any) -> None:
        until = options["until"] or clock.now().year + 2
        changed = change_calendar(
            actor=policy.SYSTEM, days=days_of(_FIRST_YEAR, until), source="chinesecalendar", keep_edited=True
        )
        if not OfficeHours.objects.exists():
            since = dt.date(_FIRST_YEAR, 1, 1)
            OfficeHours.objects.create(since=since, opens=dt.time(8), closes=dt.time(12))
            OfficeHours.objects.create(since=since, opens=dt.time(14), closes=dt.time(18))
            renew_edition()
        self.stdout.write(f"calendar: {changed} days set; published up to {last_published_year()}")
