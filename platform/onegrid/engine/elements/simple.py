"""Elements without behaviour of their own: start events, none throw events, and what the compiler puts in."""

from onegrid.engine import bpmn
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.event_definitions import announcement_of
from onegrid.engine.elements.place import Place, unsupported
from onegrid.engine.expressions import assignments
from onegrid.engine.task import CaseTask


class PassThrough(Element):
    """The token goes on at once. `out` of a message start event takes the payload."""

    message = ""  # the name of the message that it starts on

    def _run_hook(self, my_task: CaseTask) -> bool:
        self.assign(my_task, self.out)
        return True


def build_start(place: Place) -> PassThrough:
    """A none or message start event; whoever starts the case has taken the message."""
    kinds = [bpmn.kind(definition) for definition in bpmn.definitions_of(place.node)]
    if kinds not in ([], ["messageEventDefinition"]):
        raise unsupported(place, "this start event", "该开始事件")
    spec = PassThrough(place.scope, place.name)
    if kinds:
        spec.message = announcement_of(place, bpmn.definitions_of(place.node)[0], "message").name
    spec.out = assignments(place.file.normalised.outputs.get(place.id, ()), place.id)
    return spec
