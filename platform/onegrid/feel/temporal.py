"""Dates, times and durations: reading and writing their ISO 8601 forms, and the zone that a value is meant in.

Years reach from -999999999 to 999999999 and seconds have nine decimals; `far` holds what Python's own types do not.
"""

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from zoneinfo import ZoneInfo

from onegrid.feel.evaluation import Evaluation
from onegrid.feel.far import (
    FAR,
    SECOND,
    FarDate,
    FarLength,
    FineTime,
    combine,
    days_of,
    in_zone,
    lift,
    settle,
)
from onegrid.feel.values import DATE, DATE_TIME, DAYS, MONTHS, TIME, Value, YearsMonths, kind_of, months_duration

_DATE = r"(?P<year>-?(?:[1-9]\d{4,8}|\d{4}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d+))?"
_ZONE = r"(?P<zone>Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z][A-Za-z0-9_+\-/]*)?"
_DATE_RE = re.compile(_DATE, re.ASCII)
_TIME_RE = re.compile(f"T?{_TIME}{_ZONE}", re.ASCII)
_DATE_TIME_RE = re.compile(f"{_DATE}T{_TIME}{_ZONE}", re.ASCII)
_MONTHS_RE = re.compile(r"(?P<sign>-)?P(?=\d)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?", re.ASCII)
_DAYS_RE = re.compile(
    r"(?P<sign>-)?P(?=\d|T\d)(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.(?P<fraction>\d*))?S)?)?",
    re.ASCII,
)
_LONGEST_OFFSET = 14 * 3600
_LONGEST_DURATION = 200


@lru_cache(maxsize=1024)
def parse_zone(text: str) -> dt.tzinfo:
    """`Z`, `+08:00` or `@Asia/Shanghai`; raises ValueError for others."""
    if text in ("Z", "z"):
        return dt.UTC
    if text[0] == "@":
        try:
            return ZoneInfo(text[1:])
        except (KeyError, OSError) as error:
            raise ValueError(text) from error
    parts = [int(piece) for piece in text[1:].split(":")]
    seconds = parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)
    if seconds > _LONGEST_OFFSET or max(parts[1:]) > 59:
        raise ValueError(text)
    return offset_zone(-seconds if text[0] == "-" else seconds)


def offset_zone(seconds: int) -> dt.tzinfo:
    """The fixed offset, UTC for none."""
    return dt.timezone(dt.timedelta(seconds=seconds)) if seconds else dt.UTC


def _nano(fraction: str | None) -> int:
    """Nanoseconds of the decimals; raises ValueError where there are smaller parts."""
    digits = (fraction or "").rstrip("0")
    if len(digits) > 9:
        raise ValueError(fraction)
    return int(digits.ljust(9, "0"))


