"""Dates and times by the browser's own pickers; they speak the city's local time."""

import datetime as dt
from typing import Any

from django.http import QueryDict

from onegrid.catalog.forms.schema import Component
from onegrid.common import clock
from onegrid.web.forms.field import Field
from onegrid.web.forms.kinds.kind import ABSENT, Kind

_INPUT = {"date": "date", "time": "time", "datetime": "datetime-local"}
_PROBE = {"date": "2026-03-02", "time": "09:30", "datetime": "2026-03-02T09:30"}
_WITH_OFFSET = ("utc_offset", "utc_normalized")


def _facts(field: Field) -> dict[str, Any]:
    subtype = _subtype(field.component)
    facts: dict[str, Any] = {"input": _INPUT[subtype], "text": local_text(field.component, field.value)}
    for name, attribute in (("minDate", "least"), ("maxDate", "most")):
        limit = field.component.validate.get(name)
        if isinstance(limit, str) and limit.startswith("="):
            limit = field.drawing.feel(limit, field.local)
        if isinstance(limit, (dt.date, dt.time)):
            limit = limit.isoformat()
        if isinstance(limit, str):
            facts[attribute] = local_text(field.component, limit)
    if field.component.own.get("disallowPassedDates") and subtype != "time":
        now = field.drawing.now.astimezone(clock.zone())
        facts.setdefault("least", now.date().isoformat() if subtype == "date" else f"{now:%Y-%m-%dT%H:%M}")
    if _with_offset(field.component, _PROBE[subtype]) != _PROBE[subtype]:
        facts["offset"] = _offset()
    return facts


def _offset() -> str:
    text = f"{clock.now().astimezone(clock.zone()):%z}"
    return f"{text[:3]}:{text[3:]}"


def _subtype(one: Component) -> str:
    return str(one.own.get("subtype", "date"))


def local_text(one: Component, value: Any) -> str:
    """What the browser's picker takes: the city's local time without an offset."""
    if not isinstance(value, str):
        return ""
    try:
        if _subtype(one) == "datetime":
            moment = dt.datetime.fromisoformat(value)
            moment = moment.astimezone(clock.zone()) if moment.tzinfo else moment
            return moment.strftime("%Y-%m-%dT%H:%M:%S" if moment.second else "%Y-%m-%dT%H:%M")
        if _subtype(one) == "time":
            time = dt.time.fromisoformat(value)
            return time.strftime("%H:%M:%S" if time.second else "%H:%M")
    except ValueError:
        return value
    return value


def read(one: Component, name: str, post: QueryDict) -> Any:
    """ISO text; the city's offset is added where the form's answers carry one."""
    found = post.get(name)
    if found is None:
        return ABSENT
    if not found.strip():
        return None
    return _with_offset(one, found.strip())


def _with_offset(one: Component, text: str) -> str:
    format_ = one.own.get("timeSerializingFormat")
    try:
        if _subtype(one) == "datetime" and format_ != "no_timezone":
            moment = dt.datetime.fromisoformat(text)
            return text if moment.tzinfo else moment.replace(tzinfo=clock.zone()).isoformat()
        if _subtype(one) == "time" and format_ in _WITH_OFFSET:
            return text if dt.time.fromisoformat(text).tzinfo else text + _offset()
    except ValueError:
        return text
    return text


def _plain(field: Field) -> str:
    return local_text(field.component, field.value).replace("T", " ")


MOMENT = Kind("web/forms/datetime.html", _facts, read, _plain)
