"""End events: none, message, signal, error, terminate (BPMN 13.5.6)."""

from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent

from onegrid.engine.elements.boundary import raise_error
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.event_definitions import Announcement, ErrorEvent, read_definition
from onegrid.engine.elements.place import Place, unsupported
from onegrid.engine.expressions import assignments
from onegrid.engine.problems import EngineError
from onegrid.engine.task import CaseTask


class Ending(Element):
    """The token ends here, and the scope with its last token."""

    outcome: str | None = None

    def _run_hook(self, my_task: CaseTask) -> bool | None:
        self.assign(my_task, self.out)
        scope = my_task.workflow
        if self.outcome is not None:
            my_task.outcome = scope.declared = self.outcome
        scope.outcome = my_task.outcome
        return True


class NoneEnd(Ending):
    """Nothing more happens."""


class ThrowingEnd(Ending, EndEvent):  # type: ignore[misc]
    """Throws its message or signal."""

    def _run_hook(self, my_task: CaseTask) -> bool | None:
        self.event_definition.throw(my_task)
        if not my_task.is_live and self.passed is not None:  # it has interrupted its own scope
            self.tell(my_task, self.passed)
        return super()._run_hook(my_task)


class ErrorEnd(Ending, EndEvent):  # type: ignore[misc]
    """Leaves the innermost enclosing activity that catches the error. At the top the token simply ends."""

    def _run_hook(self, my_task: CaseTask) -> bool | None:
        super()._run_hook(my_task)
        inside = my_task.workflow.host
        if inside is None:
            return True
        act = my_task.workflow.top_workflow.act
        before = len(act.passed)
        if not raise_error(inside, self.event_definition.code):
            raise EngineError(
                "error.uncaught",
                f"nothing catches the error {self.event_definition.code or ''}".rstrip(),
                f"错误 {self.event_definition.code or ''} 没有被任何边界事件捕获",
            )
        if self.passed is not None:
            act.passed.insert(before, self.passed)
        return None


class TerminateEnd(Ending, EndEvent):  # type: ignore[misc]
    """Ends its scope with every token in it, and no other."""

    def send_on(self, my_task: CaseTask) -> None:
        my_task.workflow.take_all()


def build(place: Place) -> Ending:
    """An end event."""
    definition = read_definition(place)
    spec: Ending
    if definition is None:
        spec = NoneEnd(place.scope, place.name)
    elif isinstance(definition, Announcement):
        spec = ThrowingEnd(place.scope, place.name, event_definition=definition)
    elif isinstance(definition, ErrorEvent):
        spec = ErrorEnd(place.scope, place.name, event_definition=definition)
    elif definition == "terminateEventDefinition":
        spec = TerminateEnd(place.scope, place.name, event_definition=None)
    else:
        raise unsupported(place, "this end event", "该结束事件")
    spec.outcome = place.file.normalised.outcomes.get(place.id)
    spec.out = assignments(place.file.normalised.outputs.get(place.id, ()), place.id)
    return spec
