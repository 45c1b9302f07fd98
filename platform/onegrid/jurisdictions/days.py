"""The city's calendar days, on which posts and areas begin and end."""

import datetime as dt

from onegrid.common import clock


def today() -> dt.date:
    """The business day in the city's zone."""
    return clock.now().astimezone(clock.zone()).date()


def start_of(day: dt.date) -> dt.datetime:
    """The moment at which a day begins in the city."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=clock.zone())
