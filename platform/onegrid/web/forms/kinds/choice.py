"""Ticks, radio buttons, lists to choose from. Options that are no text travel as JSON after a sign."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from onegrid.catalog.forms.schema import Component
from onegrid.common.errors import OneGridError
from onegrid.common.parsers import read_json
from onegrid.web.forms.field import Field
from onegrid.web.forms.kinds.kind import ABSENT, Kind
from onegrid.web.language import pick

_SIGN = "json:"
_FEW = 12  # of a `searchable` select more than these are searched by typing


def sent(value: Any) -> str:
    """An option's value as it is posted."""
    if isinstance(value, str):
        return _SIGN + json.dumps(value) if value.startswith(_SIGN) else value
    return _SIGN + (str(value) if isinstance(value, Decimal) else json.dumps(value))


def received(text: str) -> Any:
    """The value of what was posted; what cannot be read stays text and is no option."""
    if not text.startswith(_SIGN):
        return text
    value = text.removeprefix(_SIGN)
    try:
        read_json(value.encode())  # refuses what could not be kept
        return json.loads(value, parse_float=Decimal)
    except (ValueError, OneGridError):
        return text


def options_of(field: Field) -> list[dict[str, Any]]:
    """Value as posted, label, whether chosen."""
    own = field.component.own
    if "values" in own:
        listed: Any = own["values"]
    elif "valuesKey" in own:
        listed = field.drawing.names(field.local).get(own["valuesKey"])
    else:
        listed = field.drawing.feel(own["valuesExpression"], field.local)
    chosen = field.value if isinstance(field.value, list) else [field.value]
    marks = {sent(one) for one in chosen if isinstance(one, (str, bool, int, float, Decimal))}
    return [_option(one, marks) for one in listed or ()] if isinstance(listed, (list, tuple)) else []


def _option(one: Any, marks: set[str]) -> dict[str, Any]:
    value = one.get("value") if isinstance(one, Mapping) else one
    label = pick(str(one.get("label") or ""), str(one.get("labelEn") or "")) if isinstance(one, Mapping) else ""
    posted = sent(value)
    return {"value": posted, "label": label or str(value), "chosen": posted in marks}


def _facts(field: Field) -> dict[str, Any]:
    options = options_of(field)
    unknown = field.value not in (None, "", []) and not isinstance(field.value, list)
    lost = unknown and not any(one["chosen"] for one in options)
    return {
        "options": options,
        "lost": lost,
        "searched": bool(field.component.own.get("searchable")) and len(options) > _FEW,
    }


def _names(field: Field) -> str:
    return _(", ").join(one["label"] for one in options_of(field) if one["chosen"])


def read_tick(_one: Component, name: str, post: QueryDict) -> Any:
    """Whether it is ticked; its empty companion says that it stood in the page."""
    found = post.getlist(name)
    return "true" in found if found else ABSENT


def read_one(_one: Component, name: str, post: QueryDict) -> Any:
    """The last that is not the empty companion."""
    found = post.getlist(name)
    if not found:
        return ABSENT
    chosen = [received(one) for one in found if one]
    return chosen[-1] if chosen else None


def read_several(_one: Component, name: str, post: QueryDict) -> Any:
    """All but the empty companion."""
    found = post.getlist(name)
    return [received(one) for one in found if one] if found else ABSENT


TICK = Kind("web/forms/checkbox.html", read=read_tick, plain=lambda field: _("Yes") if field.value else _("No"))
ONE = Kind("web/forms/radio.html", _facts, read_one, _names, grouped=True)
SELECT = Kind("web/forms/select.html", _facts, read_one, _names)
SEVERAL = Kind("web/forms/checklist.html", _facts, read_several, _names, grouped=True)
TAGS = Kind("web/forms/taglist.html", _facts, read_several, _names, grouped=True)
