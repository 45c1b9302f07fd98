"""The days that are published, and an honest guess for the years that are not.

Published years come from the chinesecalendar package (State Council lists, with make-up working days). For later years
the statutory days come from the holidays package; make-up days are unknown then, so each such day is provisional.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import chinese_calendar
import holidays


@dataclass(frozen=True, slots=True)
class DaySetting:
    """One day as it shall be."""

    date: dt.date
    is_working: bool
    name: str = ""
    is_provisional: bool = False


_KNOWN = chinese_calendar.constants


def last_published_year() -> int:
    """The last year for which the package has a list."""
    return int(max(_KNOWN.holidays).year)


def days_of(first: int, last: int) -> Iterator[DaySetting]:
    """Every day of the years, first to last."""
    for year in range(first, last + 1):
        yield from _published(year) if year <= last_published_year() else _assumed(year)


def _all_days(year: int) -> Iterator[dt.date]:
    day = dt.date(year, 1, 1)
    while day.year == year:
        yield day
        day += dt.timedelta(days=1)


def _published(year: int) -> Iterator[DaySetting]:
    for day in _all_days(year):
        is_off, name = chinese_calendar.get_holiday_detail(day)
        make_up = not is_off and day.weekday() >= 5
        yield DaySetting(day, not is_off, _chinese(name) + ("调休" if make_up else "") if name else "")


def _assumed(year: int) -> Iterator[DaySetting]:
    statutory = holidays.country_holidays("CN", years=year, language="zh_CN")
    for day in _all_days(year):
        name = statutory.get(day, "")
        yield DaySetting(day, day.weekday() < 5 and not name, name or "", is_provisional=True)


def _chinese(name: str) -> str:
    return next((one.chinese for one in _KNOWN.Holiday if one.value == name), name)
