"""The walk itself: answers what is open, chooses at undecided gateways, stops at waits, faults and the limit."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import product
from typing import Any

from onegrid.engine import run
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import EngineError
from onegrid.engine.specification import Spec
from onegrid.engine.step import Incident, Step
from onegrid.engine.tryout.guesses import Guesses, put
from onegrid.engine.tryout.outcome import Tried
from onegrid.feel import BudgetExceeded, Evaluation, Expression, free_paths

MAX_STEPS = 300
MAX_STARTS = 20
MAX_OPEN = 300  # a wide multi-instance shows nothing more by being answered to its end
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
_MAX_MENDS = 30
_MAX_COMBINATIONS = 2_000
_CASE = {
    "number": "SQ202603020001",
    "title": "试运行",
    "kind": "event",
    "registered_by": "starter",
    "reported_at": NOW,
    "co_units": ["a", "b"],
    "rework_count": 0,
    "return_count": 0,
}


def try_process(spec: Spec, models: Iterable[Normalised]) -> Tried:
    """Walk from each start; the first walk that fails counts, else the first. `models`: its own and its callees'."""
    models, root = list(models), spec.root
    plain = {entry.name for entry in root.entries}
    ways: list[str | None] = [None] if root.entries else []
    ways += [name for name in root.starts if name not in plain][:MAX_STARTS]
    tries = []
    for way in ways or [None]:
        tries.append(_Walk(spec, models).tried_from(way))
        if tries[-1].state == "failed":
            return tries[-1]
    return tries[0]


class _Walk:
    def __init__(self, spec: Spec, models: list[Normalised]) -> None:
        self.spec, self.models = spec, models
        self.guesses = Guesses(models)
        self.inserted = {name for model in models for name in model.inserted}
        self.known = {name for model in models for name in model.processes}  # not what stands in for absent ones
        self.undecided = {gateway: name for model in models for gateway, name in model.undecided.items()}
        self.visits: Counter[str] = Counter()
        self.mends = 0
        self.steps = 0
        self.path: list[str] = []
        self.state = b""
        self.finished = False
        self.incidents: dict[int, Incident] = {}

    def tried_from(self, event: str | None) -> Tried:
        """The walk from that start event, or from where the process begins by itself."""
        try:
            return self._whole(event)
        except EngineError as fault:
            return self.tried("failed", error=(fault.message_en, fault.message_zh))

    def _whole(self, event: str | None) -> Tried:
        self._took(run.start(self.spec, data=self.guesses.start, case=_CASE, now=NOW, event=event))
        while not self.finished:
            self.steps += 1
            if self.steps > MAX_STEPS:
                return self.tried("limit")
            if not self._act():
                break
        if self.finished:
            return self.tried("completed")
        waiting = run.waiting(self.spec, self.state)
        elements = [each.element for each in (*waiting.timers, *waiting.subscriptions, *waiting.conditions)]
        if waiting.incidents:
            incident = self.incidents.get(waiting.incidents[0].id)
            words = (incident.message_en, incident.message_zh) if incident else ("incident", "异常")
            stuck = tuple(each.element for each in waiting.incidents)
            if all(self._is_choice(each) for each in waiting.incidents):
                return self.tried("waiting", (*elements, *stuck))
            return self.tried("failed", stuck, error=words)
        return self.tried("waiting", tuple(elements))

    def _is_choice(self, incident: run.Open) -> bool:
        """A gateway that no data at hand opens waits for a person, who mends the data or chooses the way."""
        found = self.incidents.get(incident.id)
        return incident.element in self.undecided or (found is not None and found.code == "gateway.no_flow")

    def tried(self, state: str, waiting_on: Iterable[str] = (), error: tuple[str, str] | None = None) -> Tried:
        names = tuple(dict.fromkeys(waiting_on))
        return Tried(self.spec.process.id, state, names, error, tuple(self.path))

    def _took(self, step: Step) -> None:
        self.state = step.state
        self.path += [
            passed.element
            for passed in step.passed
            if passed.process in self.known and passed.element not in self.inserted
        ]
        self.incidents |= {incident.task: incident for incident in step.incidents}
        if step.finished is not None:
            self.finished = True

    def _act(self) -> bool:
        """One act; False where nothing is left to do for a person or a connector."""
        waiting = run.waiting(self.spec, self.state)
        if len(waiting.tasks) + len(waiting.calls) > MAX_OPEN:
            self.steps = MAX_STEPS
            return True
        if waiting.tasks:
            task = waiting.tasks[0]
            declared = self.spec.human_task(task.process, task.element)
            visit = self.visits[task.element]
            self.visits[task.element] += 1
            outcomes = declared.outcomes if declared is not None else ()
            outcome = outcomes[visit % len(outcomes)].id if outcomes else None
            self._took(
                run.complete(
                    self.spec, self.state, task=task.id, answers=self.guesses.answers(visit), outcome=outcome,
                    case=_CASE, now=NOW,
                )
            )  # fmt: skip
        elif waiting.calls:
            call = waiting.calls[0]
            self._took(run.finish_call(self.spec, self.state, call=call.id, result=None, case=_CASE, now=NOW))
        elif waiting.incidents and self.mends < _MAX_MENDS:
            self.mends += 1
            return any(self._mend(incident) for incident in waiting.incidents)
        else:
            return False
        return True

    def _mend(self, incident: run.Open) -> bool:
        """Give a gateway the data that opens the way taken least often so far; a loop without end has had its turn."""
        found = self.incidents.get(incident.id)
        if found is not None and found.code == "engine.endless":
            return False
        data = self._choice(incident)
        if data is None:
            return False
        self._took(run.retry(self.spec, self.state, task=incident.id, case=_CASE, now=NOW, data=data))
        return True

    def _choice(self, incident: run.Open) -> dict[str, Any] | None:
        ways = self.guesses.conditions.get(incident.element, [])
        if not ways:
            return None
        seen = dict(run.task_data(self.spec, self.state, task=incident.id))
        for flow, condition in sorted(ways, key=lambda way: self.visits[way[0]]):
            paths = [path for path in self.guesses.values if path[0] in {asked[0] for asked in free_paths(condition)}]
            found = self._opening(condition, paths, seen)
            if found is not None:
                self.visits[flow] += 1
                return found
        return None

    def _opening(
        self, condition: Expression, paths: list[tuple[str, ...]], seen: dict[str, Any]
    ) -> dict[str, Any] | None:
        choices = [self.guesses.values[path] for path in paths]
        for number, values in enumerate(product(*choices)):
            if number > _MAX_COMBINATIONS:
                return None
            data: dict[str, Any] = {}
            for path, value in zip(paths, values, strict=True):
                put(data, path, value)
            try:
                if condition.evaluate({"case": _CASE, **seen, **data}, Evaluation(NOW, UTC, steps=10_000)) is True:
                    return data
            except BudgetExceeded:
                return None
        return None
