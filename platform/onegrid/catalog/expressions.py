"""FEEL in forms and manifests: whether it parses, and its value at a moment in the city's zone."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from onegrid import feel
from onegrid.common import clock

_STEPS = 50_000  # a form condition that needs more is a mistake


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value; `fault` only where the expression could not be run to its end."""

    value: Any
    fault: feel.FeelError | None = None


def without_sign(text: str) -> str:
    """The expression without its leading `=`."""
    return text.strip().removeprefix("=").strip()


def fault(text: str) -> feel.FeelError | None:
    """Why the text is no FEEL expression; None where it is one."""
    try:
        feel.compile_expression(without_sign(text))
    except feel.FeelError as error:
        return error
    return None


def evaluate(text: str, scope: Mapping[str, Any], *, now: dt.datetime) -> Outcome:
    """The value over the names in scope; a text that no longer parses or runs too long gives null with its fault."""
    try:
        expression = feel.compile_expression(without_sign(text))
        return Outcome(expression.evaluate(scope, feel.Evaluation(now=now, zone=clock.zone(), steps=_STEPS)))
    except feel.FeelError as error:
        return Outcome(None, error)


def as_answer(value: Any) -> Any:
    """A computed value as an answer: numbers stay exact, all else becomes plain JSON."""
    if isinstance(value, (bool, str, int, Decimal)) or value is None:
        return value
    return feel.to_json(value)


def as_value(answer: Any) -> Any:
    """An answer as FEEL sees it; what FEEL has no place for is null (its own check refuses it)."""
    try:
        return feel.from_json(answer)
    except feel.NoFeelValue:
        return None
