"""One act on a case: the caller's moment and case context, and everything that has changed so far."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from onegrid.engine import limits
from onegrid.engine.problems import EngineError
from onegrid.engine.step import (
    ClosedTask,
    Condition,
    FactChange,
    Finished,
    Incident,
    OpenedTask,
    Passed,
    ServiceCall,
    Step,
    Subscription,
    Thrown,
    Timer,
)
from onegrid.engine.values import Room
from onegrid.feel.evaluation import Evaluation

if TYPE_CHECKING:
    from onegrid.engine.task import CaseTask

HUMAN, CALL, TIMER, SUBSCRIPTION, INCIDENT, CONDITION = (
    1,
    2,
    3,
    4,
    5,
    6,
)  # what a task waits for; written into the state

_ABSENT = object()
AdmitFact = Callable[[str, Any, str], None]
"""(fact, value, element): raises EngineError where the caller cannot have that value; the element is then parked."""

Wait = OpenedTask | ServiceCall | Timer | Subscription | Incident | Condition


class Act:
    """Collects a Step. `case` is the caller's context with this act's facts laid over it."""

    __slots__ = (
        *("_admit_fact", "_begun", "_ended", "_overlaid", "case", "evaluation", "facts", "finished", "now", "passed"),
        *("_facts_before", "_written", "instances", "room", "steps", "thrown"),
    )

    def __init__(self, now: datetime, case: Mapping[str, Any], admit_fact: AdmitFact | None = None) -> None:
        if now.tzinfo is None:
            raise EngineError("act.naive_moment", "the moment of the act has no zone", "操作时间缺少时区")
        self.now, self.case = now, case
        self.evaluation = Evaluation(now, now.tzinfo)
        self.steps, self.instances = limits.ACT_FEEL_STEPS, limits.ACT_INSTANCES  # what the act may still spend
        self.room = Room(limits.ACT_DATA_SIZE)
        self.passed: list[Passed] = []
        self.facts: list[FactChange] = []
        self.thrown: list[Thrown] = []
        self.finished: Finished | None = None
        self._begun: dict[int, Wait] = {}
        self._ended: list[tuple[int, int, str, str]] = []
        self._overlaid = False
        self._admit_fact = admit_fact
        self._written: list[tuple[dict[str, Any], str, Any]] = []  # by the element that runs: where, what, before
        self._facts_before = 0

    def begin_element(self) -> None:
        """What is written from now on is the next element's."""
        self._written.clear()
        self._facts_before = len(self.facts)

    def take_back(self) -> None:
        """The element has failed: leave nothing of what it has written, so that another try repeats nothing."""
        for variables, name, before in reversed(self._written):
            if before is _ABSENT:
                del variables[name]
            else:
                variables[name] = before
        del self.facts[self._facts_before :]

    def write(self, variables: dict[str, Any], name: str, value: Any) -> None:
        """Set a variable, as long as its element does not fail."""
        self._written.append((variables, name, variables.get(name, _ABSENT)))
        variables[name] = value

    def set_fact(self, fact: str, value: Any, element: str) -> None:
        """Later expressions of this act see the new value."""
        if self._admit_fact is not None:
            self._admit_fact(fact, value, element)
        if not self._overlaid:
            self.case, self._overlaid = dict(self.case), True
        self.write(self.case, fact, value)  # type: ignore[arg-type]
        self.facts.append(FactChange(fact, value, element))

    def begin(self, task: "CaseTask", kind: int, what: Wait) -> None:
        """The task waits from now on."""
        task.wait = kind
        self._begun[task.id] = what

    def end(self, task: "CaseTask", reason: str) -> None:
        """The task waits no more; what began in this very act leaves no trace."""
        if self._begun.pop(task.id, None) is None and task.wait is not None:
            self._ended.append((task.wait, task.id, task.task_spec.element, reason))
        task.wait = None

    def step(self, state: bytes) -> Step:
        """Everything collected, with the state that it led to."""
        begun: dict[type, list[Any]] = {}
        for item in self._begun.values():
            begun.setdefault(type(item), []).append(item)
        ended: dict[int, list[int]] = {}
        for kind, task, _, _ in self._ended:
            ended.setdefault(kind, []).append(task)
        return Step(
            state=state,
            opened=tuple(begun.get(OpenedTask, ())),
            closed=tuple(
                ClosedTask(task, element, reason) for kind, task, element, reason in self._ended if kind == HUMAN
            ),
            calls=tuple(begun.get(ServiceCall, ())),
            dropped_calls=tuple(ended.get(CALL, ())),
            timers=tuple(begun.get(Timer, ())),
            dropped_timers=tuple(ended.get(TIMER, ())),
            subscriptions=tuple(begun.get(Subscription, ())),
            dropped_subscriptions=tuple(ended.get(SUBSCRIPTION, ())),
            conditions=tuple(begun.get(Condition, ())),
            dropped_conditions=tuple(ended.get(CONDITION, ())),
            thrown=tuple(self.thrown),
            facts=tuple(self.facts),
            passed=tuple(self.passed),
            incidents=tuple(begun.get(Incident, ())),
            cleared_incidents=tuple(ended.get(INCIDENT, ())),
            finished=self.finished,
        )

    def pass_rule(self, passed: Passed, decision: Mapping[str, Any]) -> None:
        """A business rule task completed, with what it decided."""
        self.passed.append(replace(passed, decision=decision))
