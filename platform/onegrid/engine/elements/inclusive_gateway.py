"""Inclusive gateways (BPMN 13.4.3)."""

from collections.abc import Set
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.mixins.inclusive_gateway import InclusiveGateway as InclusiveGatewayMixin

from onegrid.engine.elements.element import Element
from onegrid.engine.elements.exclusive_gateway import no_way_on, none_taken
from onegrid.engine.elements.parallel_gateway import first_by_flow
from onegrid.engine.elements.place import Place
from onegrid.engine.task import READY, WAITING, CaseTask

if TYPE_CHECKING:
    from onegrid.engine.scope import Scope


class Inclusive(Element, InclusiveGatewayMixin):  # type: ignore[misc]
    """Joins wait only while a token can still come; splits take every flow whose condition is true.

    incoming: origins of its incoming flows. reach: for each element of the scope, by index, the incoming flows that
        a token there can still come in by without passing this gateway.
    """

    joins = True
    incoming: frozenset[int] = frozenset()
    default: str | None = None

    def __init__(self, wf_spec: object, name: str) -> None:
        super().__init__(wf_spec, name)
        self.reach: dict[int | None, frozenset[int]] = {}

    def _update_hook(self, my_task: CaseTask) -> bool:
        if len(self.incoming) < 2:
            return True
        my_task._set_state(WAITING)
        return False

    def release(self, scope: "Scope") -> bool:
        """Let waiting tokens through if none can come any more where one is missing. True if it did."""
        first = first_by_flow(self, scope)
        if not first:
            return False
        if self.can_come(scope, self.incoming - first.keys(), first.keys()):
            return False
        survivor = max(first.values(), key=lambda task: task.id)
        for other in first.values():
            if other is not survivor:
                other.cancel()
        survivor._set_state(READY)
        return True

    def can_come(self, scope: "Scope", missing: Set[int], there: Set[int]) -> bool:
        """Whether a token elsewhere can still come by a flow where one is missing, and by none where one is."""
        for task in scope.thaw_all() if missing else ():
            if task.task_spec is not self:
                ways = self.reach.get(task.task_spec.token_at(task), frozenset())
                if ways & missing and not ways & there:
                    return True
        return False

    def takes(self, condition: Any, my_task: CaseTask) -> bool:
        """Whether a token goes out by the flow of that condition."""
        return condition is None or bool(condition._matches(my_task))

    def _run_hook(self, my_task: CaseTask) -> bool:
        chosen = [name for condition, name in self.cond_task_specs if self.takes(condition, my_task)]
        if not chosen:
            if self.default is None:
                raise none_taken()
            chosen = [self.default]
        my_task.internal_data["to"] = chosen
        return True

    def send_on(self, my_task: CaseTask) -> None:
        for name in my_task.internal_data["to"]:
            my_task._add_child(self._wf_spec.task_specs[name])

    def skip(self, my_task: CaseTask) -> None:  # noqa: ARG002
        raise no_way_on(self.element)


def build(place: Place) -> Inclusive:
    """An inclusive gateway; the compiler connects its flows and says what it can reach."""
    return Inclusive(place.scope, place.name)
