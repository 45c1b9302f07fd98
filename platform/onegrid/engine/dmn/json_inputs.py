"""Decoded JSON to the values that a decision's types mean: ISO texts become dates, times and durations."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from onegrid.feel import NoFeelValue, Value, from_json
from onegrid.feel.temporal import READERS, parse_date_time, parse_duration
from onegrid.feel.types import ContextType, ListType, RestrictedType, SimpleType, Type

_READERS: dict[str, Callable[[str], Value]] = {
    **READERS,
    "dateTime": parse_date_time,
    "duration": parse_duration,
    "dayTimeDuration": parse_duration,
    "yearMonthDuration": parse_duration,
}
_TYPED = {"type", "value"}


def typed_value(data: Any, wanted: Type | None) -> Value:
    """The value of decoded JSON where that type is wanted; raises NoFeelValue.

    `{"type": "date", "value": "2026-11-23"}` says its type itself, unless the type wanted has these two entries. A text
    that does not read as its type stays a text, which the type then refuses.
    """
    while isinstance(wanted, RestrictedType):
        wanted = wanted.base
    if isinstance(data, dict):
        return _context(data, wanted)
    if isinstance(data, list):
        return [typed_value(item, wanted.item if isinstance(wanted, ListType) else wanted) for item in data]
    if isinstance(wanted, ListType):
        return typed_value(data, wanted.item)
    if isinstance(data, str) and isinstance(wanted, SimpleType) and wanted.name in _READERS:
        value = _READERS[wanted.name](data)
        return data if value is None else value
    return data if isinstance(data, Decimal) else from_json(data)


def _context(data: dict[str, Any], wanted: Type | None) -> Value:
    if isinstance(wanted, ListType):
        wanted = wanted.item
        while isinstance(wanted, RestrictedType):
            wanted = wanted.base
    fields: Mapping[str, Type] = dict(wanted.fields) if isinstance(wanted, ContextType) else {}
    if data.keys() == _TYPED and not fields.keys() & _TYPED and data["type"] in _KNOWN:
        return _said(data["type"], data["value"])
    return {name: typed_value(item, fields.get(name)) for name, item in data.items()}


def _said(kind: str, given: Any) -> Value:
    reader = _READERS.get(kind)
    if reader is None or given is None:
        return from_json(given)
    value = reader(given) if isinstance(given, str) else None
    if value is None:
        raise NoFeelValue(f"{given!r} is no {kind}")
    return value


_KNOWN = frozenset(_READERS) | {"string", "number", "boolean"}
