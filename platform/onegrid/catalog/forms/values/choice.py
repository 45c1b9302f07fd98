"""Ticks and options."""

from collections.abc import Mapping, Sequence
from typing import Any

from onegrid.catalog.forms.checking import REFUSED, Nothing, Question
from onegrid.catalog.forms.values.counted import check_count
from onegrid.catalog.forms.values.number import exact


def check_truth(ask: Question, value: Any) -> Any:
    """true or false."""
    return value if isinstance(value, bool) else ask.refuse("not_truth")


def check_one(ask: Question, value: Any) -> Any:
    """One of the options."""
    known = options_of(ask)
    if isinstance(known, Nothing):
        return ask.refuse("options_broken", reason="no list")
    return _found(ask, value, known)


def check_several(ask: Question, value: Any) -> Any:
    """Some of the options, each once."""
    if not isinstance(value, list):
        return ask.refuse("not_list")
    known = options_of(ask)
    if isinstance(known, Nothing):
        return ask.refuse("options_broken", reason="no list")
    if not check_count(ask, len(value)):
        return REFUSED
    cleaned = [_found(ask, one, known, f"[{at}]") for at, one in enumerate(value)]
    if any(isinstance(one, Nothing) for one in cleaned):
        return REFUSED
    if len({(type(one), one) for one in cleaned}) < len(cleaned):
        return ask.refuse("twice")
    return cleaned


def options_of(ask: Question) -> Sequence[Any] | Nothing:
    """The values that may be chosen now."""
    own = ask.component.own
    if "values" in own:
        return [one["value"] for one in own["values"]]
    key = own.get("valuesKey")
    offered = ask.feel(own["valuesExpression"]).value if key is None else ask.scope().get(key)
    if not isinstance(offered, (list, tuple)):
        return REFUSED
    return [one.get("value") if isinstance(one, Mapping) else one for one in offered]


def _found(ask: Question, value: Any, known: Sequence[Any], at: str = "") -> Any:
    if isinstance(value, (str, bool)):
        hit = next((one for one in known if type(one) is type(value) and one == value), REFUSED)
    else:
        number = exact(value)
        hit = next(
            (one for one in known if number is not None and exact(one) == number and not isinstance(one, str)), REFUSED
        )
    if isinstance(hit, Nothing):
        listed = ", ".join(str(one) for one in known[:20])
        return ask.refuse("not_option", at, value=str(value)[:60], known=listed)
    return hit
