"""How a process can be started, for those who wait outside for messages, signals, moments and conditions (13.5.1).

The engine keeps nothing for a process that no case runs yet: the caller arms what `starts` lists once for each version,
and starts a case with `run.start(event=element)` when it occurs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onegrid.engine.elements.condition import ConditionalEvent
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.event_definitions import Announcement
from onegrid.engine.elements.timer import TimerEvent
from onegrid.engine.problems import NotWaiting
from onegrid.engine.specification import Spec
from onegrid.feel import Evaluation


@dataclass(frozen=True, slots=True)
class Start:
    """One trigger of one start event. kind: none, message, signal, timer or condition; text: its name, time or FEEL."""

    element: str
    kind: str
    text: str


def starts(spec: Spec) -> tuple[Start, ...]:
    """Every way in, in the order of the file; a start event with several triggers has several."""
    return tuple(
        Start(start.element, *_words(trigger))
        for start in spec.root.starts.values()
        for trigger in start.triggers or ("",)
    )


def next_moment(spec: Spec, element: str, *, since: datetime, fired: int = 0) -> datetime | None:
    """When the start event's timer starts a case next: `since` is the moment of publishing, `fired` how often it did.

    None: never again. A cycle starts one case for each repetition; one without an end goes on for ever.
    """
    evaluation = Evaluation(since, since.tzinfo)
    for trigger in spec.root.starts[element].triggers:
        if isinstance(trigger, TimerEvent):
            return trigger.nth_moment(fired, evaluation)
    return None


def is_met(spec: Spec, element: str, *, case: Mapping[str, Any], now: datetime) -> bool:
    """Whether the start event's condition is true; it starts a case each time that it becomes so (10.5.2)."""
    evaluation = Evaluation(now, now.tzinfo)
    return any(
        trigger.expression.alone({"case": case}, evaluation) is True
        for trigger in spec.root.starts[element].triggers
        if isinstance(trigger, ConditionalEvent)
    )


def entries_of(spec: Spec, message: str | None, event: str | None) -> Sequence[Element]:
    """The start event meant. Raises NotWaiting where there is no such one, or several and none is named."""
    root = spec.root
    if event is not None:
        found: Sequence[Element] = (root.starts[event],) if event in root.starts else ()
        wanted = ("start event", "开始事件", event)
    elif message is not None:
        found = root.message_starts.get(message, ())
        wanted = ("start event for the message", "等待该消息的开始事件", message)
    else:
        found = root.entries
        wanted = ("start event without a trigger; name one of", "无触发的开始事件,请指定其一", ", ".join(root.starts))
    if not found and root.nodes:
        english, chinese, name = wanted
        raise NotWaiting("start.not_waiting", f"there is no {english} {name!r}", f"没有{chinese}“{name}”")
    return found


def _words(trigger: Any) -> tuple[str, str]:
    if isinstance(trigger, Announcement):
        return trigger.kind, trigger.name
    if isinstance(trigger, TimerEvent):
        return "timer", trigger.text
    return ("condition", trigger.expression.text) if isinstance(trigger, ConditionalEvent) else ("none", "")
