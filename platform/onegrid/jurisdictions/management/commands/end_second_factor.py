"""`manage.py end_second_factor NAME --reason ...`: for who has lost both the device and the recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onegrid.jurisdictions.actor import SYSTEM
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.services.end_second_factor import remove_second_factor


class Command(BaseCommand):
    """Who runs the installation must know whom they do it for: the reason goes to the audit."""

    help = "Turn off the second factor of an account whose device is lost / 为丢失设备的账号关闭两步验证"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and why."""
        parser.add_argument("username")
        parser.add_argument("--reason", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Says so where there is no such account."""
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"no account {options['username']} / 没有该账号")
        remove_second_factor(actor=SYSTEM, person=person, reason=options["reason"])
        self.stdout.write(f"{person.username}: the second factor is off / 两步验证已关闭")
