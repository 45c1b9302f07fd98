"""Numbers: whole ones stay whole, others become Decimal; never a float."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from onegrid.catalog.forms.checking import Question

_WRITTEN = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,6})?")
_LONGEST = 34  # significant digits of FEEL


def exact(value: Any) -> int | Decimal | None:
    """int or Decimal as written; None for what is no finite number of reasonable length."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        return None
    if isinstance(value, int):
        return value if abs(value) < 10**_LONGEST else None
    if isinstance(value, str) and not _WRITTEN.fullmatch(value):
        return None
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation:
        return None
    if not number.is_finite() or len(number.as_tuple().digits) > _LONGEST or abs(number.adjusted()) > _LONGEST:
        return None
    return int(number) if number == number.to_integral_value() else number


def check(ask: Question, value: Any) -> Any:
    """int or Decimal; text where the form asks for text."""
    as_text = bool(ask.component.own.get("serializeToString"))
    number = exact(value) if as_text or not isinstance(value, str) else None
    if number is None:
        return ask.refuse("not_number")
    digits = ask.component.own.get("decimalDigits")
    if digits is not None and isinstance(number, Decimal) and -int(number.as_tuple().exponent) > digits:
        return ask.refuse("too_many_decimals", limit=digits)
    low, high = ask.component.validate.get("min"), ask.component.validate.get("max")
    if low is not None and number < Decimal(str(low)):
        return ask.refuse("too_small", limit=low)
    if high is not None and number > Decimal(str(high)):
        return ask.refuse("too_large", limit=high)
    return str(value) if as_text else number
