"""Where tokens live: a running process, called process or sub-process, as SpiffWorkflow's workflows with indexes.

Every scope keeps READY and WAITING tasks by id. Rows read from a state stay cold, as plain lists, until somebody
needs them: an act on one of fifty instances touches one.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from onegrid.engine import limits
from onegrid.engine.act import CONDITION, INCIDENT, Act
from onegrid.engine.problems import EngineError, damaged
from onegrid.engine.step import Finished, Incident
from onegrid.engine.task import READY, CaseTask
from onegrid.feel.errors import FeelError
from onegrid.feel.evaluation import Layer

if TYPE_CHECKING:
    from onegrid.engine.elements.element import Element
    from onegrid.engine.specification import ScopeSpec, Spec

MAX_RUNS = limits.ACT_ELEMENTS  # elements run in one act
BUDGET = limits.ELEMENT_FEEL_STEPS  # steps of FEEL that one element may spend
MAX_DEPTH = limits.CALL_DEPTH  # calls inside one another
NO_ENGINE: Any = object()  # the library asks for a script engine; ours are FEEL expressions, compiled into the spec


class Scope:
    """What a whole case and every scope inside it have in common."""

    spec: "ScopeSpec"
    data: dict[str, Any]
    tasks: dict[int, CaseTask]
    completed: bool
    depth: int
    top_workflow: "CaseWorkflow"

    def _open(self) -> None:
        self.ready: dict[int, CaseTask] = {}
        self.waiting: dict[int, CaseTask] = {}
        self.cold: dict[int, list[Any]] = {}
        self.done: list[list[Any]] = []  # what has completed and can be undone, see elements/compensation.py
        self.trail: list[int] = []  # human tasks passed while no other token was open, the latest last
        self.rounds: dict[str, int] = {}
        self.outcome: str | None = None
        self.declared: str | None = None

    @property
    def host(self) -> CaseTask | None:
        """The task that this scope is the inside of; None for the case itself."""
        return None

    def begin(self, outcome: str | None, entries: "Sequence[Element] | None" = None) -> None:
        """Put a token where it begins, or on the start events given; its event sub-processes listen from now on."""
        for listener in self.spec.listeners:
            listener.arm_in(self)
        for entry in self.spec.entries if entries is None else entries:
            task = CaseTask(self, entry)
            task.outcome = outcome
            entry._update(task)

    def task(self, identifier: int) -> CaseTask | None:
        """A live task of this scope."""
        found = self.tasks.get(identifier)
        if found is None and identifier in self.cold:
            found = self.spec.thaw(self, self.cold[identifier])
            del self.cold[identifier]
        return found

    def thaw_all(self) -> list[CaseTask]:
        """Every live task, the oldest first."""
        for identifier in list(self.cold):
            self.task(identifier)
        return [self.tasks[identifier] for identifier in sorted(self.tasks)]

    def held_by(self, identifier: int) -> list[CaseTask]:
        """Tasks whose life hangs on that one: boundary events of a host, instances of a whole."""
        for row in [row for row in self.cold.values() if row[4] == identifier]:
            self.task(row[0])
        return [task for _, task in sorted(self.tasks.items()) if task.holder == identifier]

    def visible(self) -> Mapping[str, Any]:
        """Variables seen here: of this scope and of those around it, up to the process."""
        host = self.host
        if host is None or self.spec.is_process:
            return self.data
        outer = host.workflow.visible()
        return outer if self.data is host.workflow.data else {**outer, **self.data}

    def names(self, task: CaseTask) -> Mapping[str, Any]:
        """What an expression at the task may name."""
        below = self.visible()
        if task.data is not self.data:
            below = {**below, **task.data}
        own: dict[str, Any] = {"case": self.top_workflow.act.case, "outcome": task.outcome}
        if self.top_workflow.whole.has_loops and (counter := loop_counter(task)) is not None:
            own["loopCounter"] = counter
        return Layer(below, own)

    def all_names(self, task: CaseTask) -> dict[str, Any]:
        """The same as one flat dict, for those that look through it."""
        return {
            **self.visible(),
            **task.data,
            "case": self.top_workflow.act.case,
            "outcome": task.outcome,
        }

    def count_visit(self, key: str) -> int:
        """How often this element has been visited in the case, this time included."""
        scope: Scope = self
        before = 0
        while (host := scope.host) is not None:
            if "i" in host.internal_data:
                before = host.internal_data["r"] - 1
                break
            scope = host.workflow
        scope.rounds[key] = seen = scope.rounds.get(key, 0) + 1
        return before + seen

    def take_all(self) -> None:
        """Cancel every token here and inside."""
        for task in self.thaw_all():
            task.cancel()

    def is_interrupted(self) -> bool:
        """Whether an interrupting event sub-process has taken the place of the flow."""
        interrupts = self.spec.interrupts
        return bool(interrupts) and any(task.task_spec.index in interrupts for task in self.thaw_all())

    def _task_completed_notify(self, task: CaseTask) -> None:
        if self.completed:
            return
        if self.spec.is_ad_hoc and self.host is not None:
            self.host.task_spec.after(self, task)
        if self.spec.listeners and (self.tasks or self.cold):
            self._stop_listening()
        if not self.tasks and not self.cold:
            self._mark_complete(task)

    def _stop_listening(self) -> None:
        """When the flow's last token is gone, what still runs is waited for and nothing new begins (BPMN 13.5.4)."""
        tasks = self.thaw_all()
        if all(task.task_spec.listens or task.task_spec.handles for task in tasks):
            for task in tasks:
                if task.task_spec.listens:
                    task.cancel()

    def _mark_complete(self, task: CaseTask) -> None:
        raise NotImplementedError


