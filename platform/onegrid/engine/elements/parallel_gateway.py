"""Parallel gateways: one token from each incoming flow, one on each outgoing; each round for itself (BPMN 13.4.1)."""

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway as ParallelGatewayMixin

from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place
from onegrid.engine.task import WAITING, CaseTask

if TYPE_CHECKING:
    from onegrid.engine.scope import Scope


class Parallel(Element, ParallelGatewayMixin):  # type: ignore[misc]
    """A token waits until every incoming flow has one. A second token on a flow stays there for the next round."""

    joins = True
    incoming: frozenset[int] = frozenset()

    def _update_hook(self, my_task: CaseTask) -> bool:
        if len(self.incoming) < 2:
            return True
        first = first_by_flow(self, my_task.workflow, my_task)
        if first.keys() != self.incoming:
            my_task._set_state(WAITING)
            return False
        for other in first.values():
            if other is not my_task:
                other.cancel()
        return True


def first_by_flow(spec: Element, scope: "Scope", arriving: CaseTask | None = None) -> dict[int, CaseTask]:
    """The oldest token at the gateway on each incoming flow."""
    first: dict[int, CaseTask] = {}
    for task in scope.thaw_all():
        if task.task_spec is spec and (task._state == WAITING or task is arriving):
            first.setdefault(task.origin, task)
    return first


def build(place: Place) -> Parallel:
    """A parallel gateway."""
    return Parallel(place.scope, place.name)
