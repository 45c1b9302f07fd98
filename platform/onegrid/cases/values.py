"""The JSON edge: engine values to jsonb text and back, numbers exact."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson


def dumps(value: Any) -> str:
    """JSON text; decimals keep their digits, times their zone. Anything unforeseen becomes its text."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()


def plain(value: Any) -> Any:
    """The same as what a reader of jsonb gets back: for model fields that Django encodes itself."""
    return orjson.loads(dumps(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f")) if value.is_finite() else None
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    return str(value)
