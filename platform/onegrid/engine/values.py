"""The values that process data may hold, and their loss-free form in JSON.

Text, whole numbers, Decimal, true, false, null, date, time, date and time, both durations, lists and contexts.
Whatever else a caller brings is refused at once, so that no state is ever unreadable.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from onegrid.engine import limits
from onegrid.engine.problems import EngineError
from onegrid.feel import Evaluation
from onegrid.feel.far import FAR, FarDate, FarLength, FarMoment, FineTime
from onegrid.feel.temporal import READERS, temporal_text
from onegrid.feel.text import text_of
from onegrid.feel.values import YearsMonths, kind_of

TAG = "\x01"  # no key of process data begins with it
_ITEM = 16  # an item weighs as much as that many characters
MAX_DEPTH, MAX_SIZE = limits.DATA_DEPTH, limits.DATA_SIZE
_WHOLE = 2**63


class Room:
    """What may still be kept, in characters of text; an item of a list or context weighs as much as sixteen."""

    __slots__ = ("left", "limit")

    def __init__(self, limit: int = MAX_SIZE) -> None:
        self.left = self.limit = limit

    def take(self, size: int) -> None:
        """Counted while it is copied: lists of the same list over and over can hold more than any memory."""
        self.left -= size
        if self.left < 0:
            raise _refused(
                "data.size",
                f"more than {self.limit:,} characters, or {self.limit // _ITEM:,} items",
                f"超过 {self.limit:,} 个字符或 {self.limit // _ITEM:,} 个条目",
            )


def admit(value: Any, room: Room | None = None, depth: int = 0) -> Any:
    """The value as process data keeps it: plain dicts and lists, no floats. EngineError for what it can't keep."""
    keep = _KEEP.get(type(value))
    if keep is not None:
        return keep(value, depth, room or Room())
    if isinstance(value, Mapping):
        return _context(value, depth, room or Room())
    if isinstance(value, (list, tuple)):
        return _list(value, depth, room or Room())
    for base in (str, bool, int, float, Decimal):
        if isinstance(value, base):
            return admit(base(value), room, depth)
    name = type(value).__name__
    raise _refused("data.kind", f"{name} is no kind of process data", f"{name} 不是流程数据的类型")


def _refused(code: str, english: str, chinese: str) -> EngineError:
    return EngineError(code, f"the value cannot be kept: {english}", f"该值无法保存:{chinese}")


def _itself(value: Any, depth: int, room: Room) -> Any:  # noqa: ARG001
    return value


def _text(value: str, depth: int, room: Room) -> str:  # noqa: ARG001
    room.take(len(value))
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise _refused("data.text", "the text has half characters", "文本含有不完整的字符") from None
    return value


def _whole(value: int, depth: int, room: Room) -> Any:  # noqa: ARG001
    return value if -_WHOLE <= value < _WHOLE else Decimal(value)


def _float(value: float, depth: int, room: Room) -> Decimal:  # noqa: ARG001
    if not math.isfinite(value):
        raise _refused("data.number", "the number is not finite", "数字不是有限值")
    return Decimal(repr(value))


def _decimal(value: Decimal, depth: int, room: Room) -> Decimal:  # noqa: ARG001
    if not value.is_finite():
        raise _refused("data.number", "the number is not finite", "数字不是有限值")
    return value


def _list(value: Any, depth: int, room: Room) -> list[Any]:
    if depth > MAX_DEPTH:
        raise _refused("data.depth", f"deeper than {MAX_DEPTH} levels", f"嵌套超过 {MAX_DEPTH} 层")
    room.take(_ITEM * len(value))
    return [admit(item, room, depth + 1) for item in value]


