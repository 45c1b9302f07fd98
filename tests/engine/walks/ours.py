"""Our engine: a state in, a Step out; the state is all that lives between two steps."""

import datetime as dt
from collections import Counter
from typing import Any

from onegrid.engine import run
from onegrid.engine.compile import compile_sources
from onegrid.engine.sources import Sources
from onegrid.engine.specification import Spec
from onegrid.engine.step import Step
from tests.engine.walks.blocks import ROUTE, Model


def parse(model: Model) -> Spec:
    """The spec of a model in our dialect."""
    return compile_sources(Sources(model.xml(), {"route.dmn": ROUTE}, "main"))


class OurCase:
    """One case, with the world around it: open tasks by what the Steps said, calls answered at once."""

    def __init__(self, spec: Spec, data: dict[str, Any], now: dt.datetime) -> None:
        self.spec, self.now = spec, now
        self.passed: Counter[str] = Counter()
        self.tasks: dict[int, tuple[str, str]] = {}
        self.timers: dict[int, dt.datetime] = {}
        self.subscriptions: dict[int, str] = {}
        self.finished = False
        self.data: dict[str, Any] = {}
        self.incidents: list[str] = []
        self.state = b""
        self._take(run.start(spec, data=data, case={}, now=now))

    def _take(self, step: Step) -> None:
        self.state = step.state
        for closed in step.closed:
            del self.tasks[closed.task]
        for timer in step.dropped_timers:
            del self.timers[timer]
        for subscription in step.dropped_subscriptions:
            del self.subscriptions[subscription]
        for opened in step.opened:
            self.tasks[opened.task] = (opened.definition.element, "" if opened.instance is None else str(opened.item))
        self.timers.update((timer.timer, timer.at) for timer in step.timers)
        self.subscriptions.update((item.subscription, item.name) for item in step.subscriptions)
        self.passed.update(passed.element for passed in step.passed)
        self.incidents.extend(
            f"{incident.element} {incident.code} {incident.message_en}" for incident in step.incidents
        )
        if step.finished is not None:
            self.finished, self.data = True, dict(step.finished.data)
        self._compare_with_state()
        for call in step.calls:
            self._take(
                run.finish_call(
                    self.spec,
                    self.state,
                    call=call.call,
                    result={"echo": call.parameters["x"]},
                    case={},
                    now=self.now,
                )
            )

    def _compare_with_state(self) -> None:
        """What the Steps have told so far is what the state says."""
        waiting = run.waiting(self.spec, self.state)
        assert [task.id for task in waiting.tasks] == sorted(self.tasks)
        assert {timer.id: timer.at for timer in waiting.timers} == self.timers
        assert [item.id for item in waiting.subscriptions] == sorted(self.subscriptions)

    def open(self) -> list[tuple[str, str]]:
        return sorted(self.tasks.values())

    def messages(self) -> list[str]:
        return sorted(name for name in self.subscriptions.values() if name.startswith("msg"))

    def complete(self, key: tuple[str, str], answers: dict[str, Any]) -> None:
        task = next(task for task, found in sorted(self.tasks.items()) if found == key)
        self._take(run.complete(self.spec, self.state, task=task, answers=answers, outcome=None, case={}, now=self.now))

    def tell(self, name: str) -> None:
        self._take(
            run.deliver(self.spec, self.state, kind="message", name=name, key=None, payload={}, case={}, now=self.now)
        )

    def tick(self, now: dt.datetime) -> None:
        self.now = now
        self._take(run.wake(self.spec, self.state, case={}, now=now))
