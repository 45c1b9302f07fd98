"""The compiled form of a process and everything that it calls: shared by all its cases and threads, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from onegrid.engine.definitions import CallDefinition, HumanTask, ProcessDefinition
from onegrid.engine.problems import EngineError, damaged
from onegrid.engine.scope import CaseScope, CaseWorkflow, Scope
from onegrid.engine.task import READY, WAITING, CaseTask

if TYPE_CHECKING:
    from onegrid.engine.elements.element import Element
    from onegrid.engine.elements.event_sub_process import EventSubProcess, Listener
    from onegrid.engine.elements.inclusive_gateway import Inclusive
    from onegrid.engine.elements.simple import Start


class ScopeSpec(BpmnProcessSpec):  # type: ignore[misc]
    """One process or sub-process. `number` is its place in the whole; states name it by that.

    nodes: its elements; a state names them by index. The instance of a multi-instance element has the index
        -1 - (index of the whole), so that the designer's elements alone decide the numbering.
    entries: where tokens begin. message_starts: or on which message, by its name. starts: all of a process, by id.
    is_ad_hoc: its entries are offered, see elements/ad_hoc.py.
    inclusive: gateways to look at whenever nothing else moves. has_conditions: events to ask then.
    handlers: event sub-processes; listeners: what listens for them; interrupts: indexes of those that interrupt.
    """

    def __init__(self, name: str, process_id: str, is_process: bool, number: int) -> None:
        super().__init__(name=name)
        self.task_specs.clear()  # the library's own Start, End and EndJoin: designers use these ids too
        self.process_id, self.is_process, self.number = process_id, is_process, number
        self.nodes: list[Element] = []
        self.instances: dict[int, Element] = {}
        self.entries: tuple[Element, ...] = ()
        self.message_starts: dict[str, tuple[Element, ...]] = {}
        self.starts: dict[str, Start] = {}
        self.inclusive: tuple[Inclusive, ...] = ()
        self.is_ad_hoc = False
        self.has_conditions = False
        self.handlers: tuple[EventSubProcess, ...] = ()
        self.listeners: tuple[Listener, ...] = ()
        self.interrupts: frozenset[int] = frozenset()

    def node(self, index: int) -> "Element":
        """The element with that index."""
        return self.nodes[index] if index >= 0 else self.instances[index]

    def thaw(self, scope: Scope, row: list[Any]) -> CaseTask:
        """The task that a row of a state describes."""
        task = CaseTask.__new__(CaseTask)
        try:
            identifier, index, state, wait, holder, outcome, origin, internal = row
            task.id, task.workflow, task.task_spec = identifier, scope, self.node(index)
            task.internal_data = internal if internal is not None else {}
            task.data = task.internal_data.get("d", scope.data)
        except Exception as fault:
            raise damaged() from fault
        task._parent, task._children, task._state = None, [], state
        task.triggered, task.thread_id, task.last_state_change = False, 0, 0
        task.wait, task.holder, task.outcome, task.origin = wait, holder, outcome, origin
        scope.tasks[identifier] = task
        if state == WAITING:
            scope.waiting[identifier] = task
        elif state == READY:
            scope.ready[identifier] = task
        return task


@dataclass(frozen=True)
class Spec:
    """A version ready to run. `human_tasks` and `calls` hold what its elements declare, callees included."""

    process: ProcessDefinition
    root: ScopeSpec
    scopes: tuple[ScopeSpec, ...]
    called: Mapping[str, ScopeSpec]
    human_tasks: Mapping[str, HumanTask] = field(default_factory=dict)
    calls: Mapping[str, CallDefinition] = field(default_factory=dict)
    milestones: frozenset[str] = frozenset()
    places: Mapping[tuple[str, str], HumanTask] = field(default_factory=dict)
    has_conditions: bool = False
    has_loops: bool = False

    def human_task(self, process: str, element: str) -> HumanTask | None:
        """The human task of that process; element ids alone may occur in several processes of a version."""
        return self.places.get((process, element))

    def thaw_scope(self, top: CaseWorkflow, raw: list[Any]) -> CaseScope | None:
        """The scope that a part of a state describes; None where its host is gone."""
        try:
            return self._thawed(top, raw)
        except EngineError:
            raise
        except Exception as fault:
            raise damaged() from fault

    def _thawed(self, top: CaseWorkflow, raw: list[Any]) -> CaseScope | None:
        host_id, number, data, outcome, declared, trail, rounds, done, rows = raw
        host = top.find(host_id)
        if host is None:
            return None
        scope = CaseScope(self.scopes[number], host, top)
        if data is not None:
            scope.data = data
        scope.outcome, scope.declared, scope.trail = outcome, declared, trail
        scope.rounds, scope.done = rounds or {}, done or []
        scope.cold = {row[0]: row for row in rows}
        top.subprocesses[host_id] = scope
        if scope.spec.inclusive:
            scope.thaw_all()
        return scope
