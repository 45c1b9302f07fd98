"""Acts on a case: each takes a state and gives a Step. Pure: no clock, no IO; the same input gives the same Step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from onegrid.engine import limits
from onegrid.engine.act import CALL, HUMAN, INCIDENT, SUBSCRIPTION, TIMER, Act, AdmitFact
from onegrid.engine.codec import decode, encode
from onegrid.engine.elements.boundary import raise_error
from onegrid.engine.elements.event_definitions import announce
from onegrid.engine.elements.timer import due
from onegrid.engine.problems import EngineError, NotWaiting
from onegrid.engine.scope import CaseWorkflow
from onegrid.engine.specification import Spec
from onegrid.engine.starts import entries_of
from onegrid.engine.step import Step
from onegrid.engine.task import CaseTask
from onegrid.engine.values import admit


def start(
    spec: Spec,
    *,
    data: Mapping[str, Any],
    case: Mapping[str, Any],
    now: datetime,
    message: str | None = None,
    event: str | None = None,
    admit_fact: AdmitFact | None = None,
) -> Step:
    """Begin a case with these variables; `message` or `event` (an element id) names the start event meant.

    The payload of what has occurred is among the variables. Who waits for timers, signals and conditions: `starts.py`.
    """
    entries = entries_of(spec, message, event)
    act = Act(now, case, admit_fact)
    workflow = CaseWorkflow(spec, act)
    workflow.data.update(admit(data))
    workflow.begin(None, entries)
    return close(workflow)


def complete(
    spec: Spec,
    state: bytes,
    *,
    task: int,
    answers: Mapping[str, Any],
    outcome: str | None,
    case: Mapping[str, Any],
    now: datetime,
    admit_fact: AdmitFact | None = None,
) -> Step:
    """A person has completed a task. Raises NotWaiting if it is not open."""
    workflow = decode(spec, state, Act(now, case, admit_fact))
    found = find_waiting(workflow, task, HUMAN, "task", "任务")
    found.task_spec.answer(found, admit(answers), outcome)
    return close(workflow)


def finish_call(
    spec: Spec,
    state: bytes,
    *,
    call: int,
    result: Any,
    case: Mapping[str, Any],
    now: datetime,
    admit_fact: AdmitFact | None = None,
) -> Step:
    """A service call has been answered."""
    workflow = decode(spec, state, Act(now, case, admit_fact))
    found = find_waiting(workflow, call, CALL, "call", "调用")
    found.task_spec.answer(found, result)
    return close(workflow)


def fail_call(
    spec: Spec,
    state: bytes,
    *,
    call: int,
    code: str,
    message: str,
    case: Mapping[str, Any],
    now: datetime,
    admit_fact: AdmitFact | None = None,
) -> Step:
    """A service call has failed for good: an error for the boundary that catches it, else an incident."""
    workflow = decode(spec, state, Act(now, case, admit_fact))
    found = find_waiting(workflow, call, CALL, "call", "调用")
    if not raise_error(found, code):
        fault = EngineError("call.failed", f"the call failed: {code}", f"调用失败:{code}")
        workflow.park(found, fault, message)
    return close(workflow)


def deliver(
    spec: Spec,
    state: bytes,
    *,
    kind: str,
    name: str,
    key: str | None,
    payload: Mapping[str, Any],
    case: Mapping[str, Any],
    now: datetime,
    admit_fact: AdmitFact | None = None,
) -> Step:
    """A message or signal has come from outside. Raises NotWaiting if no living task took it."""
    workflow = decode(spec, state, Act(now, case, admit_fact))
    if not announce(workflow, kind, name, key, admit(payload)):
        raise NotWaiting(
            "event.not_waiting",
            f"nothing here waits for the {kind} {name!r}",
            f"没有环节在等待{'消息' if kind == 'message' else '信号'}“{name}”",
        )
    return close(workflow)


def wake(
    spec: Spec, state: bytes, *, case: Mapping[str, Any], now: datetime, admit_fact: AdmitFact | None = None
) -> Step:
    """Fire every timer due at `now`, the earliest first; late ones too. Conditions are asked again, as in every act."""
    workflow = decode(spec, state, Act(now, case, admit_fact))
    while (task := _next_due(workflow, now)) is not None:
        workflow.guard(task, partial(task.task_spec.fire, task, {}))
        workflow.settle()
    return close(workflow)


def retry(
    spec: Spec,
    state: bytes,
    *,
    task: int,
    case: Mapping[str, Any],
    now: datetime,
    data: Mapping[str, Any] | None = None,
    admit_fact: AdmitFact | None = None,
) -> Step:
    """Try an incident's element again, as a task with a new id; `data`: variables mended before."""
    workflow = decode(spec, state, Act(now, case, admit_fact))
    found = find_waiting(workflow, task, INCIDENT, "incident", "故障")
    found.data.update(admit(data or {}))
    found.internal_data.pop("x", None)
    fresh = found.again()
    workflow.guard(fresh, partial(fresh.task_spec.try_again, fresh))
    return replace(close(workflow), tried_as=fresh.id)


