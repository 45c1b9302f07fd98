"""What a process calls its cases: the title of a new one, and the line by which lists show it. Never stops a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from onegrid.engine.specification import Spec
from onegrid.feel import Expression, FeelError, Layer, compile_expression
from onegrid.feel.evaluation import Evaluation

_STEPS = 20_000  # a line of text, evaluated at many acts


@dataclass(frozen=True, slots=True)
class Headline:
    """`text` is None where the expression gave none; then the two faults say why."""

    text: str | None
    fault_en: str = ""
    fault_zh: str = ""


def title_of(spec: Spec, *, data: Mapping[str, Any], case: Mapping[str, Any], now: datetime) -> Headline:
    """The title of a case that starts with this data."""
    return _text(spec.process.title, Layer(data, {"case": case}), now)


def summary_of(spec: Spec, *, case: Mapping[str, Any], now: datetime) -> Headline | None:
    """The line of a case as its facts stand; None where the process declares no summary."""
    return _text(spec.process.summary, {"case": case}, now) if spec.process.summary else None


def _text(text: str, names: Mapping[str, Any], now: datetime) -> Headline:
    evaluation = Evaluation(now, now.tzinfo, steps=_STEPS)
    try:
        value = _compiled(text).evaluate(names, evaluation)
    except FeelError as fault:
        return Headline(None, fault.message_en, fault.message_zh)
    if isinstance(value, str):
        return Headline(" ".join(value.split()))
    if value is not None:
        return Headline(None, "the value is no text", "得到的不是文本")
    reason = next(iter(evaluation.reasons), None)
    if reason is None:
        return Headline(None, "the value is null", "得到空值")
    return Headline(None, reason.message_en, reason.message_zh)


@lru_cache(maxsize=1024)
def _compiled(text: str) -> Expression:
    return compile_expression(text)
