"""Standard loops: the activity again as long as its condition is true, at most `loopMaximum` times (BPMN 13.3.6)."""

from collections.abc import Callable

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import StandardLoopTask

from onegrid.engine import bpmn
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place
from onegrid.engine.expressions import Expression
from onegrid.engine.task import READY, CaseTask


class StandardLoop(Element, StandardLoopTask):  # type: ignore[misc]
    """The whole: STARTED while a round is open. Rounds share the variables of the scope: the next sees the last.

    `internal_data["done"]`: rounds completed. An expression at the activity sees `loopCounter`, from 1.
    """

    instance: Element
    condition: Expression | None
    maximum: int | None
    test_before: bool

    def _run_hook(self, my_task: CaseTask) -> bool | None:
        internal = my_task.internal_data
        if "over" in internal:
            return True
        internal["done"] = 0
        if self.test_before and not self._goes_on(my_task):
            return True
        self._start(my_task)
        return None

    def _goes_on(self, my_task: CaseTask) -> bool:
        done = my_task.internal_data["done"]
        if self.maximum is not None and done >= self.maximum:
            return False
        if self.condition is None:
            return True
        counter = done + 1 if self.test_before else done
        return self.condition.at(my_task, {"loopCounter": counter}) is True

    def _start(self, whole: CaseTask) -> None:
        task = CaseTask(whole.workflow, self.instance)
        task.holder, task.outcome = whole.id, whole.outcome
        task.internal_data["lc"] = whole.internal_data["done"] + 1
        self.instance._update(task)

    @property
    def questions(self) -> tuple[Callable[[CaseTask], None], ...]:
        """What the completion of a round answers."""
        return (self._ask_for_more,)

    def _ask_for_more(self, child: CaseTask) -> None:
        whole = child.workflow.task(child.holder or 0)
        if whole is not None:
            before, after = whole.outcome, whole.internal_data["done"]
            whole.outcome, whole.internal_data["done"] = child.outcome, after + 1
            try:
                child.internal_data["more"] = self._goes_on(whole)
            finally:
                whole.outcome, whole.internal_data["done"] = before, after

    def instance_done(self, child: CaseTask) -> None:
        """A round has completed: another, or on."""
        whole = child.workflow.task(child.holder or 0)
        if whole is None:
            return
        whole.outcome = child.outcome
        whole.internal_data["done"] += 1
        if child.internal_data.get("more"):
            self._start(whole)
        else:
            whole.internal_data["over"] = True
            whole._set_state(READY)


def build(place: Place, instance: Element) -> StandardLoop:
    """The whole around an element with `standardLoopCharacteristics`; one that nothing ends is refused."""
    node = bpmn.named(place.node, "standardLoopCharacteristics")
    text = bpmn.text_of(bpmn.named(node, "loopCondition")) if node is not None else ""
    maximum = (node.get("loopMaximum") or "").strip() if node is not None else ""
    if node is None or (not text and not maximum) or (maximum and not maximum.isdecimal()):
        raise place.refuse(
            "loop.endless",
            "nothing says when its loop ends",
            "循环没有结束条件",
            "write a loopCondition in FEEL (it goes on while true), or a loopMaximum",
            "请用 FEEL 填写 loopCondition(为真时继续),或填写 loopMaximum",
        )
    spec = StandardLoop(place.scope, place.id, task_spec=instance.name, maximum=None, condition=None, test_before=False)
    spec.instance, spec.holds = instance, True
    spec.condition = Expression(text, place.id) if text else None
    spec.maximum = int(maximum) if maximum else None
    spec.test_before = node.get("testBefore") in ("true", "1")
    instance.multi = spec
    return spec
