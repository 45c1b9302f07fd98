"""Numeric functions."""

import decimal
import math
from decimal import Decimal

from onegrid.feel.builtins.registry import builtin
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.numbers import CONTEXT, as_decimal, whole_of
from onegrid.feel.values import Value

_SMALLEST, _LARGEST = -6111, 6176


def rounded(ev: Evaluation, name: str, n: Value, scale: Value, mode: str) -> Value:
    """The number with that many decimals; with a negative scale, whole tens, hundreds and so on."""
    places = int(scale)
    if not _SMALLEST <= places <= _LARGEST:
        return ev.fail("feel.argument", function=name, what=f"scale {scale}")
    number = as_decimal(n)
    try:
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and exponent >= -places:
            return n
        result = number.quantize(Decimal(1).scaleb(-places), rounding=mode, context=CONTEXT)
    except decimal.InvalidOperation:
        return n if abs(number) > 1 else ev.fail("feel.arithmetic")
    return int(result) if places <= 0 else result


@builtin("decimal", "n:n", "scale:n")
def decimal_(ev: Evaluation, n: Value, scale: Value) -> Value:
    return rounded(ev, "decimal", n, scale, decimal.ROUND_HALF_EVEN)


@builtin("round up", "n:n", "scale:n")
def round_up(ev: Evaluation, n: Value, scale: Value) -> Value:
    return rounded(ev, "round up", n, scale, decimal.ROUND_UP)


@builtin("round down", "n:n", "scale:n")
def round_down(ev: Evaluation, n: Value, scale: Value) -> Value:
    return rounded(ev, "round down", n, scale, decimal.ROUND_DOWN)


@builtin("round half up", "n:n", "scale:n")
def round_half_up(ev: Evaluation, n: Value, scale: Value) -> Value:
    return rounded(ev, "round half up", n, scale, decimal.ROUND_HALF_UP)


@builtin("round half down", "n:n", "scale:n")
def round_half_down(ev: Evaluation, n: Value, scale: Value) -> Value:
    return rounded(ev, "round half down", n, scale, decimal.ROUND_HALF_DOWN)


@builtin("floor", "n:n", "scale:n?")
def floor(ev: Evaluation, n: Value, scale: Value = 0) -> Value:
    if scale is None:
        return ev.fail("feel.argument", function="floor", what="scale null")
    return rounded(ev, "floor", n, scale, decimal.ROUND_FLOOR)


@builtin("ceiling", "n:n", "scale:n?")
def ceiling(ev: Evaluation, n: Value, scale: Value = 0) -> Value:
    if scale is None:
        return ev.fail("feel.argument", function="ceiling", what="scale null")
    return rounded(ev, "ceiling", n, scale, decimal.ROUND_CEILING)


@builtin("abs", "n:npy")
def absolute(_ev: Evaluation, n: Value) -> Value:
    return type(n)(abs(n.total)) if hasattr(n, "total") else abs(n)


@builtin("modulo", "dividend:n", "divisor:n")
def modulo(ev: Evaluation, dividend: Value, divisor: Value) -> Value:
    """The remainder with the divisor's sign."""
    if divisor == 0:
        return ev.fail("feel.division-by-zero")
    if type(dividend) is int and type(divisor) is int:
        return dividend % divisor
    try:
        rest = CONTEXT.remainder(as_decimal(dividend), as_decimal(divisor))
    except decimal.DecimalException:
        return ev.fail("feel.arithmetic")
    return CONTEXT.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@builtin("sqrt", "number:n")
def square_root(ev: Evaluation, number: Value) -> Value:
    if number < 0:
        return ev.fail("feel.argument", function="sqrt", what="the number is negative")
    if type(number) is int:
        root = math.isqrt(number)
        if root * root == number:
            return root
    return CONTEXT.sqrt(as_decimal(number))


@builtin("log", "number:n")
def logarithm(ev: Evaluation, number: Value) -> Value:
    if number <= 0:
        return ev.fail("feel.argument", function="log", what="the number is not above 0")
    return CONTEXT.ln(as_decimal(number))


@builtin("exp", "number:n")
def exponential(ev: Evaluation, number: Value) -> Value:
    try:
        return CONTEXT.exp(as_decimal(number))
    except decimal.DecimalException:
        return ev.fail("feel.arithmetic")


@builtin("odd", "number:n")
def odd(_ev: Evaluation, number: Value) -> bool:
    whole = whole_of(number)
    return whole is not None and whole % 2 == 1


@builtin("even", "number:n")
def even(_ev: Evaluation, number: Value) -> bool:
    whole = whole_of(number)
    return whole is not None and whole % 2 == 0
