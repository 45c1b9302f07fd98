"""A token at an element: SpiffWorkflow's task, with small ids of its own case and without what only costs time."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from onegrid.engine.elements.element import Element
    from onegrid.engine.scope import Scope

READY, WAITING, STARTED = TaskState.READY, TaskState.WAITING, TaskState.STARTED
FINISHED = TaskState.FINISHED_MASK


class CaseTask(Task):  # type: ignore[misc]
    """Lives as long as the token stays; a finished task leaves its scope at once, so that no loop makes a case grow.

    data: the variables that it reads and writes: those of its scope, shared with every other token there (BPMN
        10.4), except in an instance of a multi-instance task, which has its own.
    outcome: how the human task that this token passed last was completed; travels with the token.
    origin: index of the element that the token came from; joins tell their incoming flows by it.
    holder: id of the task whose end ends this one: the host of a boundary event, the whole of an instance.
    wait: what the task waits for (`act.HUMAN` and its kin), None while it does not wait for anything outside.
    """

    def __init__(
        self,
        workflow: "Scope",
        task_spec: "Element",
        parent: "CaseTask | None" = None,
        state: int = TaskState.MAYBE,
        id: int | None = None,
    ) -> None:
        if id is None:
            top = workflow.top_workflow
            top.last_id += 1
            id = top.last_id
        self.id = id
        self.workflow = workflow
        self.task_spec = task_spec
        self._parent: int | None = None
        self._children: list[int] = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.data: dict[str, Any] = workflow.data
        self.internal_data: dict[str, Any] = {}
        self.last_state_change = 0
        self.wait: int | None = None
        self.holder: int | None = None
        self.outcome: str | None = None
        self.origin = -1
        if parent is not None:
            self._parent = parent.id
            self.outcome = parent.outcome
            self.origin = parent.task_spec.index
            parent._children.append(id)
        workflow.tasks[id] = self
        if state == WAITING:
            workflow.waiting[id] = self

    @property
    def is_live(self) -> bool:
        return not self._state & FINISHED

    def is_beside(self, other: "CaseTask") -> bool:
        """Whether it only listens: at that task, or for its whole scope."""
        return self.holder == other.id or self.task_spec.listens

    def _add_child(self, task_spec: "Element", state: int = TaskState.MAYBE) -> "CaseTask":
        return CaseTask(self.workflow, task_spec, self, state)

    def _sync_children(self, task_specs: "Iterable[Element]", state: int = TaskState.MAYBE) -> None:
        """Tokens go out once, when their task completes, and are never guessed ahead: nothing to compare with."""
        for task_spec in task_specs:
            CaseTask(self.workflow, task_spec, self, state)

    def _set_state(self, value: int) -> None:
        old = self._state
        if value == old:
            return
        self._state = value
        scope = self.workflow
        if old == READY:
            scope.ready.pop(self.id, None)
        elif old == WAITING:
            scope.waiting.pop(self.id, None)
        if value == READY:
            scope.ready[self.id] = self
            if not self.task_spec.manual:
                scope.top_workflow.queue.append(self)
        elif value == WAITING:
            scope.waiting[self.id] = self
        elif value & FINISHED:
            scope.tasks.pop(self.id, None)

    def run(self) -> bool | None:
        """As the library's, but an element may have put its task to WAITING itself."""
        result: bool | None = self.task_spec._run(self)
        if result is None:
            if self._state == READY:
                self._set_state(STARTED)
        elif self.is_live:
            self.complete()
        return result

    def complete(self) -> None:
        if self.wait is not None:
            self.workflow.top_workflow.act.end(self, "completed")
        self._set_state(TaskState.COMPLETED)
        self.task_spec._on_complete(self)

    def error(self) -> None:
        """The element failed: its token stays where it is, to be tried again; `incident` says why."""
        self._set_state(STARTED)

    def take_back(self, fault: Exception) -> None:
        """Put a token that its own completion failed to send on back; one that is gone fails the whole act."""
        scope = self.workflow
        has_gone_on = any(child in scope.tasks for child in self._children)
        if self._state != TaskState.COMPLETED or scope.completed or has_gone_on:
            raise fault
        scope.tasks[self.id] = self

    def cancel(self) -> None:
        """Take the token away, with everything that it holds."""
        if self._state & FINISHED:
            return
        top = self.workflow.top_workflow
        top.scope_at(self.id)  # what is inside can be read only while its host is in place
        if self.wait is not None:
            top.act.end(self, "withdrawn")
        self._set_state(TaskState.CANCELLED)
        self.task_spec._on_cancel(self)

    def _inherit_data(self) -> None:
        """Variables belong to the scope; there is nothing to carry over."""

    def again(self) -> "CaseTask":
        """Put a fresh task with a new id in this one's place, for another try after an incident."""
        fresh = CaseTask(self.workflow, self.task_spec)
        fresh.data, fresh.outcome, fresh.origin = self.data, self.outcome, self.origin
        fresh.holder, fresh.internal_data = self.holder, self.internal_data
        for held in self.workflow.held_by(self.id):
            held.holder = fresh.id
        self.workflow.top_workflow.act.end(self, "withdrawn")
        self._set_state(TaskState.CANCELLED)
        return fresh
