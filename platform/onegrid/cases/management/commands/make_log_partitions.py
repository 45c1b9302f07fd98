"""`manage.py make_log_partitions [--months 3]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from onegrid.cases.log_partitions import make_log_partitions


class Command(BaseCommand):
    """Makes the coming months' partitions of the event log; beat does the same every day."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=3)

    def handle(self, *_args: Any, **options: Any) -> None:
        made = make_log_partitions(months_ahead=options["months"])
        self.stdout.write(f"{len(made)} made{': ' + ', '.join(made) if made else ''}")