def skip(
    spec: Spec,
    state: bytes,
    *,
    task: int,
    data: Mapping[str, Any],
    case: Mapping[str, Any],
    now: datetime,
    admit_fact: AdmitFact | None = None,
) -> Step:
    """Go on behind an incident as if its element had completed, with `data` merged into its variables."""
    workflow = decode(spec, state, Act(now, case, admit_fact))
    found = find_waiting(workflow, task, INCIDENT, "incident", "故障")
    found.data.update(admit(data))
    found.internal_data.pop("x", None)
    found.task_spec.skip(found)
    return close(workflow)


def task_data(spec: Spec, state: bytes, *, task: int) -> Mapping[str, Any]:
    """The variables that an open task sees, `outcome` among them; without the case's context."""
    workflow = decode(spec, state, reading())
    found = workflow.find(task)
    if found is None:
        raise _refusal("task", "任务", task)
    return {**found.workflow.visible(), **found.data, "outcome": found.outcome}


def variables(spec: Spec, state: bytes) -> Mapping[str, Any]:
    """The variables of the case itself, whatever is open in it; those of called processes are their own."""
    found: Mapping[str, Any] = decode(spec, state, reading()).data
    return found


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that a case waits for. kind: human, call, timer, subscription, incident or condition."""

    id: int
    kind: str
    element: str
    process: str
    at: datetime | None = None
    name: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything open in a case, the oldest first."""

    tasks: tuple[Open, ...] = ()
    calls: tuple[Open, ...] = ()
    timers: tuple[Open, ...] = ()
    subscriptions: tuple[Open, ...] = ()
    incidents: tuple[Open, ...] = ()
    conditions: tuple[Open, ...] = ()


def waiting(spec: Spec, state: bytes) -> Waiting:
    """Everything open, for sweeps and tests."""
    workflow = decode(spec, state, reading())
    found: dict[int, list[Open]] = {kind: [] for kind in range(1, len(_KINDS))}
    tasks = [task for scope in workflow.thaw_scopes() for task in scope.thaw_all() if task.wait is not None]
    for task in sorted(tasks, key=lambda task: task.id):
        found[task.wait or 0].append(_open(task))
    return Waiting(*(tuple(found[kind]) for kind in range(1, len(_KINDS))))


_KINDS = ("", "human", "call", "timer", "subscription", "incident", "condition")


def _open(task: CaseTask) -> Open:
    spec = task.task_spec
    event = getattr(spec, "event_definition", None)
    return Open(
        task.id,
        _KINDS[task.wait or 0],
        spec.element,
        task.workflow.spec.process_id,
        due(task) if task.wait == TIMER else None,
        event.name if event is not None and task.wait == SUBSCRIPTION else None,
        task.internal_data.get("k"),
    )


def reading() -> Act:
    """An act that reads only; no expression is evaluated in it."""
    return Act(datetime.min.replace(tzinfo=UTC), {})


def _next_due(workflow: CaseWorkflow, now: datetime) -> CaseTask | None:
    timers = [
        (due(task), task.id, task)
        for scope in workflow.thaw_scopes()
        for task in scope.thaw_all()
        if task.wait == TIMER
    ]
    first = min(timers, default=None)
    return first[2] if first is not None and first[0] <= now else None


def find_waiting(workflow: CaseWorkflow, identifier: int, kind: int, english: str, chinese: str) -> CaseTask:
    """The task with that id if it waits for that, else NotWaiting."""
    found = workflow.find(identifier)
    if found is None or found.wait != kind:
        raise _refusal(english, chinese, identifier)
    return found


def _refusal(english: str, chinese: str, identifier: int) -> NotWaiting:
    return NotWaiting(
        "engine.not_waiting",
        f"{english} {identifier} is not open (any more)",
        f"{chinese} {identifier} 未打开或已结束",
    )


def close(workflow: CaseWorkflow) -> Step:
    """Run on as far as it goes and encode."""
    workflow.settle()
    state = encode(workflow)
    if len(state) > limits.STATE_BYTES:
        limit = limits.STATE_BYTES // limits.MEGABYTE
        raise EngineError("state.size", f"the case would hold more than {limit} MB", f"案件数据将超过 {limit} MB")
    return workflow.act.step(state)
