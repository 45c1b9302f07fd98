"""What every element of ours adds to SpiffWorkflow's task specs."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from onegrid.engine.elements.compensation import handed_back
from onegrid.engine.expressions import Assignments
from onegrid.engine.step import Passed
from onegrid.engine.task import CaseTask

if TYPE_CHECKING:
    from onegrid.engine.elements.boundary import Boundary
    from onegrid.engine.elements.multi_instance import Multi
    from onegrid.engine.elements.standard_loop import StandardLoop
    from onegrid.engine.scope import Scope


class Element(BpmnSpecMixin):  # type: ignore[misc]
    """Shared by all cases and frozen after compiling: nothing here may hold what belongs to one case.

    index: place among the nodes of its process; states name elements by it.
    element: the designer's element that people are told of.
    passed: what the history says when a token has passed; None for elements that only the compiler knows.
    attached: boundary events. inner: set on the spec of one instance, names the whole.
    listens: its tasks only listen beside a host or scope, which never waits for them. joins: tokens wait for others.
    handles: an event sub-process, outside the flow.
    is_judged: its completion answers conditions of what it is an instance or activity of.
    logged_as: index under which a completion is remembered, to be undone; undone_by: event and handler that do it.
    """

    index: int
    element: str
    passed: Passed | None = None
    out: Assignments | None = None
    listens = False
    joins = False
    handles = False
    is_judged = False

    def __init__(self, wf_spec: Any, name: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, name, **kwargs)
        self.index = -1
        self.element = name
        self.attached: tuple[Boundary, ...] = ()
        self.multi: Multi | StandardLoop | None = None
        self.logged_as: int | None = None
        self.undone_by: tuple[Boundary, Element] | None = None
        self._targets: tuple[Element, ...] = ()
        self.holds = False

    @property
    def outputs(self) -> "tuple[Element, ...]":
        return self._targets

    def freeze(self) -> None:
        """Look names up once; called when the whole process is built."""
        self._targets = tuple(self._wf_spec.task_specs[name] for name in self._outputs)
        if self.multi is not None or self._wf_spec.is_ad_hoc:
            self.is_judged = True
        self.holds = self.holds or bool(self.attached)

    def _predict(self, my_task: CaseTask, *_: Any, **__: Any) -> None:
        """Nothing is guessed ahead: a token is where it is."""

    def _update(self, my_task: CaseTask) -> None:
        try:
            if self._update_hook(my_task):
                my_task._set_state(TaskState.READY)
                self._on_ready_hook(my_task)
        except Exception as fault:  # what fails on arrival is this element's, not its predecessor's
            my_task.workflow.top_workflow.park(my_task, fault)

    def _update_hook(self, my_task: CaseTask) -> bool:  # noqa: ARG002
        """A token has arrived. True: the element may run."""
        return True

    def _on_ready_hook(self, my_task: CaseTask) -> None:
        for boundary in self.attached:
            boundary.arm_at(my_task)

    def _run(self, my_task: CaseTask) -> bool | None:
        act = my_task.workflow.top_workflow.act
        act.begin_element()
        try:
            result: bool | None = self._run_judged(my_task) if self.is_judged else self._run_hook(my_task)
        except Exception:
            act.take_back()
            my_task.error()
            raise
        return result

    def _run_judged(self, my_task: CaseTask) -> bool | None:
        """Ask what the completion decides while a fault can still be this task's; only that is then tried again."""
        if "ran" not in my_task.internal_data:
            result = self._run_hook(my_task)
            if not result or not my_task.is_live:  # it may have interrupted its own scope
                return result
            my_task.internal_data["ran"] = True
            my_task.workflow.top_workflow.act.begin_element()  # what it has done stays done
        for ask in self._questions(my_task):
            ask(my_task)
        return True

    def _questions(self, my_task: CaseTask) -> Iterator[Callable[[CaseTask], None]]:
        if self.multi is not None:
            yield from self.multi.questions
        if self._wf_spec.is_ad_hoc and my_task.workflow.host is not None:
            yield my_task.workflow.host.task_spec.judge

    def _run_hook(self, my_task: CaseTask) -> bool | None:  # noqa: ARG002
        return True

    def _on_complete(self, my_task: CaseTask) -> None:
        self._on_complete_hook(my_task)
        tasks = my_task.workflow.tasks
        for identifier in my_task._children:
            child = tasks.get(identifier)
            if child is not None:
                child.task_spec._update(child)
        my_task.workflow._task_completed_notify(my_task)

    def _on_complete_hook(self, my_task: CaseTask) -> None:
        if self.holds:
            release(my_task)
        if "for" in my_task.internal_data:
            self._undid(my_task)
            return
        if self.logged_as is not None:
            internal = my_task.internal_data
            my_task.workflow.done.append([self.logged_as, internal.pop("done_inside", None), internal.get("d")])
        if self.multi is not None:
            self.multi.instance_done(my_task)
            return
        if self.passed is not None:
            self.tell(my_task, self.passed)
        self.send_on(my_task)

    def _undid(self, my_task: CaseTask) -> None:
        """A compensation handler is done; nothing flows out of it."""
        if self.passed is not None:
            self.tell(my_task, self.passed)
        handed_back(my_task)

    def all_undone(self, my_task: CaseTask) -> None:
        """Everything that the task was to undo is undone; what it was opened for goes on by itself."""

    def tell(self, my_task: CaseTask, passed: Passed) -> None:
        """Write into the history that a token has passed."""
        my_task.workflow.top_workflow.act.passed.append(passed)

    def send_on(self, my_task: CaseTask) -> None:
        """Put a token on every outgoing flow."""
        my_task._sync_children(self._targets, TaskState.FUTURE)

    def _on_cancel(self, my_task: CaseTask) -> None:
        if self.holds:
            release(my_task)

    def scope_done(self, my_task: CaseTask, scope: "Scope") -> None:
        """The scope inside has ended; only sub-processes and calls have one."""
        raise NotImplementedError

    def token_at(self, my_task: CaseTask) -> int | None:
        """Index of the element from which the task's token goes on; None where the task is no token."""
        return my_task.task_spec.index

    def try_again(self, my_task: CaseTask) -> None:
        """Another try begins at this fresh task."""
        my_task._set_state(TaskState.READY)

    def skip(self, my_task: CaseTask) -> None:
        """Go on behind an incident, as if the element had done its work; what cannot be asked counts as null."""
        for ask in self._questions(my_task) if self.is_judged else ():
            with suppress(Exception):
                my_task.workflow.top_workflow.alone(partial(ask, my_task))
        my_task.complete()

    def assign(self, my_task: CaseTask, assignments: Assignments | None, names: dict[str, Any] | None = None) -> None:
        """Run mappings at the task: variables go into its data, facts into the act."""
        if assignments is not None:
            assignments.run(my_task, self.element, names)


def release(my_task: CaseTask) -> None:
    """Cancel what hangs on the task."""
    for held in my_task.workflow.held_by(my_task.id):
        held.cancel()
