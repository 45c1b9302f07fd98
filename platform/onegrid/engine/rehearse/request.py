"""What a rehearsal is asked to play, read from decoded JSON: every wrong part is named, nothing is guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from onegrid.engine.problems import EngineError
from onegrid.engine.values import admit, key_text
from onegrid.feel import Evaluation, compile_expression

BEGIN = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
KEYS = ("files", "process", "tasks", "events", "calls", "now", "data", "case")
NOTHING: Any = object()  # null is an answer, too


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens from outside. kind: at, message or signal; `at` holds the moment of the first."""

    kind: str
    name: str = ""
    at: datetime | None = None
    key: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """A rehearsal. tasks, calls: by element id, what is given at each visit; a single value serves every visit."""

    process: str = ""
    tasks: Mapping[str, Any] = field(default_factory=dict)
    calls: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    now: datetime = BEGIN
    data: Mapping[str, Any] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)


def read_request(asked: Mapping[str, Any]) -> Request:
    """The rehearsal asked for; raises EngineError with the part that cannot be understood."""
    for name in asked:
        if name not in KEYS:
            raise wrong(str(name), "one of " + ", ".join(KEYS), "以下之一：" + "、".join(KEYS))
    process = asked.get("process") or ""
    if not isinstance(process, str):
        raise wrong("process", "the id of a process", "流程的 id")
    now = BEGIN if asked.get("now") is None else _moment(asked["now"], "now", BEGIN)
    events = asked.get("events")
    if events is not None and not isinstance(events, list):
        raise wrong("events", "a list", "列表")
    return Request(
        process=process,
        tasks=admit(_mapping(asked.get("tasks"), "tasks")),
        calls=admit(_mapping(asked.get("calls"), "calls")),
        events=tuple(_event(each, now) for each in events or ()),
        now=now,
        data=admit(_mapping(asked.get("data"), "data")),
        case=admit(_mapping(asked.get("case"), "case")),
    )


def at_visit(given: Mapping[str, Any], element: str, visit: int) -> Any:
    """What is given at that visit, counted from 0; NOTHING where nobody answers it."""
    found = given.get(element, NOTHING)
    if isinstance(found, list):
        return found[visit] if visit < len(found) else NOTHING
    return found


def wrong(name: str, wanted_en: str, wanted_zh: str) -> EngineError:
    """The refusal of one part of the request."""
    return EngineError("rehearse.request", f"{name!r} must be {wanted_en}", f"“{name}”应为{wanted_zh}")


def _mapping(found: Any, name: str) -> Mapping[str, Any]:
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise wrong(name, "an object", "对象")
    return found


def _event(found: Any, now: datetime) -> Event:
    if not isinstance(found, Mapping):
        raise wrong("events", "a list of objects", "对象的列表")
    kinds = [kind for kind in ("message", "signal", "at") if found.get(kind) is not None]
    unknown = [name for name in found if name not in ("message", "signal", "at", "data", "key")]
    if not kinds or unknown:
        raise wrong("events", 'like {"at"|"message"|"signal": ..., "data": {...}}', "形如 {at|message|signal, data}")
    kind = kinds[0]
    at = _moment(found["at"], "events.at", now) if "at" in kinds else None
    name = "" if kind == "at" else found[kind]
    if not isinstance(name, str):
        raise wrong(f"events.{kind}", "a name", "名称")
    payload = admit(_mapping(found.get("data"), "events.data"))
    return Event(kind, name, at, key_text(found.get("key")), payload)


def _moment(found: Any, name: str, now: datetime) -> datetime:
    """An ISO 8601 moment, in the zone of `now` where it names none; or a duration from `now`."""
    if isinstance(found, str):
        if found.startswith("P") and '"' not in found:
            length = compile_expression(f'duration("{found}")').evaluate({}, Evaluation())
            if isinstance(length, timedelta):
                return now + length
        try:
            moment = datetime.fromisoformat(found)
        except ValueError:
            moment = None
        if moment is not None:
            return moment if moment.tzinfo is not None else moment.replace(tzinfo=now.tzinfo)
    raise wrong(name, "a moment like 2026-03-02T09:00:00+08:00", "时刻，如 2026-03-02T09:00:00+08:00")
