"""Give the demo city some days of cases: all of them in one transaction, and only where there has never been one."""

import signal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from onegrid.common import clock
from onegrid.config.demo_cases.people import People
from onegrid.config.demo_cases.play import Past, is_untouched
from onegrid.config.demo_cases.stories import read_stories
from onegrid.reports.services.refresh_figures import refresh_figures
from onegrid.web.demo_accounts import demo_accounts


class Command(BaseCommand):
    """Stopped on the way, nothing of it remains; begun again, it begins anew."""

    help = "play fixtures/demo_cases.yaml into a demo city without cases"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Twice at once: the second finds cases."""
        if not settings.ONEGRID_DEMO:
            raise CommandError("ONEGRID_DEMO is not set: this is no demo installation / 非演示环境，不加载演示案件")
        fixtures = Path(settings.ROOT) / "fixtures"
        stories = read_stories(fixtures / "demo_cases.yaml")
        people = People([one.username for one in demo_accounts(fixtures)])
        clock.refresh()
        past = Past(stories, people, now=clock.now().astimezone(clock.zone()))
        # The supervisor's word to stop must not leave pictures of cases that there are not.
        before = signal.signal(signal.SIGTERM, _stop)
        try:
            acts = self._play(past)
        except BaseException:
            for photo in past.photos:
                photo.file.delete(save=False)
            raise
        finally:
            signal.signal(signal.SIGTERM, before)
        if acts:
            self.stdout.write(f"  {len(stories)} 个案件，{acts} 次操作 · {len(stories)} cases, {acts} acts")
        else:
            self.stdout.write("  城市已在使用，不加载 · the city is in use: nothing loaded")

    @transaction.atomic
    def _play(self, past: Past) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('config.load_demo_cases'))")
        if not is_untouched():
            return 0
        with clock.past() as stand_at:
            acts = past.play(stand_at)
        refresh_figures()
        return acts


def _stop(*_signal: object) -> None:
    raise SystemExit(1)
