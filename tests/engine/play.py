"""One case in our engine, played by element names; after every step what the Steps told is compared with the state."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from onegrid.engine import rewind as rewinding
from onegrid.engine import run
from onegrid.engine.compile import compile_sources
from onegrid.engine.sources import Sources
from onegrid.engine.specification import Spec
from onegrid.engine.step import Condition, Incident, OpenedTask, ServiceCall, Step, Thrown
from tests.engine.drawing import file_of

BEGIN = dt.datetime(2026, 1, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def compiled(content: str, *, roots: str = "", callees: Mapping[str, str] | None = None, **decisions: bytes) -> Spec:
    """The spec of a process `p` with that content; `callees` by process id."""
    called = {
        name: Sources(file_of(inner, roots=roots, process=name), decisions, name)
        for name, inner in (callees or {}).items()
    }
    return compile_sources(Sources(file_of(content, roots=roots), decisions, "p"), called)


class Play:
    """The world around one case."""

    def __init__(
        self, spec: Spec, data: Mapping[str, Any] | None = None, case: Mapping[str, Any] | None = None
    ) -> None:
        self.spec, self.case, self.now = spec, dict(case or {}), BEGIN
        self.tasks: dict[int, OpenedTask] = {}
        self.calls: dict[int, ServiceCall] = {}
        self.timers: dict[int, tuple[str, dt.datetime]] = {}
        self.subscriptions: dict[int, tuple[str, str, str | None]] = {}
        self.incidents: dict[int, Incident] = {}
        self.conditions: dict[int, Condition] = {}
        self.passed: list[str] = []
        self.thrown: list[Thrown] = []
        self.withdrawn: list[str] = []
        self.finished: Any = None
        self.take(run.start(spec, data=data or {}, case=self.case, now=self.now))

    def take(self, step: Step) -> Step:
        """Keep what the step says, and see that the state says the same."""
        self.state, self.last = step.state, step
        for closed in step.closed:
            del self.tasks[closed.task]
            if closed.reason == "withdrawn":
                self.withdrawn.append(closed.element)
        for kept, gone in (
            (self.calls, step.dropped_calls),
            (self.timers, step.dropped_timers),
            (self.subscriptions, step.dropped_subscriptions),
            (self.incidents, step.cleared_incidents),
            (self.conditions, step.dropped_conditions),
        ):
            for identifier in gone:
                del kept[identifier]  # type: ignore[attr-defined]
        self.tasks.update((task.task, task) for task in step.opened)
        self.calls.update((call.call, call) for call in step.calls)
        self.timers.update((timer.timer, (timer.element, timer.at)) for timer in step.timers)
        self.subscriptions.update((sub.subscription, (sub.kind, sub.name, sub.key)) for sub in step.subscriptions)
        self.incidents.update((incident.task, incident) for incident in step.incidents)
        self.conditions.update((condition.condition, condition) for condition in step.conditions)
        self.passed.extend(passed.element for passed in step.passed)
        self.thrown.extend(step.thrown)
        self.case.update((change.fact, change.value) for change in step.facts)
        self.finished = step.finished or self.finished
        waiting = run.waiting(self.spec, self.state)
        assert [open.id for open in waiting.tasks] == sorted(self.tasks)
        assert [open.id for open in waiting.calls] == sorted(self.calls)
        assert {open.id: (open.element, open.at) for open in waiting.timers} == self.timers
        assert [open.id for open in waiting.subscriptions] == sorted(self.subscriptions)
        assert [open.id for open in waiting.incidents] == sorted(self.incidents)
        assert [open.id for open in waiting.conditions] == sorted(self.conditions)
        return step

    def act(self, verb: Callable[..., Step], **given: Any) -> Step:
        return self.take(verb(self.spec, self.state, case=self.case, now=self.now, **given))

    @property
    def open(self) -> list[str]:
        return sorted(task.definition.element for task in self.tasks.values())

    def task(self, element: str, item: Any = None) -> int:
        return next(
            identifier
            for identifier, task in sorted(self.tasks.items())
            if task.definition.element == element and (item is None or task.item == item)
        )

    def complete(self, element: str, outcome: str | None = "done", item: Any = None, **answers: Any) -> Step:
        return self.act(run.complete, task=self.task(element, item), answers=answers, outcome=outcome)

    def answer(self, result: Any) -> Step:
        return self.act(run.finish_call, call=min(self.calls), result=result)

    def fail(self, code: str, message: str = "") -> Step:
        return self.act(run.fail_call, call=min(self.calls), code=code, message=message)

    def tell(self, kind: str, name: str, key: str | None = None, **payload: Any) -> Step:
        return self.act(run.deliver, kind=kind, name=name, key=key, payload=payload)

    def pass_time(self, **duration: int) -> Step:
        self.now += dt.timedelta(**duration)
        return self.act(run.wake)

    def retry(self, **data: Any) -> Step:
        return self.act(run.retry, task=min(self.incidents), data=data)

    def skip(self, **data: Any) -> Step:
        return self.act(run.skip, task=min(self.incidents), data=data)

    def rewind(self, element: str, to: str) -> Step:
        return self.act(rewinding.rewind, task=self.task(element), to=to)

    def ways_back(self, element: str) -> tuple[str, ...]:
        return rewinding.rewind_targets(self.spec, self.state, task=self.task(element))

    def seen_at(self, element: str, item: Any = None) -> Mapping[str, Any]:
        return run.task_data(self.spec, self.state, task=self.task(element, item))
