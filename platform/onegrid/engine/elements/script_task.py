"""Script tasks: FEEL assignments."""

from SpiffWorkflow.bpmn.specs.mixins.script_task import ScriptTask as ScriptTaskMixin

from onegrid.engine import bpmn
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place
from onegrid.engine.expressions import assignments
from onegrid.engine.scripts import Script
from onegrid.engine.task import CaseTask


class ScriptTask(Element, ScriptTaskMixin):  # type: ignore[misc]
    """`bpmn:scriptTask`; `code` is compiled."""

    code: Script

    def _run_hook(self, my_task: CaseTask) -> bool:
        self.code.run(my_task)
        self.assign(my_task, self.out)
        return True


def build(place: Place) -> ScriptTask:
    """A script task with its script compiled."""
    spec = ScriptTask(place.scope, place.name, script="")
    text = bpmn.text_of(bpmn.named(place.node, "script"))
    spec.code = Script(text, place.node.get("scriptFormat") or "", place.id)
    spec.out = assignments(place.file.normalised.outputs.get(place.id, ()), place.id)
    return spec
