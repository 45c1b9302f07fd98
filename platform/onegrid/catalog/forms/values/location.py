"""A place: WGS 84 degrees, an address, or both."""

from decimal import Decimal
from typing import Any

from onegrid.catalog.forms.checking import Question
from onegrid.catalog.forms.values.number import exact

_SEVENTH = Decimal("0.0000001")  # about a centimetre
_LONGEST_ADDRESS = 200


def check(ask: Question, value: Any) -> Any:
    """The same object with exact coordinates; keys that were not given are absent."""
    if not isinstance(value, dict) or set(value) - {"lon", "lat", "address", "accuracy"}:
        return ask.refuse("not_location")
    lon, lat, address = value.get("lon"), value.get("lat"), value.get("address")
    if address is not None and (not isinstance(address, str) or len(address.strip()) > _LONGEST_ADDRESS):
        return ask.refuse("too_long", ".address", limit=_LONGEST_ADDRESS)
    if (lon is None) is not (lat is None):
        return ask.refuse("no_point")
    cleaned: dict[str, Any] = {}
    if lon is not None:
        x, y = exact(lon), exact(lat)
        if x is None or y is None or isinstance(lon, str) or isinstance(lat, str):
            return ask.refuse("not_location")
        if not (-180 <= x <= 180 and -90 <= y <= 90):
            return ask.refuse("off_the_map")
        cleaned = {"lon": _rounded(x), "lat": _rounded(y)}
    elif ask.component.own.get("precision", "point") == "point":
        return ask.refuse("no_point")
    if address is not None and address.strip():
        cleaned["address"] = address.strip()
    accuracy = value.get("accuracy")
    if accuracy is not None:
        metres = exact(accuracy)
        if metres is None or metres < 0 or isinstance(accuracy, str):
            return ask.refuse("not_location", ".accuracy")
        cleaned["accuracy"] = metres
    return cleaned or ask.refuse("not_location")


def _rounded(value: int | Decimal) -> int | Decimal:
    rounded = Decimal(value).quantize(_SEVENTH)
    return int(rounded) if rounded == rounded.to_integral_value() else rounded.normalize()
