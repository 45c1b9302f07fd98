"""A place: the device's own fix, coordinates by hand, an address in words."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from onegrid.catalog.forms.schema import Component
from onegrid.catalog.forms.values.number import exact
from onegrid.web.forms.field import Field
from onegrid.web.forms.kinds.kind import ABSENT, Kind
from onegrid.web.forms.kinds.number import plainly, said

NUMBERS = ("lon", "lat", "accuracy")


def _facts(field: Field) -> dict[str, Any]:
    held = field.value if isinstance(field.value, Mapping) else {}
    return {
        **{name: said(held.get(name)) for name in NUMBERS},
        "address": held.get("address") or "",
        "needs_point": field.component.own.get("precision", "point") == "point",
    }


def read(_one: Component, name: str, post: QueryDict) -> Any:
    """Only the parts that are filled in; null where none is."""
    if not any(f"{name}.{part}" in post for part in (*NUMBERS, "address")):
        return ABSENT
    found: dict[str, Any] = {}
    for part in NUMBERS:
        text = plainly(post.get(f"{name}.{part}", ""))
        if text:
            number = exact(text)
            found[part] = text[:60] if number is None else number
    address = post.get(f"{name}.address", "").strip()
    if address:
        found["address"] = address
    if set(found) == {"accuracy"}:
        return None
    return found or None


def _plain(field: Field) -> str:
    facts = _facts(field)
    point = f"{facts['lon']}, {facts['lat']}" if facts["lon"] else ""
    return " ".join(part for part in (facts["address"], point) if part)


LOCATION = Kind("web/forms/location.html", _facts, read, _plain, grouped=True)
