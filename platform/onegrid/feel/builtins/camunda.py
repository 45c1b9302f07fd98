"""Functions that the FEEL of Camunda 8 has besides the standard's, so that its models run as they are.

Left out: `uuid()` and `random number()`, which answer differently each time.
"""

import base64
import calendar

from onegrid.feel.builtins.lists import Items
from onegrid.feel.builtins.registry import builtin
from onegrid.feel.builtins.strings import compiled_pattern
from onegrid.feel.distinct import Distinct
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.far import date_of
from onegrid.feel.temporal import make_date
from onegrid.feel.values import DATE_TIME, Value, kind_of


@builtin("is defined", "value:a")
def is_defined(_ev: Evaluation, value: Value) -> bool:
    """Whether there is such a name and it is not null."""
    return value is not None


@builtin("get or else", "value:a", "default:a")
def get_or_else(_ev: Evaluation, value: Value, default: Value) -> Value:
    return default if value is None else value


@builtin("assert", "value:a", "condition:a", "cause:s?")
def assert_that(ev: Evaluation, value: Value, condition: Value, cause: str | None = None) -> Value:
    """The value where the condition is true; else null, for the cause given."""
    if condition is True:
        return value
    return ev.fail("feel.argument", function="assert", what=cause or "the condition is not true")


@builtin("is blank", "string:s")
def is_blank(_ev: Evaluation, string: str) -> bool:
    return not string.strip()


@builtin("extract", "string:s", "pattern:s")
def extract(ev: Evaluation, string: str, pattern: str) -> list[str] | None:
    """Every part of the text that the pattern hits."""
    found = compiled_pattern(ev, pattern, "", string)
    return None if found is None else [match.group() for match in found.finditer(string)]


@builtin("to base64", "value:s")
def to_base64(ev: Evaluation, value: str) -> str:
    ev.spend(len(value) // 64)
    return base64.b64encode(value.encode("utf-8", "replace")).decode("ascii")


@builtin("is empty", "list:l")
def is_empty(_ev: Evaluation, items: Items) -> bool:
    return not items


@builtin("duplicate values", "list:l")
def duplicate_values(ev: Evaluation, items: Items) -> Items:
    """Each value that stands in the list more than once, once."""
    once, again = Distinct(ev), Distinct(ev)
    return [item for item in items if not once.add(item) and again.add(item)]


@builtin("last day of month", "date:dD")
def last_day_of_month(_ev: Evaluation, date: Value) -> Value:
    """The last day of the date's month, without time of day."""
    day = date_of(date) if kind_of(date) == DATE_TIME else date
    return make_date(day.year, day.month, calendar.monthrange(2000 + day.year % 400, day.month)[1])
