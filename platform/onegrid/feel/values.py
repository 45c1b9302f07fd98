"""The values of FEEL as Python objects, and the names of their kinds.

number: int or Decimal (never float, never bool); string: str; date: date; time: time; date and time: datetime; days and
time duration: timedelta (all four also in the forms of `far`, beyond Python's range); years and months duration:
YearsMonths; list: list; context: dict or any Mapping.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from onegrid.feel.far import FarDate, FarLength, FarMoment, FineTime

Value = Any  # FEEL is dynamic: its values are known by kind at run time

NULL, BOOLEAN, NUMBER, STRING = "null", "boolean", "number", "string"
DATE, TIME, DATE_TIME = "date", "time", "date and time"
DAYS, MONTHS = "days and time duration", "years and months duration"
LIST, CONTEXT, RANGE, FUNCTION, FOREIGN = "list", "context", "range", "function", "foreign"
TEMPORAL = frozenset({DATE, TIME, DATE_TIME, DAYS, MONTHS})


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration, kept as whole months."""

    total: int

    @property
    def years(self) -> int:
        whole = abs(self.total) // 12
        return whole if self.total >= 0 else -whole

    @property
    def months(self) -> int:
        return self.total - 12 * self.years

    def __neg__(self) -> "YearsMonths":
        return YearsMonths(-self.total)


MAX_MONTHS = 10**12


def months_duration(total: int) -> YearsMonths:
    """A duration of that many months; raises ValueError where no calendar has so many."""
    if abs(total) > MAX_MONTHS:
        raise ValueError("too long")
    return YearsMonths(total)


@dataclass(frozen=True, slots=True)
class Range:
    """A range; an end of None means without bound. `excluded` marks `!= x`: everything but start."""

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    excluded: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called: `call` takes the evaluation, then as many values as there are parameters."""

    name: str
    parameters: tuple[str, ...]
    call: Callable[..., Value]
    by_name: Callable[..., Value] | None = None
    types: tuple[object, ...] = ()


PYTHON_TYPES: dict[type, str] = {
    type(None): NULL,
    bool: BOOLEAN,
    int: NUMBER,
    Decimal: NUMBER,
    str: STRING,
    dt.datetime: DATE_TIME,
    dt.date: DATE,
    dt.time: TIME,
    dt.timedelta: DAYS,
    YearsMonths: MONTHS,
    list: LIST,
    dict: CONTEXT,
    FarMoment: DATE_TIME,
    FarDate: DATE,
    FineTime: TIME,
    FarLength: DAYS,
    Range: RANGE,
    Function: FUNCTION,
}


def kind_of(value: Value) -> str:
    """The kind's name; 'foreign' for what is no FEEL value (a float, a set, an object)."""
    return PYTHON_TYPES.get(type(value)) or _kind_of_subclass(value)


def _kind_of_subclass(value: Value) -> str:
    for base in (bool, str, int, Decimal, dt.datetime, dt.date, dt.time, dt.timedelta, list, dict):
        if isinstance(value, base):
            return PYTHON_TYPES[base]
    if isinstance(value, tuple):
        return LIST
    return CONTEXT if isinstance(value, Mapping) else FOREIGN


def is_number(value: Value) -> bool:
    """Whether the value is a FEEL number; booleans are none."""
    return PYTHON_TYPES.get(type(value)) == NUMBER or kind_of(value) == NUMBER
