"""Plays one example: completes, answers and delivers what it says, earliest first, and moves the clock to timers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from onegrid.engine import run
from onegrid.engine.findings import problem
from onegrid.engine.problems import EngineError, NotWaiting, Problem
from onegrid.engine.rehearse.examples import Answer, CallAnswer, Example, Script
from onegrid.engine.scripts import CONNECTOR
from onegrid.engine.specification import Spec
from onegrid.engine.step import Finished, Incident, OpenedTask, Passed, ServiceCall, Step, Timer

MAX_ACTS = 2_000
_TIMER, _CALL, _TASK = 0, 1, 2  # at the same moment timers come first
T = TypeVar("T", Answer, CallAnswer)


@dataclass(slots=True)
class Walk:
    """What happened, for comparison and for whoever counts rules and elements."""

    example: Example
    now: datetime
    case: dict[str, Any]
    passed: list[Passed] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    finished: Finished | None = None
    open: list[str] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def milestones(self) -> list[str]:
        """In order."""
        return [step.milestone for step in self.passed if step.milestone is not None]


Sandbox = Callable[[ServiceCall], Any]


def walk_example(spec: Spec, example: Example, sandbox: Sandbox | None = None) -> Walk:
    """Walk as far as the example leads; never raises for what the example or the process does wrong.

    sandbox: runs Python scripts for which the example gives no result.
    """
    walker = _Walker(spec, example, sandbox)
    try:
        walker.begin()
        for _ in range(MAX_ACTS):
            if not walker.act():
                break
        else:
            walker.note("example.endless", count=MAX_ACTS)
    except EngineError as fault:
        name = fault.element or walker.at
        walker.note("example.refused", name=name, reason=(fault.message_en, fault.message_zh))
    walker.close()
    return walker.walk


class _Supply(Generic[T]):
    """The answers of one element: used up in the order in which its visits end."""

    def __init__(self, script: Script[T]) -> None:
        self.left: list[T] = list(script.answers)
        self.repeats, self.uses = script.repeats, 0

    def ahead(self, place: int) -> T | None:
        """What the visit gets that is `place` behind the oldest open one."""
        if self.repeats:
            return self.left[0]
        return self.left[place] if place < len(self.left) else None

    def use(self, place: int) -> None:
        self.uses += 1
        if not self.repeats:
            self.left.pop(place)


@dataclass(slots=True)
class _Open:
    """Something that waits for an answer of the example."""

    element: str
    process: str
    since: datetime
    what: OpenedTask | ServiceCall


class _Walker:
    def __init__(self, spec: Spec, example: Example, sandbox: Sandbox | None) -> None:
        self.sandbox = sandbox
        self.spec, self.example, self.state, self.at = spec, example, b"", ""
        self.walk = Walk(example, example.now, _with_category(dict(example.case)))
        self.tasks: dict[int, _Open] = {}
        self.calls: dict[int, _Open] = {}
        self.timers: dict[int, Timer] = {}
        self.subscriptions: dict[int, str] = {}
        self.events = list(example.events)
        self.task_answers = {name: _Supply(script) for name, script in example.tasks.items()}
        self.call_answers = {name: _Supply(script) for name, script in example.calls.items()}

    def note(self, code: str, **parts: str | int | tuple[str, str]) -> None:
        title = self.example.title
        self.walk.problems.append(problem(code, None, line=self.example.line, title=title, **parts))

    def begin(self) -> None:
        self.at = self.spec.process.id
        self.absorb(run.start(self.spec, data=self.example.data, case=self.walk.case, now=self.walk.now))

    def act(self) -> bool:
        """The next thing that happens; False where nothing more does."""
        if self.walk.finished is not None or self.walk.incidents:
            return False
        if self.deliver():
            return True
        chosen = min(self.candidates(), default=None)
        if (chosen is None or chosen[1] == _TIMER) and self.lacks_answer():
            return False
        if chosen is None:
            return False
        at, kind, identifier = chosen
        self.walk.now = max(self.walk.now, at)
        if kind == _TIMER:
            self.at = self.timers[identifier].element
            self.absorb(run.wake(self.spec, self.state, case=self.walk.case, now=self.walk.now))
            self.timers.pop(identifier, None)
        elif kind == _CALL:
            self.answer_call(identifier)
        else:
            return self.complete(identifier)
        return True

    def candidates(self) -> list[tuple[datetime, int, int]]:
        found = [(timer.at, _TIMER, identifier) for identifier, timer in self.timers.items()]
        for identifier, call in self.calls.items():
            supply = self.supply(self.call_answers, call)
            given = supply.ahead(self.place(self.calls, identifier)) if supply else None
            found.append((call.since + (given.after if given else timedelta()), _CALL, identifier))
        for identifier, task in self.tasks.items():
            answer = self.answer_of(identifier)
            if answer is not None and not answer.wait:
                found.append((task.since + answer.after, _TASK, identifier))
        return found

    def lacks_answer(self) -> bool:
        """Whether a person's work was forgotten: then no timer may cover it up."""
        expected = self.example.expect.open or ()
        is_lacking = False
        for identifier, task in self.tasks.items():
            if self.answer_of(identifier) is not None or _named(expected, task):
                is_lacking |= self.answer_of(identifier) is None
                continue
            opened = task.what
            visit = opened.round if isinstance(opened, OpenedTask) else 1
            self.note("example.no_answer", name=task.element, visit=visit)
            is_lacking = True
        return is_lacking

    def answer_of(self, identifier: int) -> Answer | None:
        supply = self.supply(self.task_answers, self.tasks[identifier])
        return supply.ahead(self.place(self.tasks, identifier)) if supply else None

    def supply(self, supplies: Mapping[str, _Supply[T]], found: _Open) -> _Supply[T] | None:
        return supplies.get(f"{found.process}/{found.element}") or supplies.get(found.element)

    def place(self, opened: Mapping[int, _Open], identifier: int) -> int:
        """How many older visits of the same element are open."""
        wanted = (opened[identifier].process, opened[identifier].element)
        return sum(1 for other, each in opened.items() if other < identifier and (each.process, each.element) == wanted)

    def complete(self, identifier: int) -> bool:
        task, answer = self.tasks[identifier], self.answer_of(identifier)
        if answer is None or not isinstance(task.what, OpenedTask):
            return False
        known = [outcome.id for outcome in task.what.definition.outcomes]
        outcome = answer.outcome or (known[0] if len(known) == 1 else None)
        if known and outcome not in known:
            self.note("example.outcome", name=task.element, outcome=outcome or "–", known=", ".join(known))
            return False
        self.use(self.task_answers, self.tasks, identifier)
        self.at = task.element
        self.absorb(
            run.complete(
                self.spec,
                self.state,
                task=identifier,
                answers=answer.answers,
                outcome=outcome,
                case=self.walk.case,
                now=self.walk.now,
            )
        )
        return True

    def answer_call(self, identifier: int) -> None:
        call = self.calls[identifier]
        supply = self.supply(self.call_answers, call)
        given = supply.ahead(self.place(self.calls, identifier)) if supply else None
        if given is not None:
            self.use(self.call_answers, self.calls, identifier)
        self.calls.pop(identifier)
        self.at, case, now = call.element, self.walk.case, self.walk.now
        given = given or self.scripted(call.what)
        if given is not None and given.error is not None:
            code, message = given.error
            step = run.fail_call(self.spec, self.state, call=identifier, code=code, message=message, case=case, now=now)
        else:
            result = None if given is None else given.result
            step = run.finish_call(self.spec, self.state, call=identifier, result=result, case=case, now=now)
        self.absorb(step)

    def scripted(self, call: OpenedTask | ServiceCall) -> CallAnswer | None:
        if self.sandbox is None or not isinstance(call, ServiceCall) or call.definition.connector != CONNECTOR:
            return None
        try:
            return CallAnswer(self.sandbox(call))
        except EngineError as fault:
            return CallAnswer(None, (fault.code, f"{fault.message_en} / {fault.message_zh}"))

    def use(self, supplies: Mapping[str, _Supply[T]], opened: Mapping[int, _Open], identifier: int) -> None:
        supply = self.supply(supplies, opened[identifier])
        if supply is not None:
            supply.use(self.place(opened, identifier))

    def deliver(self) -> bool:
        """The first event that something waits for."""
        open_elements = set(self.open_elements())
        for event in self.events:
            if event.when is not None and event.when not in open_elements:
                continue
            try:
                step = run.deliver(
                    self.spec,
                    self.state,
                    kind=event.kind,
                    name=event.name,
                    key=event.key,
                    payload=event.payload,
                    case=self.walk.case,
                    now=self.walk.now,
                )
            except NotWaiting:
                continue
            self.events.remove(event)
            self.absorb(step)
            return True
        return False

    def absorb(self, step: Step) -> None:
        """Keep what a step opened, closed and changed."""
        self.state = step.state
        for closed in step.closed:
            if closed.task in self.tasks:
                answer = self.answer_of(closed.task) if closed.reason == "withdrawn" else None
                if answer is not None and answer.wait:
                    self.use(self.task_answers, self.tasks, closed.task)
                self.tasks.pop(closed.task)
        for gone, store in ((step.dropped_calls, self.calls), (step.dropped_timers, self.timers)):
            for identifier in gone:
                store.pop(identifier, None)
        for identifier in step.dropped_subscriptions:
            self.subscriptions.pop(identifier, None)
        now = self.walk.now
        for task in step.opened:
            definition = task.definition
            self.tasks[task.task] = _Open(definition.element, definition.process, now, task)
        for call in step.calls:
            self.calls[call.call] = _Open(call.definition.element, call.definition.process, now, call)
        self.timers.update({timer.timer: timer for timer in step.timers})
        self.subscriptions.update({each.subscription: each.element for each in step.subscriptions})
        for fact in step.facts:
            self.walk.facts[fact.fact] = self.walk.case[fact.fact] = fact.value
            if fact.fact == "category":
                _with_category(self.walk.case)
        self.walk.passed.extend(step.passed)
        self.walk.incidents.extend(step.incidents)
        self.walk.finished = step.finished

    def open_elements(self) -> list[str]:
        waiting = [each.element for opened in (self.tasks, self.calls) for each in opened.values()]
        return [*waiting, *(timer.element for timer in self.timers.values()), *self.subscriptions.values()]

    def data_at(self, task: int) -> Mapping[str, Any]:
        try:
            return run.task_data(self.spec, self.state, task=task)
        except EngineError as fault:  # the steps and the state disagree: a fault of ours, told like any other
            self.note("example.refused", name=self.tasks[task].element, reason=(fault.message_en, fault.message_zh))
            return {}

    def close(self) -> None:
        """Write down how it ended."""
        walk = self.walk
        if walk.finished is not None:
            walk.data = walk.finished.data
        elif self.tasks:
            walk.data = self.data_at(min(self.tasks))
        walk.open = [] if walk.finished is not None else self.open_elements()
        for name, supply in self.task_answers.items():
            unused = 0 if supply.repeats and supply.uses else len(supply.left)
            if unused and not walk.problems:
                self.note("example.unused", name=name, count=unused)


def _named(expected: tuple[str, ...], task: _Open) -> bool:
    return task.element in expected or f"{task.process}/{task.element}" in expected


def _with_category(case: dict[str, Any]) -> dict[str, Any]:
    """In the city, kind, major and minor follow from the full code: `event-01-02`."""
    parts = str(case.get("category") or "").split("-")
    if len(parts) == 3:
        case.update(zip(("kind", "major", "minor"), parts, strict=True))
    return case
