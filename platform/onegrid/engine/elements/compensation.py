"""Compensation: completed work is undone by its handlers, the latest first, each instance for itself (BPMN 13.5.5).

A scope remembers in `done` what has completed and can be undone: [index of the activity, what its own scope had done,
variables of its instance]; an entry with a fourth item stands for an activity that is still open. What undoes, the
driver, takes such entries and runs one handler after another; each handler carries the driver's id under "for".
"""

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from onegrid.engine.scope import Scope
from onegrid.engine.task import READY, STARTED, CaseTask

if TYPE_CHECKING:
    from onegrid.engine.elements.event_definitions import CompensateEvent

Entry = list[Any]


def undo(my_task: CaseTask, event: "CompensateEvent") -> bool:
    """Undo what the event names, or all of its scope. True: the task now waits until that is done."""
    scope = _scope_meant(my_task, event.activity)
    wanted = scope.spec.task_specs[event.activity].index if event.activity in scope.spec.task_specs else None
    entries = [entry for entry in scope.done if wanted is None or entry[0] == wanted]
    scope.done = [entry for entry in scope.done if entry not in entries]
    if not entries:
        return False
    driver = my_task
    if not event.waits:
        driver = CaseTask(my_task.workflow, my_task.task_spec)
        driver.internal_data["detached"] = True
        driver._set_state(STARTED)
    driver.internal_data["undo"] = entries
    return undo_next(driver, scope) and event.waits


def _scope_meant(my_task: CaseTask, activity: str | None) -> Scope:
    """A handler of the scope undoes what the scope has done; it stands in a scope of its own."""
    scope = my_task.workflow
    while scope.host is not None and scope.host.task_spec.handles:
        if activity is not None and activity in scope.spec.task_specs:
            break
        scope = scope.host.workflow
    return scope


def undo_next(driver: CaseTask, scope: Scope) -> bool:
    """Begin the next handler, which runs in that scope. False: nothing is left."""
    left: list[Entry] = driver.internal_data["undo"]
    while left:
        index, inner, data, *is_open = left.pop()
        node = scope.spec.node(index)
        if node.undone_by is not None and not is_open:
            boundary, handler = node.undone_by
            if boundary.passed is not None:
                boundary.tell(driver, boundary.passed)
            handler._update(_place(driver, scope, handler, data))
            return True
        host = _place(driver, scope, getattr(node, "instance", node), data)
        if _reopen(host, inner or [], by_its_handler=not is_open):
            return True
    return False


def done_in_open(scope: Scope) -> list[Entry]:
    """What has completed inside activities that are still open: they are not undone, but that is (BPMN 13.5.5)."""
    entries: list[Entry] = []
    for task in scope.thaw_all():
        internal = task.internal_data
        if task.task_spec.logged_as is None or "for" in internal:
            continue
        inside = scope.top_workflow.scope_at(task.id)
        inner = [*inside.done, *done_in_open(inside)] if inside is not None else internal.get("done_inside")
        if inner:
            entries.append([task.task_spec.logged_as, inner, internal.get("d"), True])
    return entries


def _place(driver: CaseTask, scope: Scope, spec: Any, data: dict[str, Any] | None) -> CaseTask:
    task = CaseTask(scope, spec)
    task.internal_data["for"] = driver.id
    task.outcome = driver.outcome
    if driver.workflow is scope:
        task.holder = driver.id
    if data is not None:
        task.data = task.internal_data["d"] = dict(data)
    return task


def _reopen(host: CaseTask, inner: list[Entry], *, by_its_handler: bool) -> bool:
    """Open the scope of a sub-process once more: for its own handler, else to undo what it had done."""
    host._set_state(STARTED)
    inside = host.workflow.top_workflow.create_subprocess(host, host.task_spec.spec)
    host.internal_data["undo"] = inner
    for handler in inside.spec.handlers if by_its_handler else ():
        if handler.undoes:
            inside.done, host.internal_data["undo"] = inner, []
            handler.begin_in(inside, {})
            return True
    if undo_next(host, inside):
        return True
    host.cancel()
    return False


def handed_back(task: CaseTask) -> None:
    """A handler, or the scope opened for one, is done: go on with what its driver still has to undo."""
    scope = task.workflow
    driver = scope.top_workflow.find(task.internal_data["for"])
    if driver is not None and not undo_next(driver, scope):
        driver.task_spec.all_undone(driver)


def close_reopened(host: CaseTask) -> None:
    """The scope that was opened once more has ended."""
    host._set_state(TaskState.COMPLETED)
    handed_back(host)
    host.workflow._task_completed_notify(host)


class Undoing:
    """What an event that undoes adds to its element: it is the driver, and goes on when all is undone."""

    def all_undone(self, my_task: CaseTask) -> None:
        """Go on, or vanish where the token has gone on before."""
        if "detached" in my_task.internal_data:
            my_task._set_state(TaskState.COMPLETED)
        else:
            my_task.internal_data["over"] = True
            my_task._set_state(READY)

    def drop_handlers(self, my_task: CaseTask) -> None:
        """The event is cancelled, and with it what it has begun in other scopes."""
        for scope in my_task.workflow.top_workflow.thaw_scopes():
            for task in scope.thaw_all():
                if task.internal_data.get("for") == my_task.id:
                    task.cancel()
