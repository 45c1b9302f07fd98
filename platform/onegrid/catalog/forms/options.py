"""Rules about single keys that need more than a list of names: options, numbers, patterns, tables, texts."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from onegrid.catalog.forms.patterns import EndlessPattern, pattern_of

CHOOSING = ("checklist", "taglist", "radio", "select")
Fault = tuple[str, dict[str, object]]
"""A code of complaints.py with its facts; it does not know its place."""

_SOURCES = ("values", "valuesKey", "valuesExpression")
_TRUTHS = ("multiple", "sensitive", "serializeToString", "disallowPassedDates", "use24h")
_TEXTS = ("label", "labelEn", "description", "descriptionEn", "text", "content")
_WHOLE = ("minLength", "maxLength", "minCount", "maxCount")
_PAIRS = (("min", "max"), ("minLength", "maxLength"), ("minCount", "maxCount"))
_MOST_DECIMALS = 10
_LONGEST_PATTERN = 200


def problems(kind: str, data: Mapping[str, Any], *, shows_only: bool) -> Iterator[Fault]:
    """What is wrong with a component's own keys."""
    if kind in CHOOSING:
        yield from _choosing(data)
    if (
        kind == "table"
        and shows_only
        and not ("dataSource" in data and ("columns" in data or "columnsExpression" in data))
    ):
        yield "table", {}
    for name in _TRUTHS:
        if name in data and not isinstance(data[name], bool):
            yield "truth", {"name": name}
    digits = data.get("decimalDigits")
    if digits is not None and not (_is_whole(digits) and digits <= _MOST_DECIMALS):
        yield "whole_number", {"name": "decimalDigits"}
    for name in _TEXTS:
        if data.get(name) is not None and not isinstance(data[name], str):
            yield "text", {"name": name}


def _choosing(data: Mapping[str, Any]) -> Iterator[Fault]:
    if sum(name in data for name in _SOURCES) != 1:
        yield "options_missing", {}
    if "values" not in data:
        return
    values = data["values"]
    if not isinstance(values, list) or not values or any(not isinstance(one, dict) for one in values):
        yield "options", {}
        return
    seen: set[tuple[type, Any]] = set()
    for one in values:
        value = one.get("value")
        mark = (type(value), value) if isinstance(value, (str, int, float, bool)) else None
        if mark is None or not isinstance(one.get("label"), str) or set(one) - {"value", "label", "labelEn"}:
            yield "option", {"value": one}
        elif mark in seen:
            yield "option_twice", {"value": value}
        else:
            seen.add(mark)


def validation_problems(found: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong inside `validate`."""
    if "required" in found and not isinstance(found["required"], bool):
        yield "truth", {"name": "required"}
    for name in ("requiredWhen", "condition", "message", "messageEn"):
        if name in found and not isinstance(found[name], str):
            yield "text", {"name": name}
    for name in _WHOLE:
        if found.get(name) is not None and not _is_whole(found[name]):
            yield "whole_number", {"name": name}
    for name in ("min", "max"):
        if name in found and (isinstance(found[name], bool) or not isinstance(found[name], (int, float))):
            yield "number", {"name": name}
    for low, high in _PAIRS:
        a, b = found.get(low), found.get(high)
        if isinstance(a, (int, float)) and isinstance(b, (int, float)) and a > b:
            yield "range", {"low": low, "high": high}
    kind = found.get("validationType")
    if kind not in (None, "email", "phone", "custom"):
        yield "choice", {"name": "validationType", "value": kind, "known": "email, phone, custom"}
    if found.get("pattern") is not None:
        yield from _pattern(found["pattern"])


def _pattern(text: Any) -> Iterator[Fault]:
    if not isinstance(text, str) or len(text) > _LONGEST_PATTERN:
        yield "pattern", {"why": f"no text, or longer than {_LONGEST_PATTERN} characters"}
        return
    try:
        pattern_of(text)
    except re.error as error:
        yield "pattern", {"why": error}
    except EndlessPattern:
        yield "endless_pattern", {}


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
