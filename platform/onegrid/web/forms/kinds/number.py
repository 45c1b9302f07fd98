"""Numbers: a line of text with the digits' keyboard, so that what is typed is never lost."""

import re
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from onegrid.catalog.forms.schema import Component
from onegrid.catalog.forms.values.number import exact
from onegrid.web.forms.field import Field
from onegrid.web.forms.kinds.kind import ABSENT, Kind

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－＋，\u3000", "0123456789.-+, ")
_IN_THREES = re.compile(r"[-+]?[0-9]{1,3}([, ])[0-9]{3}(\1[0-9]{3})*(\.[0-9]*)?")
"""Thousands apart by comma or blank; `1,5` is no such number and is asked about."""


def _facts(field: Field) -> dict[str, Any]:
    whole = field.component.own.get("decimalDigits") == 0
    least = field.component.validate.get("min")
    signed = not isinstance(least, (int, float)) or least < 0
    mode = "text" if signed else "numeric" if whole else "decimal"
    return {"mode": mode, "text": said(field.value)}


def said(value: Any) -> str:
    """Without an exponent; a float is what JSON of the database makes of a decimal."""
    if isinstance(value, float):
        value = Decimal(repr(value))
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)


def plainly(typed: str) -> str:
    """Full-width digits as plain ones, thousands together where they stand in threes; the page does the same."""
    text = typed.translate(_FULL_WIDTH).strip()
    return re.sub("[, ]", "", text) if _IN_THREES.fullmatch(text) else text


def read(one: Component, name: str, post: QueryDict) -> Any:
    """int or Decimal; what is no number stays text and is refused as such."""
    found = post.get(name)
    if found is None:
        return ABSENT
    text = plainly(found)
    if not text:
        return None
    number = exact(text)
    if number is None:
        return found[:200]
    return text if one.own.get("serializeToString") else number


NUMBER = Kind("web/forms/number.html", _facts, read, lambda field: said(field.value))
