"""Script tasks: FEEL assignments; Python leaves the engine as a call, as a service task's does (ADR 22)."""

from SpiffWorkflow.bpmn.specs.mixins.script_task import ScriptTask as ScriptTaskMixin

from onegrid.engine import bpmn
from onegrid.engine.act import CALL
from onegrid.engine.definitions import CallDefinition
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place
from onegrid.engine.elements.service_task import ServiceTask
from onegrid.engine.expressions import assignments
from onegrid.engine.sandbox.vocabulary import is_python
from onegrid.engine.scripts import CONNECTOR, OPERATION, PythonScript, Script
from onegrid.engine.step import ServiceCall
from onegrid.engine.task import CaseTask


class ScriptTask(Element, ScriptTaskMixin):  # type: ignore[misc]
    """`bpmn:scriptTask`; `code` is compiled."""

    code: Script

    def _run_hook(self, my_task: CaseTask) -> bool:
        self.code.run(my_task)
        self.assign(my_task, self.out)
        return True


class PythonTask(ServiceTask):
    """`bpmn:scriptTask` in Python: waits until whoever plays the case has run the script in its sandbox."""

    code: PythonScript

    def _run_hook(self, my_task: CaseTask) -> bool | None:
        if "answer" in my_task.internal_data:
            self.code.take(my_task, my_task.internal_data["answer"])
            self.assign(my_task, self.out)
            return True
        call = ServiceCall(my_task.id, self.definition, self.code.parameters(my_task))
        my_task.workflow.top_workflow.act.begin(my_task, CALL, call)
        return None


def build(place: Place) -> Element:
    """A script task with its script compiled."""
    script = bpmn.named(place.node, "script")
    language = place.node.get("scriptFormat") or ""
    spec = _python(place) if is_python(language) else ScriptTask(place.scope, place.name, script="")
    if isinstance(spec, ScriptTask):
        spec.code = Script(bpmn.text_of(script), language, place.id)
    spec.out = assignments(place.file.normalised.outputs.get(place.id, ()), place.id)
    return spec


def _python(place: Place) -> PythonTask:
    script = bpmn.named(place.node, "script")
    text = "" if script is None else "".join(str(part) for part in script.itertext())
    spec = PythonTask(place.scope, place.name)
    spec.code = PythonScript(text, place.id, None if script is None else bpmn.line_of(script))
    spec.definition = CallDefinition(
        place.id, place.scope.process_id, bpmn.label(place.node), CONNECTOR, OPERATION, retries=1
    )
    return spec
