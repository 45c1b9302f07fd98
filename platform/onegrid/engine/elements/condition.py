"""Conditional events: wait until a condition over data and case becomes true (BPMN 10.5.5)."""

from typing import TYPE_CHECKING

from lxml import etree
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

from onegrid.engine import bpmn
from onegrid.engine.act import CONDITION
from onegrid.engine.expressions import Expression
from onegrid.engine.step import Condition
from onegrid.engine.task import CaseTask

if TYPE_CHECKING:
    from onegrid.engine.elements.place import Place


class ConditionalEvent(EventDefinition):  # type: ignore[misc]
    """Asked whenever an act has come to rest; occurs when it turns true, again only after it was false in between."""

    arms = True
    code = None

    def __init__(self, expression: Expression) -> None:
        super().__init__(name=expression.text)
        self.expression = expression

    @classmethod
    def read(cls, place: "Place", node: etree._Element) -> "ConditionalEvent":
        """The condition as drawn; an event without one is refused."""
        text = bpmn.text_of(bpmn.named(node, "condition"))
        if not text:
            raise place.refuse(
                "condition.empty",
                "it has no condition",
                "没有条件",
                "write the condition in FEEL",
                "请用 FEEL 填写条件",
            )
        return cls(Expression(text, place.id))

    def arm(self, my_task: CaseTask) -> None:
        """Wait for it from now on; what is true already occurs at once."""
        act = my_task.workflow.top_workflow.act
        act.begin(my_task, CONDITION, Condition(my_task.id, my_task.task_spec.element, self.expression.text))

    def has_turned_true(self, my_task: CaseTask) -> bool:
        """Whether the condition is true now and was not when last asked."""
        is_true = self.expression.at(my_task) is True
        was_true = my_task.internal_data.get("was", False)
        if is_true != was_true:
            my_task.internal_data["was"] = is_true
        return is_true and not was_true
