"""Pure arithmetic of the five units of time over a working calendar.

Each unit is a set of counting spans, and a limit is a length of counted time: so adding, measuring and resuming after
a pause are one rule.

- urgent_hour, natural_day, urgent_day: every moment counts (a day is 24 h).
- work_hour: the office hours of working days count.
- work_day: whole working days count, 24 h each. A limit that starts on a working day ends at the same time of day on
  the n-th working day after it; one that starts on a day off ends with the n-th working day after it.

The units and what counts in each are those of a city's published rules table (运城 Yuncheng); urgent_day is a word that
occurs elsewhere and is taken as natural days. Which of them a limit uses is data of the city.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from onegrid.engine.definitions import TimeUnit

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
_LENGTH = {
    TimeUnit.URGENT_HOUR: HOUR,
    TimeUnit.WORK_HOUR: HOUR,
    TimeUnit.WORK_DAY: DAY,
    TimeUnit.NATURAL_DAY: DAY,
    TimeUnit.URGENT_DAY: DAY,
}
_CONTINUOUS = frozenset({TimeUnit.URGENT_HOUR, TimeUnit.NATURAL_DAY, TimeUnit.URGENT_DAY})
_HORIZON_DAYS = 3660  # ten years: a calendar without working days is refused, not searched for ever


class CalendarError(ValueError):
    """The calendar holds no counting time within ten years."""


@dataclass(frozen=True, slots=True)
class DayKind:
    """One day as the calendar has it; provisional where its year is not published yet."""

    is_working: bool
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment; provisional when a day on the way to it is."""

    at: dt.datetime
    is_provisional: bool


Hours = tuple[tuple[dt.time, dt.time], ...]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days and office hours of one city. `day` answers for any date; `hours` for the date's office hours."""

    zone: ZoneInfo
    day: Callable[[dt.date], DayKind]
    hours: Callable[[dt.date], Hours]
    _days: dict[dt.date, DayKind] = field(default_factory=dict, compare=False)

    def length(self, value: int, unit: TimeUnit) -> dt.timedelta:
        """Counted time of a whole number of a unit."""
        if value < 0:
            raise CalendarError("a limit is never negative")
        return value * _LENGTH[unit]

    def add(self, start: dt.datetime, value: int, unit: TimeUnit) -> Deadline:
        """The moment at which `value` units, counted from `start`, are used up."""
        return self.advance(start, self.length(value, unit), unit)

    def advance(self, start: dt.datetime, counted: dt.timedelta, unit: TimeUnit) -> Deadline:
        """Like add, for a length of counted time (what is left of a limit). Answers in UTC."""
        if unit in _CONTINUOUS:
            return Deadline((start + counted).astimezone(dt.UTC), is_provisional=False)
        left, provisional = counted, False
        for begin, end, is_provisional in self._spans(start, unit):
            provisional = provisional or is_provisional
            if end is None:
                continue
            if left <= end - begin:
                return Deadline((begin + left).astimezone(dt.UTC), provisional)
            left -= end - begin
        raise CalendarError("no working time within ten years: check the calendar")

    def between(self, since: dt.datetime, until: dt.datetime, unit: TimeUnit) -> dt.timedelta:
        """Counted time from `since` to `until`; zero when `until` is not later."""
        if until <= since:
            return dt.timedelta(0)
        if unit in _CONTINUOUS:
            return until - since
        total, last = dt.timedelta(0), until.astimezone(dt.UTC)
        for begin, end, _provisional in self._spans(since, unit):
            if begin >= last:
                break
            if end is not None:
                total += min(end, last) - begin
        return total

    def _spans(self, start: dt.datetime, unit: TimeUnit) -> Iterator[tuple[dt.datetime, dt.datetime | None, bool]]:
        """Counting spans from `start` on, in UTC; a day off gives one span without end, for its provisional mark."""
        moment = start.astimezone(dt.UTC)
        date = start.astimezone(self.zone).date()
        for offset in range(_HORIZON_DAYS):
            today = date + offset * DAY
            kind = self._kind(today)
            if not kind.is_working:
                yield self._at(today, dt.time.min), None, kind.is_provisional
                continue
            for opens, closes in self._hours_of(today, unit):
                begin, end = max(opens, moment), closes
                if begin < end:
                    yield begin, end, kind.is_provisional

    def _hours_of(self, date: dt.date, unit: TimeUnit) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        if unit is TimeUnit.WORK_DAY:
            yield self._at(date, dt.time.min), self._at(date + DAY, dt.time.min)
            return
        for opens, closes in self.hours(date):
            yield self._at(date, opens), self._at(date, closes)

    def _at(self, date: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(date, time, tzinfo=self.zone).astimezone(dt.UTC)

    def _kind(self, date: dt.date) -> DayKind:
        if (kind := self._days.get(date)) is None:
            kind = self._days[date] = self.day(date)
        return kind
