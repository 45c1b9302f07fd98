"""Elements without behaviour of their own: start events, none throw events, and what the compiler puts in."""

from typing import Any

from onegrid.engine import bpmn
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.event_definitions import Announcement, parts_of, read_definition
from onegrid.engine.elements.place import Place
from onegrid.engine.expressions import assignments
from onegrid.engine.task import CaseTask


class PassThrough(Element):
    """The token goes on at once."""

    def _run_hook(self, my_task: CaseTask) -> bool:
        self.assign(my_task, self.out)
        return True


class Start(PassThrough):
    """A start event of a process or sub-process; whoever starts the case has taken its trigger, with the payload.

    triggers: what it starts on; none for a none start event.
    """

    triggers: tuple[Any, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """Names of the messages that it starts on."""
        return tuple(part.name for part in self.triggers if isinstance(part, Announcement) and part.kind == "message")


class HandlerStart(PassThrough):
    """The start event of an event sub-process: takes what has occurred."""

    def _run_hook(self, my_task: CaseTask) -> bool:
        host = my_task.workflow.host
        payload = host.internal_data.get("p", {}) if host is not None else {}
        self.assign(my_task, self.out, {**payload, "result": payload})
        return True


def build_start(place: Place) -> PassThrough:
    """A start event; that of an event sub-process is listened for outside of it."""
    spec: PassThrough
    parent = place.node.getparent()
    if parent is not None and bpmn.is_event_sub_process(parent):
        spec = HandlerStart(place.scope, place.name)
    else:
        spec = start = Start(place.scope, place.name)
        definition = read_definition(place)
        start.triggers = parts_of(definition) if definition is not None else ()
    spec.out = assignments(place.file.normalised.outputs.get(place.id, ()), place.id)
    return spec