class CaseWorkflow(Scope, BpmnWorkflow):  # type: ignore[misc]
    """One case while it is in memory: for one act, by one thread. The spec behind it is shared and never changed."""

    def __init__(self, whole: "Spec", act: Act) -> None:
        self.whole, self.act = whole, act
        self.last_id = 0
        self.queue: deque[CaseTask] = deque()
        self.frozen: dict[int, list[Any]] = {}
        self.subprocesses: dict[int, CaseScope]
        BpmnWorkflow.__init__(self, whole.root, whole.called, NO_ENGINE, deserializing=True)
        self._open()

    @property
    def top_workflow(self) -> "CaseWorkflow":  # type: ignore[override]
        return self

    def settle(self) -> None:
        """Run elements until only people, calls, timers and messages can move the case."""
        left, queue = MAX_RUNS, self.queue
        while True:
            while queue:
                task = queue.popleft()
                if task._state != READY:
                    continue
                left -= 1
                if left < 0:
                    self.park(task, endless())
                else:
                    self._run(task)
            if any(spec.release(scope) for scope in self.scopes() for spec in scope.spec.inclusive):
                continue
            if not self.whole.has_conditions or not self._one_turned_true():
                return

    def _one_turned_true(self) -> bool:
        """Ask the conditions that are waited for; at the first that has turned true its event occurs."""
        for scope in self.thaw_scopes():
            for task in scope.thaw_all() if scope.spec.has_conditions else ():
                if task.wait == CONDITION and self._has_turned_true(task):
                    task.task_spec.fire(task, {})
                    return True
        return False

    def _has_turned_true(self, task: CaseTask) -> bool:
        return bool(self.guard(task, partial(task.task_spec.event_definition.has_turned_true, task)))

    def guard(self, task: CaseTask, work: Callable[[], Any]) -> Any:
        """What the work gives, or None with the task parked: one element's fault must not stop the case."""
        try:
            return self.alone(work)
        except Exception as fault:
            self.park(task, fault)

    def alone(self, work: Callable[[], Any]) -> Any:
        """The work with the budget of one element, as far as that of the act reaches; others keep theirs."""
        evaluation = self.act.evaluation
        before, given = evaluation.steps, self._fresh_budget()
        try:
            return work()
        finally:
            self._charge(given)
            evaluation.steps = before

    def _fresh_budget(self) -> int:
        evaluation = self.act.evaluation
        evaluation.reasons.clear()
        evaluation.steps = given = min(BUDGET, self.act.steps)
        return given

    def _charge(self, given: int) -> None:
        self.act.steps -= given - max(self.act.evaluation.steps, 0)

    def _run(self, task: CaseTask) -> None:
        given = self._fresh_budget()
        try:
            task.run()
        except Exception as fault:  # as `guard`, without what only costs time where nothing stands around it
            self.park(task, fault)
        self._charge(given)

    def park(self, task: CaseTask, cause: Exception, detail: str = "") -> None:
        """Leave the token where it is, with an incident."""
        fault = cause if isinstance(cause, EngineError | FeelError) else unforeseen(cause)
        if task.workflow.tasks.get(task.id) is not task:
            task.take_back(fault)
        if task.wait is not None:
            self.act.end(task, "withdrawn")
        task._set_state(TaskState.STARTED)
        task.internal_data["x"] = [fault.code, fault.message_en, fault.message_zh]
        element = task.task_spec.element
        reasons = self.act.evaluation.reasons[-3:]
        detail = detail or "; ".join(f"{reason.message_en} / {reason.message_zh}" for reason in reasons)
        self.act.begin(
            task, INCIDENT, Incident(task.id, element, fault.code, fault.message_en, fault.message_zh, detail)
        )

    def scopes(self) -> Iterator[Scope]:
        """The case and the scopes inside it that this act has touched."""
        yield self
        yield from list(self.subprocesses.values())

    def thaw_scopes(self) -> list[Scope]:
        """The case and every scope inside it."""
        for host in list(self.frozen):
            self.scope_at(host)
        return list(self.scopes())

    def scope_at(self, host: int) -> "CaseScope | None":
        """The scope inside the task with that id."""
        found = self.subprocesses.get(host)
        if found is None and host in self.frozen:
            found = self.whole.thaw_scope(self, self.frozen.pop(host))
        return found

    def find(self, identifier: int) -> CaseTask | None:
        """A live task anywhere in the case."""
        for scope in self.scopes():
            found = scope.task(identifier)
            if found is not None:
                return found
        for host, raw in self.frozen.items():
            if _holds(raw, identifier):
                inside = self.scope_at(host)
                return inside.task(identifier) if inside is not None else None
        return None

    def create_subprocess(self, my_task: CaseTask, spec_name: str) -> "CaseScope":
        scope = CaseScope(self.subprocess_specs[spec_name], my_task, self)
        if scope.depth > MAX_DEPTH:
            raise EngineError(
                "scope.depth",
                f"more than {MAX_DEPTH} processes call one another",
                f"流程相互调用超过 {MAX_DEPTH} 层",
                my_task.task_spec.element,
            )
        self.subprocesses[my_task.id] = scope
        return scope

    def drop_scope(self, host: int) -> None:
        """Take away what is inside a task that is being cancelled."""
        scope = self.scope_at(host)
        if scope is not None:
            scope.completed = True
            scope.take_all()
            self.subprocesses.pop(host, None)

    def _mark_complete(self, task: CaseTask) -> None:
        self.completed = True
        self.act.finished = Finished(self.declared, task.task_spec.element, dict(self.data))


