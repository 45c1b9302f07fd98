"""Numbers: ints stay ints while results are exact and short; all else is Decimal of 34 digits, half even."""

import decimal
from decimal import Decimal

from onegrid.feel.values import Value

CONTEXT = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
LIMIT = 10**34


def settle(whole: int) -> int | Decimal:
    """An int as it may stand in a value: rounded to 34 digits when it is longer."""
    return whole if -LIMIT < whole < LIMIT else CONTEXT.create_decimal(whole)


def parse_number(text: str) -> int | Decimal:
    """A literal of FEEL; raises decimal.InvalidOperation or ValueError for what is none."""
    if text.isdigit() and len(text) <= 34:
        return int(text)
    return CONTEXT.create_decimal(text)


def as_decimal(number: Value) -> Decimal:
    """The number as Decimal, rounded to 34 digits."""
    return number if type(number) is Decimal else CONTEXT.create_decimal(number)


def whole_of(number: Value) -> int | None:
    """The int that the number is, or None where it has a fraction."""
    if type(number) is int:
        return number
    return int(number) if number == number.to_integral_value() else None


def number_text(number: Value) -> str:
    """The number written without exponent and without trailing zeros."""
    if type(number) is int:
        return str(number)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
