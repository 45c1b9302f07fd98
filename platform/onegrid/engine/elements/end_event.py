"""End events: none, message, signal, escalation, error, terminate, several of these (BPMN 13.5.6)."""

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent

from onegrid.engine.elements.boundary import raise_error
from onegrid.engine.elements.compensation import Undoing, undo
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.event_definitions import (
    Announcement,
    CancelEvent,
    CompensateEvent,
    ErrorEvent,
    EscalationEvent,
    TerminateEvent,
    parts_of,
    read_definition,
)
from onegrid.engine.elements.multiple import throw_all
from onegrid.engine.elements.place import Place, unsupported
from onegrid.engine.elements.transaction import cancel
from onegrid.engine.expressions import assignments
from onegrid.engine.problems import EngineError
from onegrid.engine.task import CaseTask

_THROWN = (Announcement, EscalationEvent)


class Ending(Element):
    """The token ends here, and the scope with its last token.

    thrown: what is thrown first, in its order. holds_back: what is to be undone before.
    """

    outcome: str | None = None
    thrown: tuple[Any, ...] = ()
    holds_back: CompensateEvent | None = None

    def _run_hook(self, my_task: CaseTask) -> bool | None:
        if "over" not in my_task.internal_data:
            if "thrown" not in my_task.internal_data:  # a second try of what comes behind
                self.throw(my_task)
            if self.holds_back is not None and my_task.is_live and undo(my_task, self.holds_back):
                return None
        return self.end(my_task)

    def throw(self, my_task: CaseTask) -> None:
        """Throw what is to be thrown, as long as that has not interrupted this very scope."""
        if self.thrown:
            throw_all(self.thrown, my_task)
            my_task.internal_data["thrown"] = True
        if not my_task.is_live and self.passed is not None:
            self.tell(my_task, self.passed)

    def end(self, my_task: CaseTask) -> bool | None:
        """Leave the outcome behind."""
        self.assign(my_task, self.out)
        scope = my_task.workflow
        if self.outcome is not None:
            my_task.outcome = scope.declared = self.outcome
        scope.outcome = my_task.outcome
        return True


class NoneEnd(Ending):
    """Nothing more happens."""


class ThrowingEnd(Ending, EndEvent):  # type: ignore[misc]
    """Throws its messages, signals and escalations."""


class CompensationEnd(Undoing, Ending, EndEvent):  # type: ignore[misc]
    """Ends when what it names is undone (BPMN 13.5.5)."""

    def _on_cancel(self, my_task: CaseTask) -> None:
        self.drop_handlers(my_task)
        super()._on_cancel(my_task)


class CancelEnd(Ending, EndEvent):  # type: ignore[misc]
    """Cancels the transaction that it stands in (BPMN 13.3.4)."""

    def end(self, my_task: CaseTask) -> bool | None:
        super().end(my_task)
        if self.passed is not None:
            self.tell(my_task, self.passed)
        return None if cancel(my_task) else True


class ErrorEnd(Ending, EndEvent):  # type: ignore[misc]
    """Raises an error out of where it stands. At the top, uncaught, the token simply ends."""

    error: ErrorEvent

    def end(self, my_task: CaseTask) -> bool | None:
        if not my_task.is_live:
            return None
        super().end(my_task)
        act = my_task.workflow.top_workflow.act
        before = len(act.passed)
        code = self.error.code
        payload = self.error.payload.values(my_task) if self.error.payload is not None else {}
        if not raise_error(my_task, code, payload):
            if my_task.workflow.host is None:
                return True
            raise EngineError(
                "error.uncaught",
                f"nothing catches the error {code or ''}".rstrip(),
                f"错误 {code or ''} 没有被任何边界事件捕获",
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
    parts = parts_of(definition) if definition is not None else ()
    thrown = tuple(part for part in parts if isinstance(part, _THROWN))
    last = [part for part in parts if not isinstance(part, _THROWN)]
    spec: Ending
    if not parts:
        spec = NoneEnd(place.scope, place.name)
    elif not last:
        spec = ThrowingEnd(place.scope, place.name, event_definition=definition)
    elif len(last) == 1 and isinstance(last[0], ErrorEvent):
        spec = ErrorEnd(place.scope, place.name, event_definition=definition)
        spec.error = last[0]
    elif len(last) == 1 and isinstance(last[0], CompensateEvent):
        spec = CompensationEnd(place.scope, place.name, event_definition=definition)
        spec.holds_back, spec.holds = last[0], True
    elif len(last) == 1 and isinstance(last[0], CancelEvent):
        spec = CancelEnd(place.scope, place.name, event_definition=definition)
    elif len(last) == 1 and isinstance(last[0], TerminateEvent):
        spec = TerminateEnd(place.scope, place.name, event_definition=None)
    else:
        raise unsupported(place, "this end event", "该结束事件")
    spec.thrown = thrown
    spec.outcome = place.file.normalised.outcomes.get(place.id)
    spec.out = assignments(place.file.normalised.outputs.get(place.id, ()), place.id)
    return spec