def _clock(found: re.Match[str]) -> Value:
    zone = parse_zone(found["zone"]) if found["zone"] else None
    hour, minute, second, nano = (
        int(found["hour"]),
        int(found["minute"]),
        int(found["second"]),
        _nano(found["fraction"]),
    )
    whole = dt.time(hour, minute, second, nano // 1000, tzinfo=zone)
    return whole if nano % 1000 == 0 else FineTime(lift(whole).since + nano % 1000, zone)


def _day(found: re.Match[str]) -> Value:
    return make_date(int(found["year"]), int(found["month"]), int(found["day"]))


def make_date(year: int, month: int, day: int) -> Value:
    """The date of these parts; raises ValueError where there is none."""
    return dt.date(year, month, day) if 1 <= year <= 9999 else settle(FarDate(days_of(year, month, day)))


def parse_date(text: str) -> Value:
    """None where the text is no date."""
    found = _DATE_RE.fullmatch(text)
    try:
        return _day(found) if found else None
    except ValueError:
        return None


def parse_time(text: str) -> Value:
    """None where the text is no time."""
    found = _TIME_RE.fullmatch(text)
    try:
        return _clock(found) if found else None
    except ValueError:
        return None


def parse_date_time(text: str) -> Value:
    """A date alone means its midnight, 24:00:00 that of the next day; None for all other texts."""
    found = _DATE_TIME_RE.fullmatch(text)
    try:
        if found is None:
            day = parse_date(text)
            return None if day is None else combine(day, dt.time())
        if found["hour"] == "24" and found["minute"] == found["second"] == "00" and not _nano(found["fraction"]):
            zone = parse_zone(found["zone"]) if found["zone"] else None
            return combine(settle(FarDate(lift(_day(found)).days + 1)), dt.time(tzinfo=zone))
        return combine(_day(found), _clock(found))
    except (ValueError, OverflowError):
        return None


def parse_duration(text: str) -> Value:
    """None where the text is no duration; `P1Y2M` and `P1DT2H` are of different kinds."""
    if len(text) > _LONGEST_DURATION:
        return None
    try:
        if found := _MONTHS_RE.fullmatch(text):
            total = int(found["years"] or 0) * 12 + int(found["months"] or 0)
            return months_duration(-total if found["sign"] else total)
        if found := _DAYS_RE.fullmatch(text):
            hours = int(found["days"] or 0) * 24 + int(found["hours"] or 0)
            seconds = (hours * 60 + int(found["minutes"] or 0)) * 60 + int(found["seconds"] or 0)
            length = FarLength(seconds * SECOND + _nano(found["fraction"]))
            return settle(-length if found["sign"] else length)
    except ValueError:
        return None
    return None


READERS: dict[str, Callable[[str], Value]] = {
    DATE: parse_date,
    TIME: parse_time,
    DATE_TIME: parse_date_time,
    DAYS: parse_duration,
    MONTHS: parse_duration,
}


def parse_temporal(text: str) -> Value:
    """What `@"..."` means: by its form a duration, date and time, date or time; None for no form."""
    if text.lstrip("-").startswith("P"):
        return parse_duration(text)
    if _DATE_TIME_RE.fullmatch(text):
        return parse_date_time(text)
    return parse_date(text) or parse_time(text)


def zone_text(zone: dt.tzinfo | None) -> str:
    """`Z`, `+08:00`, `@Asia/Shanghai`, or nothing."""
    if zone is None:
        return ""
    key = getattr(zone, "key", None)
    if key:
        return f"@{key}"
    seconds = int((zone.utcoffset(None) or dt.timedelta()).total_seconds())
    if not seconds:
        return "Z"
    rest = abs(seconds)
    text = f"{'-' if seconds < 0 else '+'}{rest // 3600:02}:{rest // 60 % 60:02}"
    return f"{text}:{rest % 60:02}" if rest % 60 else text


def _clock_text(moment: Value) -> str:
    part = moment.nanosecond if type(moment) in FAR else moment.microsecond * 1000
    fraction = f".{part:09}".rstrip("0") if part else ""
    return f"{moment.hour:02}:{moment.minute:02}:{moment.second:02}{fraction}{zone_text(moment.tzinfo)}"


def _day_text(day: Value) -> str:
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}"


def temporal_text(value: Value) -> str:
    """The ISO form that `@"..."` reads back."""
    kind = kind_of(value)
    if kind == "date":
        return _day_text(value)
    if kind == "time":
        return _clock_text(value)
    if kind == "date and time":
        return f"{_day_text(value)}T{_clock_text(value)}"
    return _months_text(value) if kind == "years and months duration" else _days_text(value)


def iso_text(value: Value) -> str:
    """As `temporal_text`, but with a named zone as its offset then: ISO 8601 has no names of zones."""
    if getattr(getattr(value, "tzinfo", None), "key", None) is None:
        return temporal_text(value)
    is_moment = kind_of(value) == "date and time"
    offset = value.utcoffset() if is_moment else time_offset(value, Evaluation())
    zone = offset_zone(0 if offset is None else int(offset.total_seconds()))
    return temporal_text(in_zone(value, zone) if is_moment else settle(FineTime(lift(value).since, zone)))


def _months_text(value: YearsMonths) -> str:
    years, months = divmod(abs(value.total), 12)
    body = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    return ("-P" if value.total < 0 else "P") + body


def _days_text(value: Value) -> str:
    total = lift(value).nanoseconds
    sign = "-" if total < 0 else ""
    whole, part = divmod(abs(total), SECOND)
    days, rest = divmod(whole, 86_400)
    hours, minutes, seconds = rest // 3600, rest // 60 % 60, rest % 60
    fraction = f".{part:09}".rstrip("0") if part else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    day = f"{days}D" if days else ""
    return f"{sign}P{day}{'T' + clock if clock else ''}" if day or clock else "PT0S"


def midnight_utc(day: Value) -> Value:
    """A date as date and time where FEEL converts it implicitly: midnight in UTC (DMN 10.3.2.3.6)."""
    return combine(day, dt.time(tzinfo=dt.UTC))


def instant(moment: dt.datetime, ev: Evaluation) -> dt.datetime:
    """The moment with a zone: its own, or the evaluation's where it has none; naive where neither has one."""
    return moment.replace(tzinfo=ev.zone) if moment.tzinfo is None and ev.zone is not None else moment


def time_offset(value: Value, ev: Evaluation) -> dt.timedelta | None:
    """The offset of a time; a named zone has that of the evaluation's day, else its winter one."""
    if value.tzinfo is None:
        return None
    day = ev.now.date() if ev.now else dt.date(2000, 1, 1)
    offset: dt.timedelta | None = value.tzinfo.utcoffset(dt.datetime.combine(day, dt.time(value.hour, value.minute)))
    return offset


def since_midnight(value: dt.time) -> dt.timedelta:
    """How far into the day the time stands, zone aside."""
    return dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
