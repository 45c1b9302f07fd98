"""The result of one engine act: plain frozen data that the caller turns into rows in one transaction.

Ids (`task`, `call`, `timer`) are small integers, local to one case, never used twice in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onegrid.engine.definitions import CallDefinition, HumanTask


@dataclass(frozen=True, slots=True)
class OpenedTask:
    """A human task that now waits. unit, area, person: what the assignment's FEEL gave (None = null)."""

    task: int
    definition: HumanTask
    unit: Any
    area: Any
    person: Any
    round: int  # 1 for the first visit of this element in the case, 2 for the second ...
    instance: int | None = None  # index inside a multi-instance
    item: Any = None  # the multi-instance item


@dataclass(frozen=True, slots=True)
class ClosedTask:
    """A human task that no longer waits."""

    task: int
    element: str
    reason: str  # completed | withdrawn


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A call to make outside; the task waits until `finish_call`."""

    call: int
    definition: CallDefinition
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Timer:
    """A moment at which `wake` must be called."""

    timer: int
    element: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    """Waits for a message or signal; `key` is the FEEL correlation value (None for signals)."""

    subscription: int
    kind: str  # message | signal
    name: str
    key: str | None
    element: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Waits until `text` is true. Every act asks it; `wake` does nothing else where no timer is due."""

    condition: int
    element: str
    text: str


@dataclass(frozen=True, slots=True)
class Thrown:
    """A message or signal that leaves the case (what no one inside takes; signals always)."""

    kind: str
    name: str
    key: str | None
    payload: Mapping[str, Any]
    element: str


@dataclass(frozen=True, slots=True)
class FactChange:
    """A case fact set by `onegrid:out to="case.<fact>"`, in order of occurrence."""

    fact: str
    value: Any
    element: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A flow node that completed in this step, in order; `milestone` where the node declares one."""

    element: str
    process: str
    kind: str  # local name of the BPMN element
    name: str
    milestone: str | None = None
    decision: Mapping[str, Any] | None = None  # business rule: {"decision", "rules": [ids hit], "result"}


@dataclass(frozen=True, slots=True)
class Incident:
    """An element that could not go on; it waits for `retry` or `skip`."""

    task: int
    element: str
    code: str
    message_en: str
    message_zh: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The case has ended; outcome is that of the end event reached last."""

    outcome: str | None
    element: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """New state and everything that changed. `state` is opaque bytes (codec.py)."""

    state: bytes
    opened: tuple[OpenedTask, ...] = ()
    closed: tuple[ClosedTask, ...] = ()
    calls: tuple[ServiceCall, ...] = ()
    dropped_calls: tuple[int, ...] = ()
    timers: tuple[Timer, ...] = ()
    dropped_timers: tuple[int, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    dropped_subscriptions: tuple[int, ...] = ()
    conditions: tuple[Condition, ...] = ()
    dropped_conditions: tuple[int, ...] = ()
    thrown: tuple[Thrown, ...] = ()
    facts: tuple[FactChange, ...] = ()
    passed: tuple[Passed, ...] = ()
    incidents: tuple[Incident, ...] = ()
    cleared_incidents: tuple[int, ...] = ()
    finished: Finished | None = None
    tried_as: int | None = None  # after `retry`: the new id of the task at the incident's element
