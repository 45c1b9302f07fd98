"""Transactions: a cancel end takes every token, undoes what was done, and leaves by the cancel event (BPMN 13.3.4)."""

from onegrid.engine.elements.compensation import done_in_open, undo_next
from onegrid.engine.elements.event_definitions import CancelEvent, raise_from
from onegrid.engine.elements.place import Place
from onegrid.engine.elements.sub_process import SubProcess
from onegrid.engine.problems import EngineError
from onegrid.engine.task import CaseTask


class Transaction(SubProcess):
    """`bpmn:transaction`: as a sub-process, until it is cancelled."""

    def all_undone(self, host: CaseTask) -> None:
        """Nothing is left to undo: out by the cancel event. One that had completed and is itself undone just ends."""
        if "for" in host.internal_data:
            return
        if not raise_from(host, CancelEvent.caught_as):
            fault = EngineError(
                "cancel.uncaught",
                "the transaction is cancelled, and no cancel event stands at its boundary",
                "事务已取消,但其边界上没有取消事件",
            )
            host.workflow.top_workflow.drop_scope(host.id)
            host.workflow.top_workflow.park(host, fault)


def cancel(my_task: CaseTask) -> bool:
    """Cancel the transaction around the task. False: there is none."""
    scope = my_task.workflow
    while scope.host is not None and not isinstance(scope.host.task_spec, Transaction):
        scope = scope.host.workflow
    host = scope.host
    if host is None:
        return False
    host.internal_data["undo"], scope.done = [*scope.done, *done_in_open(scope)], []
    scope.take_all()
    if not undo_next(host, scope):
        host.task_spec.all_undone(host)
    return True


def build(place: Place) -> Transaction:
    """A transaction; the compiler builds the scope under the name given here."""
    inside = f"{place.scope.process_id}/{place.id}"
    return Transaction(place.scope, place.name, subworkflow_spec=inside, transaction=True)
