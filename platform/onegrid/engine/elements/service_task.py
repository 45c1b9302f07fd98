"""Service tasks, and send tasks that call a connector: the call leaves as data and is finished from outside."""

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.service_task import ServiceTask as ServiceTaskMixin

from onegrid.engine.act import CALL
from onegrid.engine.definitions import CallDefinition
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place
from onegrid.engine.expressions import Assignments, Expression, assignments
from onegrid.engine.step import ServiceCall
from onegrid.engine.task import READY, CaseTask
from onegrid.engine.values import admit


class ServiceTask(Element, ServiceTaskMixin):  # type: ignore[misc]
    """Waits STARTED until `finish_call`."""

    definition: CallDefinition
    parameters: tuple[tuple[str, Expression], ...] = ()
    result: Assignments | None = None

    def _run_hook(self, my_task: CaseTask) -> bool | None:
        if "answer" in my_task.internal_data:
            self.assign(my_task, self.result, {"result": my_task.internal_data["answer"]})
            return True
        values = {name: admit(value.at(my_task)) for name, value in self.parameters}
        my_task.workflow.top_workflow.act.begin(my_task, CALL, ServiceCall(my_task.id, self.definition, values))
        return None

    def answer(self, my_task: CaseTask, result: Any) -> None:
        """The call has been made; what follows runs with its result, again if need be."""
        case = my_task.workflow.top_workflow
        case.act.end(my_task, "completed")
        my_task.internal_data["answer"] = admit(result)
        my_task._set_state(READY)


def build(place: Place) -> ServiceTask:
    """A service task with its parameters compiled; one without a connector is refused."""
    declared = place.file.normalised.calls.get(place.id)
    if declared is None:
        raise place.refuse(
            "service.no_connector",
            "it names no connector, so it would wait for ever",
            "未指定连接器,将永远等待",
            "add onegrid:call with a connector",
            "请添加带连接器的 onegrid:call",
        )
    spec = ServiceTask(place.scope, place.name)
    spec.definition = declared
    spec.parameters = tuple((name, Expression(text, place.id)) for name, text in declared.parameters)
    spec.result = assignments(declared.result, place.id)
    return spec
