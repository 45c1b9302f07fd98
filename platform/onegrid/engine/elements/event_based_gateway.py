"""Event-based gateways: the events behind it race, the first wins (BPMN 13.4.4)."""

from SpiffWorkflow.util.task import TaskState

from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place, unsupported
from onegrid.engine.task import CaseTask


class EventBased(Element):
    """Not the library's event gateway, which keeps one due time for all its timers: each event here waits by itself."""

    def send_on(self, my_task: CaseTask) -> None:
        for target in self._targets:
            child = my_task._add_child(target, TaskState.FUTURE)
            child.holder = my_task.id
            child.internal_data["race"] = True


def build(place: Place) -> EventBased:
    """An event-based gateway within a process."""
    if place.node.get("instantiate") == "true" or place.node.get("eventGatewayType") == "Parallel":
        raise unsupported(place, "an event-based gateway that starts a process", "用于启动流程的事件网关")
    return EventBased(place.scope, place.name)
