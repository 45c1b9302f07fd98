"""Business rule tasks: a decision, with the rules that it hit."""

from onegrid.engine.dmn import Decisions
from onegrid.engine.dmn.rows import Rows, rows_of
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place
from onegrid.engine.expressions import Assignments, assignments
from onegrid.engine.problems import EngineError
from onegrid.engine.step import Passed
from onegrid.engine.task import CaseTask
from onegrid.engine.values import admit


class BusinessRule(Element):
    """`given` maps what the decision sees; without it, it sees the case and all variables."""

    decision: str
    decisions: Decisions
    rows: Rows
    given: Assignments | None = None

    def _run_hook(self, my_task: CaseTask) -> bool:
        scope = my_task.workflow
        names = scope.all_names(my_task) if self.given is None else self.given.values(my_task)
        decided = self.decisions.evaluate(self.decision, names, scope.top_workflow.act.evaluation)
        for fault in decided.faults[:1]:
            raise EngineError(fault.code, fault.message_en, fault.message_zh)
        result = admit(decided.value)
        self.assign(my_task, self.out, {"result": result, "result_rows": self.rows.of(result)})
        my_task.internal_data["decided"] = {
            "decision": self.decision,
            "rules": list(decided.rules),
            "result": result,
        }
        return True

    def tell(self, my_task: CaseTask, passed: Passed) -> None:
        decided = my_task.internal_data.get("decided")  # absent where an incident was skipped
        if decided is None:
            super().tell(my_task, passed)
        else:
            my_task.workflow.top_workflow.act.pass_rule(passed, decided)


def build(place: Place) -> BusinessRule:
    """A business rule task bound to a decision of its version."""
    normalised = place.file.normalised
    decision = normalised.bindings.get(place.id, "")
    decisions = next((model for model in place.file.decisions if decision in model), None)
    if decisions is None:
        raise place.refuse(
            "rule.unknown_decision",
            f"there is no decision {decision!r}",
            f"没有决策“{decision}”",
            "name a decision of the folder's DMN files",
            "请引用本目录 DMN 文件中的决策",
        )
    spec = BusinessRule(place.scope, place.name)
    spec.decision, spec.decisions = decision, decisions
    spec.rows = rows_of(decisions.model, decision)
    spec.given = assignments(normalised.inputs.get(place.id, ()), place.id)
    spec.out = assignments(normalised.outputs.get(place.id, ()), place.id)
    return spec
