"""Case numbers: short, stable, unique; what a process wants them to look like is its own pattern."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from onegrid.common import clock

DEFAULT = "SQ{date}{sequence}"


def next_number(pattern: str | None, at: datetime) -> str:
    """`{date}`, `{year}` in the city's zone; `{sequence}` never comes twice, a gap (a refused start) means nothing."""
    day = at.astimezone(clock.zone())
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        row = cursor.fetchone()
    chosen = pattern or str(getattr(settings, "ONEGRID_CASE_NUMBER", DEFAULT))
    return (
        chosen.replace("{date}", f"{day:%Y%m%d}").replace("{year}", f"{day:%Y}").replace("{sequence}", f"{row[0]:06d}")
    )
