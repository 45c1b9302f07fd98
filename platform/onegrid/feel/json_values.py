"""Values to JSON and back. Plain JSON is for people and APIs; the tagged form loses nothing."""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from onegrid.feel.evaluation import Evaluation
from onegrid.feel.numbers import CONTEXT, number_text, settle, whole_of
from onegrid.feel.temporal import READERS, temporal_text
from onegrid.feel.text import literal_of
from onegrid.feel.values import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS,
    LIST,
    MONTHS,
    NULL,
    NUMBER,
    STRING,
    TIME,
    Value,
    kind_of,
)
from onegrid.feel.values import CONTEXT as CONTEXT_KIND

TAG = "@feel"
_READERS: dict[str, Callable[[str], Value]] = {**READERS, NUMBER: CONTEXT.create_decimal}


class NoFeelValue(ValueError):
    """The object has no place in FEEL, or none in JSON."""


def from_json(data: Any) -> Value:
    """The value that decoded JSON means: floats become the Decimal they were written as; tagged values are read."""
    if isinstance(data, dict):
        if data.keys() == {TAG, "value"}:
            return _tagged(data[TAG], data["value"])
        return {str(name): from_json(item) for name, item in data.items()}
    if isinstance(data, list | tuple):
        return [from_json(item) for item in data]
    if isinstance(data, float):
        if not math.isfinite(data):
            raise NoFeelValue("NaN and Infinity are no FEEL numbers")
        return settle(int(data)) if data.is_integer() and abs(data) < 2**53 else CONTEXT.create_decimal(repr(data))
    if kind_of(data) == NUMBER:
        return settle(data) if isinstance(data, int) else data
    if kind_of(data) in (NULL, BOOLEAN, STRING, DATE, TIME, DATE_TIME, DAYS, MONTHS):
        return data
    raise NoFeelValue(f"{type(data).__name__} is no FEEL value")


def _tagged(kind: object, text: object) -> Value:
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    value = reader(text) if reader and isinstance(text, str) else None
    if value is None:
        raise NoFeelValue(f"{kind} {text}")
    return value


def to_json(value: Value, *, exact: bool = False) -> Any:
    """JSON that orjson and json take. Plain: whole numbers as int, others as float where no digit is lost, else text;
    dates and durations as ISO text, ranges and functions as FEEL text. Exact: what plain JSON would change is tagged,
    so that `from_json` gives the same value; ranges and functions are refused."""
    kind = kind_of(value)
    if kind in (NULL, BOOLEAN, STRING):
        return value
    if kind == NUMBER:
        return _number(value, exact)
    if kind == LIST:
        return [to_json(item, exact=exact) for item in value]
    if kind == CONTEXT_KIND:
        return _context(value, exact)
    if kind in _READERS:
        return {TAG: kind, "value": temporal_text(value)} if exact else temporal_text(value)
    if exact or kind == "foreign":
        raise NoFeelValue(f"a {kind} cannot be kept")
    return literal_of(value, Evaluation())


def _context(value: Mapping[str, Value], exact: bool) -> dict[str, Any]:
    if exact and TAG in value:
        raise NoFeelValue(f"'{TAG}' is no name of an entry")
    return {name: to_json(item, exact=exact) for name, item in value.items()}


def _number(value: Value, exact: bool) -> Any:
    if type(value) is int and abs(value) < 2**63:
        return value
    if exact:
        return {TAG: NUMBER, "value": str(value)}
    whole = whole_of(value)
    if whole is not None and abs(whole) < 2**63:
        return whole
    near = float(value)
    return near if Decimal(repr(near)) == value else number_text(value)
