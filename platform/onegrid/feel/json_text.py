"""Values as JSON text in which no digit of a number is lost; dates, times and durations as ISO 8601 text."""

import json
import re
from decimal import Decimal

from onegrid.feel.evaluation import Evaluation
from onegrid.feel.numbers import number_text
from onegrid.feel.temporal import iso_text
from onegrid.feel.text import literal_of
from onegrid.feel.values import BOOLEAN, CONTEXT, LIST, NULL, NUMBER, STRING, TEMPORAL, Value, kind_of

_PLAIN_DIGITS = 64
_HALF = re.compile("[\ud800-\udfff]")


def json_text(value: Value, ev: Evaluation | None = None) -> str:
    """The value as JSON; ranges and functions as texts of FEEL, since JSON has neither.

    Raises BudgetExceeded for what is too large to be told: lists of the same list can hold more than any memory.
    """
    ev = ev or Evaluation()
    ev.spend(1)
    kind = kind_of(value)
    if kind == STRING:
        return _text(value)
    if kind in (NULL, BOOLEAN):
        return json.dumps(value)
    if kind == NUMBER:
        return _number(value)
    if kind == LIST:
        return "[" + ", ".join(json_text(item, ev) for item in value) + "]"
    if kind == CONTEXT:
        return "{" + ", ".join(f"{_text(name)}: {json_text(item, ev)}" for name, item in value.items()) + "}"
    if kind in TEMPORAL:
        return json.dumps(iso_text(value))
    return _text(literal_of(value, ev))


def _text(text: str) -> str:
    """Escaped where it holds half characters, which no encoding has."""
    return json.dumps(text, ensure_ascii=not text.isascii() and _HALF.search(text) is not None)


def _number(value: Value) -> str:
    """Plain digits, or an exponent where they would be many."""
    if isinstance(value, Decimal) and abs(value.adjusted()) > _PLAIN_DIGITS:
        return str(value)
    return number_text(value)