def _context(value: Mapping[Any, Any], depth: int, room: Room) -> dict[str, Any]:
    if depth > MAX_DEPTH:
        raise _refused("data.depth", f"deeper than {MAX_DEPTH} levels", f"嵌套超过 {MAX_DEPTH} 层")
    room.take(_ITEM * len(value))
    kept = {}
    for key, item in value.items():
        if not isinstance(key, str) or key.startswith(TAG):
            raise _refused("data.key", f"{key!r} is no name", f"{key!r} 不能作名称")
        kept[_text(key, depth, room)] = admit(item, room, depth + 1)
    return kept


_KEEP: dict[type, Callable[[Any, int, Room], Any]] = {
    str: _text,
    int: _whole,
    bool: _itself,
    type(None): _itself,
    Decimal: _decimal,
    float: _float,
    list: _list,
    dict: _context,
    dt.datetime: _itself,
    dt.date: _itself,
    dt.time: _itself,
    dt.timedelta: _itself,
    YearsMonths: _itself,
    FarDate: _itself,
    FarMoment: _itself,
    FineTime: _itself,
    FarLength: _itself,
}


def key_text(value: Any) -> str | None:
    """The text by which message keys are compared, that of FEEL's `string()`: 1 and 1.0 are one key, true is `true`.

    None for null, lists and contexts, by which nothing can be matched.
    """
    if value is None or isinstance(value, (Mapping, list)):
        return None
    return text_of(admit(value), Evaluation())


def tagged(value: Any) -> dict[str, Any]:
    """The JSON form of a value that JSON itself does not have."""
    if isinstance(value, Decimal):
        return {TAG: "n", "v": str(value)}
    if isinstance(value, dt.datetime):
        return {TAG: "m", "v": value.isoformat(), "z": getattr(value.tzinfo, "key", None)}
    if isinstance(value, dt.date):
        return {TAG: "d", "v": value.isoformat()}
    if isinstance(value, dt.time):
        return {TAG: "t", "v": value.isoformat(), "z": getattr(value.tzinfo, "key", None)}
    if isinstance(value, dt.timedelta):
        return {TAG: "s", "v": [value.days, value.seconds, value.microseconds]}
    if isinstance(value, YearsMonths):
        return {TAG: "y", "v": value.total}
    if type(value) in FAR:
        return {TAG: "f", "v": [kind_of(value), temporal_text(value)]}
    raise TypeError(type(value).__name__)


def untagged(value: Any) -> Any:
    """What `tagged` was given, anywhere inside the value."""
    if isinstance(value, list):
        return [untagged(item) for item in value]
    if not isinstance(value, dict):
        return value
    kind = value.get(TAG)
    if kind is None:
        return {key: untagged(item) for key, item in value.items()}
    return _READ[kind](value["v"], value.get("z"))


def _moment(text: str, zone: str | None) -> dt.datetime:
    """What the clock showed, also where the zone leaves that hour out or has it twice: the offset says which."""
    value = dt.datetime.fromisoformat(text)
    if not zone:
        return value
    offset, place = value.utcoffset(), _zone(zone)
    for fold in (0, 1):
        shown = value.replace(tzinfo=place, fold=fold)
        if shown.utcoffset() == offset:
            return shown
    return value.astimezone(place)  # the zone's rules have changed since: the moment stays


def _time(text: str, zone: str | None) -> dt.time:
    value = dt.time.fromisoformat(text)
    return value.replace(tzinfo=_zone(zone)) if zone else value


def _zone(name: str) -> dt.tzinfo:
    return ZoneInfo(name)


_READ: dict[str, Callable[[Any, str | None], Any]] = {
    "n": lambda text, zone: Decimal(text),  # noqa: ARG005
    "m": _moment,
    "d": lambda text, zone: dt.date.fromisoformat(text),  # noqa: ARG005
    "t": _time,
    "s": lambda parts, zone: dt.timedelta(*parts),  # noqa: ARG005
    "y": lambda months, zone: YearsMonths(months),  # noqa: ARG005
    "f": lambda far, zone: READERS[far[0]](far[1]),  # noqa: ARG005
}
