"""Dates, times and durations beyond Python's own: other years than 1 to 9999, parts of a second below a millionth.

Everything is a whole number of days or nanoseconds here. `lift` brings any such value into that form, `settle` gives it
back as Python's own where it fits: a value has one form only, so that equal values stay equal.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

MAX_YEAR = 999_999_999
MAX_LENGTH = 10**27  # nanoseconds: more than twice all years
SECOND = 10**9
DAY = 86_400 * SECOND
_EPOCH = dt.date(1970, 1, 1).toordinal()
_MIN_DAYS, _MAX_DAYS = dt.date.min.toordinal() - _EPOCH, dt.date.max.toordinal() - _EPOCH
_CYCLE = 146_097  # days of 400 years, after which the calendar and its weekdays repeat


def days_of(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the calendar of today, carried on in both directions; raises ValueError."""
    if not -MAX_YEAR <= year <= MAX_YEAR:
        raise ValueError(year)
    cycle, within = divmod(year, 400)
    return dt.date(within + 2000, month, day).toordinal() - _EPOCH + (cycle - 5) * _CYCLE


def near_date(days: int) -> tuple[int, dt.date]:
    """How many cycles of 400 years away, and the date of the years 2000 to 2399 that has the same place there."""
    cycle, within = divmod(days + _EPOCH - dt.date(2000, 1, 1).toordinal(), _CYCLE)
    return cycle, dt.date.fromordinal(dt.date(2000, 1, 1).toordinal() + within)


class _Dated:
    """What dates and moments share."""

    __slots__ = ()

    @property
    def day_count(self) -> int:
        raise NotImplementedError

    @property
    def near(self) -> dt.date:
        """The date with the same month, day and weekday in the years 2000 to 2399."""
        return near_date(self.day_count)[1]

    @property
    def year(self) -> int:
        cycle, near = near_date(self.day_count)
        return near.year + 400 * cycle

    @property
    def month(self) -> int:
        return self.near.month

    @property
    def day(self) -> int:
        return self.near.day

    def isoweekday(self) -> int:
        return self.near.isoweekday()


class _Clocked:
    """What times and moments share."""

    __slots__ = ()

    @property
    def since_midnight(self) -> int:
        raise NotImplementedError

    @property
    def hour(self) -> int:
        return self.since_midnight // (3600 * SECOND)

    @property
    def minute(self) -> int:
        return self.since_midnight // (60 * SECOND) % 60

    @property
    def second(self) -> int:
        return self.since_midnight // SECOND % 60

    @property
    def nanosecond(self) -> int:
        return self.since_midnight % SECOND


@dataclass(frozen=True, slots=True, order=True)
class FarDate(_Dated):
    days: int

    @property
    def day_count(self) -> int:
        return self.days


@dataclass(frozen=True, slots=True)
class FarMoment(_Dated, _Clocked):
    """`local`: nanoseconds from 1970-01-01T00:00 to what calendar and clock show."""

    local: int
    tzinfo: dt.tzinfo | None = None

    @property
    def day_count(self) -> int:
        return self.local // DAY

    @property
    def since_midnight(self) -> int:
        return self.local % DAY

    def utcoffset(self) -> dt.timedelta | None:
        return None if self.tzinfo is None else offset_at(self.tzinfo, self.local)


@dataclass(frozen=True, slots=True)
class FineTime(_Clocked):
    since: int
    tzinfo: dt.tzinfo | None = None

    @property
    def since_midnight(self) -> int:
        return self.since


@dataclass(frozen=True, slots=True, order=True)
class FarLength:
    nanoseconds: int

    def __neg__(self) -> "FarLength":
        return FarLength(-self.nanoseconds)

    def __abs__(self) -> "FarLength":
        return FarLength(abs(self.nanoseconds))


FAR = frozenset({FarDate, FarMoment, FineTime, FarLength})


def offset_at(zone: dt.tzinfo, local: int) -> dt.timedelta:
    """The zone's offset when its clocks show that; beyond Python's years that of its first or last one."""
    days = min(max(local // DAY, _MIN_DAYS + 1), _MAX_DAYS - 1)
    shown = dt.datetime.combine(dt.date.fromordinal(days + _EPOCH), dt.time()) + dt.timedelta(
        microseconds=local % DAY // 1000
    )
    return shown.replace(tzinfo=zone).utcoffset() or dt.timedelta()


def nanoseconds_of(length: dt.timedelta) -> int:
    """The length as whole nanoseconds."""
    return (length.days * 86_400 + length.seconds) * SECOND + length.microseconds * 1000


def _clock(value: dt.time | dt.datetime) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * SECOND + value.microsecond * 1000


def lift(value: Any) -> Any:
    """A value of Python's own in the form of this module; others as they are."""
    if isinstance(value, dt.datetime):
        return FarMoment((value.toordinal() - _EPOCH) * DAY + _clock(value), value.tzinfo)
    if isinstance(value, dt.date):
        return FarDate(value.toordinal() - _EPOCH)
    if isinstance(value, dt.time):
        return FineTime(_clock(value), value.tzinfo)
    return FarLength(nanoseconds_of(value)) if isinstance(value, dt.timedelta) else value


def settle(value: Any) -> Any:
    """The value as Python's own where that loses nothing; raises ValueError beyond the largest year."""
    if isinstance(value, FarDate | FarMoment):
        days = value.day_count
        if not _MIN_DAYS <= days <= _MAX_DAYS:
            if abs(value.year) > MAX_YEAR:
                raise ValueError(value)
            return value
        day = dt.date.fromordinal(days + _EPOCH)
        if isinstance(value, FarDate):
            return day
        clock = settle(FineTime(value.since_midnight, value.tzinfo))
        return dt.datetime.combine(day, clock) if isinstance(clock, dt.time) else value
    if isinstance(value, FineTime):
        if value.since % 1000:
            return value
        return dt.time(value.hour, value.minute, value.second, value.nanosecond // 1000, tzinfo=value.tzinfo)
    if isinstance(value, FarLength):
        return _settled_length(value)
    return value


def _settled_length(value: FarLength) -> Any:
    if abs(value.nanoseconds) > MAX_LENGTH:
        raise ValueError("too long")
    days, rest = divmod(value.nanoseconds, DAY)
    if rest % 1000 or abs(days) > dt.timedelta.max.days - 1:
        return value
    return dt.timedelta(days, rest // SECOND, rest % SECOND // 1000)


def combine(day: Any, clock: Any) -> Any:
    """Date and time of day as one, whatever forms they have."""
    far, fine = lift(day), lift(clock)
    return settle(FarMoment(far.day_count * DAY + fine.since, fine.tzinfo))


def date_of(moment: Any) -> Any:
    """The date of a moment."""
    return settle(FarDate(lift(moment).day_count))


def time_of(moment: Any) -> Any:
    """The time of day of a moment, with its zone."""
    far = lift(moment)
    return settle(FineTime(far.since_midnight, far.tzinfo))


def in_zone(moment: Any, zone: dt.tzinfo | None) -> Any:
    """The moment with its clock as it stands, but in that zone."""
    return settle(FarMoment(lift(moment).local, zone))


def instant_of(moment: Any) -> int:
    """Nanoseconds since 1970 in UTC; a moment without zone as if it were there."""
    far = lift(moment)
    return int(far.local - nanoseconds_of(far.utcoffset() or dt.timedelta()))


def at_instant(instant: int, zone: dt.tzinfo) -> Any:
    """What the zone's clocks show then."""
    guess = instant + nanoseconds_of(offset_at(zone, instant))
    return settle(FarMoment(instant + nanoseconds_of(offset_at(zone, guess)), zone))
