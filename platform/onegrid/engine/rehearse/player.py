"""Plays a request on the real engine: people's data, results of calls, messages, signals and the passing of time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from onegrid.engine import limits, run
from onegrid.engine.problems import EngineError, NotWaiting
from onegrid.engine.rehearse.request import NOTHING, Event, Request, at_visit
from onegrid.engine.rehearse.walker import Sandbox
from onegrid.engine.run import Open
from onegrid.engine.scripts import CONNECTOR
from onegrid.engine.specification import Spec
from onegrid.engine.standing import standing
from onegrid.engine.starts import Start, is_met, next_moment, starts
from onegrid.engine.step import Finished, ServiceCall, Step

MAX_ACTS, MAX_OPEN = limits.REHEARSAL_ACTS, limits.REHEARSAL_OPEN
_BESIDE = ("boundaryEvent", "startEvent")  # they hang on what waits; no token stands in them


@dataclass(frozen=True, slots=True)
class Played:
    """How it went. waiting_on: elements in which a token stands, the oldest first; no boundary events."""

    completed: bool
    data: Mapping[str, Any]
    path: tuple[str, ...]
    waiting_on: tuple[str, ...]


def play(
    spec: Spec, request: Request, names: Mapping[str, str] | None = None, sandbox: Sandbox | None = None
) -> Played:
    """Play as far as the request leads. names: message and signal names by id, so that events may name either.

    sandbox: runs a Python script and gives what `finish_call` takes; where it is None, Python scripts are off.
    Raises EngineError at the first element that fails: a rehearsal has nobody to mend an incident.
    """
    player = _Player(spec, request, names or {}, sandbox)
    player.begin()
    looked_at = 0
    for _ in range(MAX_ACTS):
        looked_at += len(player.tasks) + len(player.calls)
        if looked_at > MAX_OPEN:
            break
        if not player.act():
            return player.result()
    raise EngineError(
        "rehearse.endless",
        f"the rehearsal did not end within {MAX_ACTS} acts, or {MAX_OPEN} tasks looked at in them: "
        "a loop whose answers always lead back, or too much open at once",
        f"试跑在 {MAX_ACTS} 步或累计 {MAX_OPEN} 个任务内没有结束：答复总是返回的循环，或同时打开的任务过多",
    )


_PYTHON_OFF = ("the script is Python, and Python scripts are off", "脚本使用 Python，而 Python 脚本未开启")


@dataclass(slots=True)
class _Kept:
    """What is open and how its turn among the visits of its element."""

    element: str
    visit: int
    what: Any = None


@dataclass(slots=True)
class _Player:
    spec: Spec
    request: Request
    names: Mapping[str, str]
    sandbox: Sandbox | None
    now: datetime = field(init=False)
    case: dict[str, Any] = field(init=False)
    state: bytes = b""
    tasks: dict[int, _Kept] = field(default_factory=dict)
    calls: dict[int, _Kept] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    finished: Finished | None = None
    events: list[Event] = field(init=False)
    ways: tuple[Start, ...] = field(init=False)
    unheard: list[Event] = field(default_factory=list)
    until: datetime | None = None

    def __post_init__(self) -> None:
        self.now, self.case = self.request.now, dict(self.request.case)
        self.events = list(self.request.events)
        self.ways = starts(self.spec)

    def begin(self) -> None:
        """Start on the first event where it is one that starts the process, else on the start without a trigger."""
        way = self.way_of(self.events[0]) if self.events else None
        if way is not None:
            self.start(way.element, self.events.pop(0).payload)
        elif any(way.kind == "none" for way in self.ways) or not self.ways:
            self.start(None, {})

    def start(self, element: str | None, payload: Mapping[str, Any]) -> None:
        data = {**self.request.data, **payload}
        self.absorb(run.start(self.spec, data=data, case=self.case, now=self.now, event=element))

    def way_of(self, event: Event) -> Start | None:
        """The start event that waits for this message or signal."""
        names = (event.name, self.names.get(event.name, event.name))
        return next((way for way in self.ways if way.kind == event.kind and way.text in names), None)

    def begin_later(self) -> bool:
        """What has to occur before the process starts at all."""
        for way in self.ways:
            if way.kind == "condition" and is_met(self.spec, way.element, case=self.case, now=self.now):
                self.start(way.element, {})
                return True
        if not self.events:
            return False
        event = self.events.pop(0)
        found = self.way_of(event)
        if found is not None:
            self.start(found.element, event.payload)
        elif event.at is not None:
            self.begin_by(event.at)
        return True

    def begin_by(self, until: datetime) -> None:
        """The first start event whose timer is due by then, at its own moment."""
        moments = [
            (moment, way.element)
            for way in self.ways
            if way.kind == "timer" and (moment := next_moment(self.spec, way.element, since=self.now)) is not None
        ]
        first = min(moments, default=None)
        if first is not None and first[0] <= until:
            self.now, self.until = max(self.now, first[0]), until
            self.start(first[1], {})
        else:
            self.now = max(self.now, until)

    def act(self) -> bool:
        """The next thing that happens; False where nothing more does."""
        if self.finished is not None:
            return False
        if not self.state:
            return self.begin_later()
        return self.answer() or self.retell() or self.pass_time() or self.next_event()

    def answer(self) -> bool:
        """Complete the oldest task, or answer the oldest call, for which something is given."""
        for identifier in sorted({**self.tasks, **self.calls}):
            is_call = identifier in self.calls
            kept = (self.calls if is_call else self.tasks)[identifier]
            given = self.given(kept, is_call)
            if given is NOTHING:
                continue
            if is_call:
                self.finish(identifier, given)
            else:
                self.complete(identifier, kept, given)
            return True
        return False

    def given(self, kept: _Kept, is_call: bool) -> Any:
        found = at_visit(self.request.calls, kept.element, kept.visit) if is_call else NOTHING
        if found is NOTHING:
            found = at_visit(self.request.tasks, kept.element, kept.visit)
            if not is_call and found is None:
                return NOTHING  # null in the list: nobody completes that visit
        if found is NOTHING and is_call and kept.what.definition.connector == CONNECTOR:
            if self.sandbox is None:
                raise EngineError("script.python_off", *_PYTHON_OFF, kept.element)
            return self.scripted(kept.what)
        return found

    def scripted(self, call: ServiceCall) -> Any:
        """What the script gives; one that fails is a call that failed, for the boundary that catches it."""
        try:
            return self.sandbox(call) if self.sandbox is not None else None
        except EngineError as fault:
            return {"error": {"code": fault.code, "message": f"{fault.message_en} / {fault.message_zh}"}}

    def complete(self, identifier: int, kept: _Kept, given: Any) -> None:
        if not isinstance(given, Mapping):
            raise EngineError(
                "rehearse.answer", "the data of a task must be an object", "任务数据应为对象", kept.element
            )
        answers, outcome = dict(given), None
        declared = [each.id for each in kept.what.definition.outcomes]
        if declared:
            outcome = answers.pop("outcome", declared[0] if len(declared) == 1 else None)
            if outcome not in declared:
                known = ", ".join(declared)
                raise EngineError(
                    "rehearse.outcome",
                    f'its data must say "outcome", one of: {known}',
                    f"任务数据须给出 outcome，可选：{known}",
                    kept.element,
                )
        self.absorb(
            run.complete(
                self.spec, self.state, task=identifier, answers=answers, outcome=outcome, case=self.case, now=self.now
            )
        )

    def finish(self, identifier: int, given: Any) -> None:
        fault = given.get("error") if isinstance(given, Mapping) and len(given) == 1 else None
        if isinstance(fault, Mapping) and isinstance(fault.get("code"), str):
            message = str(fault.get("message") or "")
            step = run.fail_call(
                self.spec,
                self.state,
                call=identifier,
                code=fault["code"],
                message=message,
                case=self.case,
                now=self.now,
            )
        else:
            step = run.finish_call(self.spec, self.state, call=identifier, result=given, case=self.case, now=self.now)
        self.absorb(step)

    def pass_time(self) -> bool:
        """On to the next timer, or to the moment that an event has named."""
        if self.until is None:
            return False
        moments = [timer.at for timer in self.waiting().timers if timer.at is not None and timer.at <= self.until]
        self.now = max(self.now, min(moments)) if moments else max(self.now, self.until)
        if moments:
            self.absorb(run.wake(self.spec, self.state, case=self.case, now=self.now))
        else:
            self.until = None
        return True

    def next_event(self) -> bool:
        if not self.events:
            return False
        event = self.events[0]
        if event.at is not None and event.at > self.now:
            self.until = event.at
            if event.kind != "at":
                return True
        self.events.pop(0)
        if event.kind == "at":
            self.until = event.at
        elif not self.deliver(event) and event.kind == "message":
            self.unheard.append(event)
        return True

    def retell(self) -> bool:
        """A message that came before anything waited for it; a signal is heard at once or never."""
        for event in self.unheard:
            if self.deliver(event):
                self.unheard.remove(event)
                return True
        return False

    def deliver(self, event: Event) -> bool:
        for name in dict.fromkeys((event.name, self.names.get(event.name, event.name))):
            keys = [each.key for each in self.waiting().subscriptions if each.name == name]
            key = event.key if event.key is not None else next(iter(keys), None)
            try:
                step = run.deliver(
                    self.spec,
                    self.state,
                    kind=event.kind,
                    name=name,
                    key=key if event.kind == "message" else None,
                    payload=event.payload,
                    case=self.case,
                    now=self.now,
                )
            except NotWaiting:
                continue
            self.absorb(step)
            return True
        return False

    def absorb(self, step: Step) -> None:
        """Keep what a step opened, closed and changed; an incident ends the rehearsal."""
        self.state, self.finished = step.state, step.finished
        for closed in step.closed:
            self.tasks.pop(closed.task, None)
        for identifier in step.dropped_calls:
            self.calls.pop(identifier, None)
        for task in step.opened:
            self.tasks[task.task] = self.visit(task.definition.element, task)
        for call in step.calls:
            self.calls[call.call] = self.visit(call.definition.element, call)
        self.case.update((change.fact, change.value) for change in step.facts)
        self.path.extend(passed.element for passed in step.passed)
        for incident in step.incidents:
            detail = f" ({incident.detail})" if incident.detail else ""
            raise EngineError(incident.code, incident.message_en + detail, incident.message_zh, incident.element)

    def visit(self, element: str, what: Any) -> _Kept:
        turn = self.visits.get(element, 0)
        self.visits[element] = turn + 1
        return _Kept(element, turn, what)

    def waiting(self) -> run.Waiting:
        return run.waiting(self.spec, self.state)

    def result(self) -> Played:
        if self.finished is not None:
            return Played(True, self.finished.data, tuple(self.path), ())
        if not self.state:
            return Played(False, self.request.data, (), tuple(dict.fromkeys(way.element for way in self.ways)))
        return Played(False, run.variables(self.spec, self.state), tuple(self.path), self.waits())

    def waits(self) -> tuple[str, ...]:
        found = self.waiting()
        each: list[Open] = [*found.tasks, *found.calls, *found.timers, *found.subscriptions, *found.conditions]
        beside = {
            (node.passed.process, node.passed.element)
            for scope in self.spec.scopes
            for node in scope.nodes
            if node.passed is not None and node.passed.kind in _BESIDE
        }
        standing_in = [
            open.element
            for open in sorted(each, key=lambda open: open.id)
            if (open.process, open.element) not in beside
        ]
        if not standing_in:  # a join that nothing can reach any more is better said than left out
            standing_in = [token.element for token in standing(self.spec, self.state) if token.kind == "joining"]
        return tuple(dict.fromkeys(standing_in))
