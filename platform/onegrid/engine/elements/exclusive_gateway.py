"""Exclusive gateways."""

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.exclusive_gateway import ExclusiveGateway as ExclusiveGatewayMixin
from SpiffWorkflow.operators import Operator

from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place
from onegrid.engine.expressions import Expression
from onegrid.engine.problems import EngineError
from onegrid.engine.task import CaseTask


class Condition(Operator):  # type: ignore[misc]
    """A flow's condition for the library's own choices: only `true` takes the flow."""

    def __init__(self, expression: Expression) -> None:
        super().__init__(expression)
        self.expression = expression

    def _matches(self, task: CaseTask) -> bool:
        return self.expression.at(task) is True


def none_taken() -> EngineError:
    """The fault of a gateway that no flow leaves."""
    return EngineError(
        "gateway.no_flow",
        "no condition is true and there is no default flow",
        "没有任何条件成立,且没有默认流",
    )


def no_way_on(element: str) -> EngineError:
    """The refusal to skip a gateway: nothing says which flow to take."""
    return EngineError(
        "gateway.no_skip",
        "a gateway can't be skipped: mend the data that its conditions ask for and retry",
        "网关不能跳过:请修正其条件所用的数据后重试",
        element,
    )


class Exclusive(Element, ExclusiveGatewayMixin):  # type: ignore[misc]
    """Exactly one flow: the first whose condition is true, else the default (BPMN 13.4.2)."""

    def _run_hook(self, my_task: CaseTask) -> bool:
        chosen: Any = self.default_task_spec
        for condition, name in self.cond_task_specs:
            if condition is not None and condition._matches(my_task):
                chosen = name
                break
        if chosen is None:
            raise none_taken()
        my_task.internal_data["to"] = chosen
        return True

    def send_on(self, my_task: CaseTask) -> None:
        my_task._add_child(self._wf_spec.task_specs[my_task.internal_data["to"]])

    def skip(self, my_task: CaseTask) -> None:  # noqa: ARG002
        raise no_way_on(self.element)


def build(place: Place) -> Exclusive:
    """An exclusive gateway; its flows are connected by the compiler."""
    return Exclusive(place.scope, place.name)