class CaseScope(Scope, BpmnSubWorkflow):  # type: ignore[misc]
    """The inside of a call activity, a sub-process, or one instance of either."""

    def __init__(self, spec: "ScopeSpec", host: CaseTask, top: CaseWorkflow) -> None:
        self._host, self.spec = host, spec
        BpmnSubWorkflow.__init__(self, spec, host.id, top, deserializing=True)
        self._open()
        if not spec.is_process:
            self.data = host.data

    @property
    def host(self) -> CaseTask:
        return self._host

    def _calculate_depth(self) -> int:
        return int(self._host.workflow.depth) + self.spec.is_process

    def _mark_complete(self, task: CaseTask) -> None:  # noqa: ARG002
        self.completed = True
        self.top_workflow.subprocesses.pop(self._host.id, None)
        self._host.task_spec.scope_done(self._host, self)


def _holds(raw: list[Any], identifier: int) -> bool:
    """Whether the stored scope has a task with that id."""
    try:
        return any(row[0] == identifier for row in raw[-1])
    except (TypeError, LookupError) as fault:
        raise damaged() from fault


def loop_counter(task: CaseTask) -> int | None:
    """The round of the nearest standard loop around the task, inside its process."""
    inside: CaseTask | None = task
    while inside is not None:
        counter = inside.internal_data.get("lc")
        if counter is not None or inside.workflow.spec.is_process:
            return counter
        inside = inside.workflow.host
    return None


def endless() -> EngineError:
    return EngineError(
        "engine.endless",
        f"the case went through {MAX_RUNS} elements in one go: a loop without a task for people or a timer",
        f"一次推进超过 {MAX_RUNS} 个环节:流程中存在没有人工任务或定时的循环",
    )


def unforeseen(fault: Exception) -> EngineError:
    """A fault of ours: named by its kind alone, since its text is not written for people."""
    return EngineError(
        "engine.fault",
        f"the element failed unexpectedly ({type(fault).__name__})",
        f"该环节意外失败({type(fault).__name__})",
    )
