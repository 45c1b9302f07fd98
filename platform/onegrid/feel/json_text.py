"""Values as JSON text in which no digit of a number is lost; dates, times and durations as ISO 8601 text."""

import json
from decimal import Decimal

from onegrid.feel.evaluation import Evaluation
from onegrid.feel.numbers import number_text
from onegrid.feel.temporal import iso_text
from onegrid.feel.text import literal_of
from onegrid.feel.values import BOOLEAN, CONTEXT, LIST, NULL, NUMBER, STRING, TEMPORAL, Value, kind_of

_PLAIN_DIGITS = 64


def json_text(value: Value) -> str:
    """The value as JSON; ranges and functions as texts of FEEL, since JSON has neither."""
    kind = kind_of(value)
    if kind in (NULL, BOOLEAN, STRING):
        return json.dumps(value, ensure_ascii=False)
    if kind == NUMBER:
        return _number(value)
    if kind == LIST:
        return "[" + ", ".join(map(json_text, value)) + "]"
    if kind == CONTEXT:
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {json_text(v)}" for k, v in value.items()) + "}"
    if kind in TEMPORAL:
        return json.dumps(iso_text(value))
    return json.dumps(literal_of(value, Evaluation()), ensure_ascii=False)


def _number(value: Value) -> str:
    """Plain digits, or an exponent where they would be many."""
    if isinstance(value, Decimal) and abs(value.adjusted()) > _PLAIN_DIGITS:
        return str(value)
    return number_text(value)
