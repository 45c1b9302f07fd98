"""Dates, times and durations: reading and writing their ISO 8601 forms, and the zone that a value is meant in.

Years reach from 1 to 9999 and seconds have six decimals, as far as Python's own types; beyond them is null.
"""

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from onegrid.feel.evaluation import Evaluation
from onegrid.feel.values import Value, YearsMonths, kind_of

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


def _micro(fraction: str | None) -> int:
    return int(fraction[:6].ljust(6, "0")) if fraction else 0


def _clock(found: re.Match[str]) -> dt.time:
    zone = parse_zone(found["zone"]) if found["zone"] else None
    return dt.time(
        int(found["hour"]), int(found["minute"]), int(found["second"]), _micro(found["fraction"]), tzinfo=zone
    )


def _day(found: re.Match[str]) -> dt.date:
    return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))


def parse_date(text: str) -> dt.date | None:
    """None where the text is no date."""
    found = _DATE_RE.fullmatch(text)
    try:
        return _day(found) if found else None
    except ValueError:
        return None


def parse_time(text: str) -> dt.time | None:
    """None where the text is no time."""
    found = _TIME_RE.fullmatch(text)
    try:
        return _clock(found) if found else None
    except ValueError:
        return None


def parse_date_time(text: str) -> dt.datetime | None:
    """A date alone means its midnight, 24:00:00 that of the next day; None for all other texts."""
    found = _DATE_TIME_RE.fullmatch(text)
    try:
        if found is None:
            day = parse_date(text)
            return None if day is None else dt.datetime.combine(day, dt.time())
        if found["hour"] == "24" and found["minute"] == found["second"] == "00" and not _micro(found["fraction"]):
            zone = parse_zone(found["zone"]) if found["zone"] else None
            return dt.datetime.combine(_day(found) + dt.timedelta(days=1), dt.time(tzinfo=zone))
        return dt.datetime.combine(_day(found), _clock(found))
    except (ValueError, OverflowError):
        return None


def parse_duration(text: str) -> dt.timedelta | YearsMonths | None:
    """None where the text is no duration; `P1Y2M` and `P1DT2H` are of different kinds."""
    found = _MONTHS_RE.fullmatch(text)
    if found:
        total = int(found["years"] or 0) * 12 + int(found["months"] or 0)
        return YearsMonths(-total if found["sign"] else total)
    found = _DAYS_RE.fullmatch(text)
    if not found:
        return None
    try:
        length = dt.timedelta(
            days=int(found["days"] or 0),
            hours=int(found["hours"] or 0),
            minutes=int(found["minutes"] or 0),
            seconds=int(found["seconds"] or 0),
            microseconds=_micro(found["fraction"]),
        )
        return -length if found["sign"] else length
    except OverflowError:
        return None


def parse_temporal(text: str) -> Value:
    """What `@"..."` means: by its form a duration, date and time, date or time; None for no form."""
    if text.lstrip("-").startswith("P"):
        return parse_duration(text)
    if _DATE_TIME_RE.fullmatch(text):
        return parse_date_time(text)
    return parse_date(text) or _not_none(parse_time(text))


def _not_none(value: dt.time | None) -> Value:
    return value


def zone_text(zone: dt.tzinfo | None, moment: dt.datetime | dt.time) -> str:
    """`Z`, `+08:00`, `@Asia/Shanghai`, or nothing."""
    if zone is None:
        return ""
    key = getattr(zone, "key", None)
    if key:
        return f"@{key}"
    seconds = int((moment.utcoffset() or dt.timedelta()).total_seconds())
    if not seconds:
        return "Z"
    rest = abs(seconds)
    text = f"{'-' if seconds < 0 else '+'}{rest // 3600:02}:{rest // 60 % 60:02}"
    return f"{text}:{rest % 60:02}" if rest % 60 else text


def _clock_text(moment: dt.datetime | dt.time) -> str:
    fraction = f".{moment.microsecond:06}".rstrip("0") if moment.microsecond else ""
    return f"{moment.hour:02}:{moment.minute:02}:{moment.second:02}{fraction}{zone_text(moment.tzinfo, moment)}"


def temporal_text(value: Value) -> str:
    """The ISO form that `@"..."` reads back."""
    kind = kind_of(value)
    if kind == "date":
        return str(value.isoformat())
    if kind == "time":
        return _clock_text(value)
    if kind == "date and time":
        return f"{value.year:04}-{value.month:02}-{value.day:02}T{_clock_text(value)}"
    return _months_text(value) if kind == "years and months duration" else _days_text(value)


def iso_text(value: Value) -> str:
    """As `temporal_text`, but with a named zone as its offset then: ISO 8601 has no names of zones."""
    if getattr(getattr(value, "tzinfo", None), "key", None) is None:
        return temporal_text(value)
    offset = value.utcoffset()
    return temporal_text(value if offset is None else value.replace(tzinfo=offset_zone(int(offset.total_seconds()))))


def _months_text(value: YearsMonths) -> str:
    years, months = divmod(abs(value.total), 12)
    body = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    return ("-P" if value.total < 0 else "P") + body


def _days_text(value: dt.timedelta) -> str:
    sign, rest = ("-", -value) if value < dt.timedelta() else ("", value)
    hours, seconds = divmod(rest.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{rest.microseconds:06}".rstrip("0") if rest.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    day = f"{rest.days}D" if rest.days else ""
    return f"{sign}P{day}{'T' + clock if clock else ''}" if day or clock else "PT0S"


def midnight_utc(day: dt.date) -> dt.datetime:
    """A date as date and time where FEEL converts it implicitly: midnight in UTC (DMN 10.3.2.3.6)."""
    return dt.datetime.combine(day, dt.time(tzinfo=dt.UTC))


def instant(moment: dt.datetime, ev: Evaluation) -> dt.datetime:
    """The moment with a zone: its own, or the evaluation's where it has none; naive where neither has one."""
    return moment.replace(tzinfo=ev.zone) if moment.tzinfo is None and ev.zone is not None else moment


def time_offset(value: dt.time, ev: Evaluation) -> dt.timedelta | None:
    """The offset of a time; a named zone has that of the evaluation's day, else its winter one."""
    if value.tzinfo is None:
        return None
    day = ev.now.date() if ev.now else dt.date(2000, 1, 1)
    return dt.datetime.combine(day, value).utcoffset()


def since_midnight(value: dt.time) -> dt.timedelta:
    """How far into the day the time stands, zone aside."""
    return dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
