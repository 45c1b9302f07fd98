"""FEEL inside processes: compiled once, evaluated at a task with the act's case and moment."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from onegrid.engine.bpmn import short
from onegrid.engine.definitions import Mapping as MappingDefinition
from onegrid.engine.problems import ModelError, Problem, Severity
from onegrid.engine.values import admit
from onegrid.feel import Evaluation, FeelSyntaxError, Layer, compile_expression

if TYPE_CHECKING:
    from onegrid.engine.task import CaseTask


class Expression:
    """One compiled text. Immutable, shared by all cases."""

    __slots__ = ("_run", "text")

    def __init__(self, text: str, element: str) -> None:
        self.text = text.strip().removeprefix("=").strip()
        try:
            self._run = compile_expression(self.text)
        except FeelSyntaxError as fault:
            raise ModelError((_syntax_problem(fault, element),)) from None

    def at(self, task: "CaseTask", names: Mapping[str, Any] | None = None) -> Any:
        """The value at the task; `names` go before its variables."""
        scope = task.workflow.names(task)
        if names:
            scope = Layer(scope, names)
        return self._run.evaluate(scope, task.workflow.top_workflow.act.evaluation)

    def alone(self, names: Mapping[str, Any], evaluation: Evaluation) -> Any:
        """The value outside of any case."""
        return self._run.evaluate(names, evaluation)

    def over(self, names: Mapping[str, Any], task: "CaseTask") -> Any:
        """The value over these names alone, in the act of the task."""
        return self._run.evaluate(names, task.workflow.top_workflow.act.evaluation)


def _syntax_problem(fault: FeelSyntaxError, element: str) -> Problem:
    return Problem(
        "expression.syntax",
        Severity.ERROR,
        f"the expression {short(fault.text)!r} cannot be read: {fault.message_en}",
        f"表达式 {short(fault.text)!r} 无法解析:{fault.message_zh}",
        "Write it in FEEL.",
        "请用 FEEL 书写。",
        element,
    )


class Assignments:
    """`in` or `out` mappings in the order written; each sees the results of those before it."""

    __slots__ = ("pairs",)

    def __init__(self, definitions: Iterable[MappingDefinition], element: str) -> None:
        self.pairs = tuple((Expression(item.source, element), item.target) for item in definitions)

    def run(self, task: "CaseTask", element: str, names: Mapping[str, Any] | None = None) -> None:
        """Write variables into the task's data and facts into the act."""
        act = task.workflow.top_workflow.act
        for expression, target in self.pairs:
            value = admit(expression.at(task, names), act.room)
            if target.startswith("case."):
                act.set_fact(target[5:], value, element)
            else:
                act.write(task.data, target, value)

    def take(self, task: "CaseTask", element: str, answered: Mapping[str, Any]) -> None:
        """As `run`, but over what was answered and the case alone, not over the task's own variables."""
        act = task.workflow.top_workflow.act
        names = dict(answered)
        for expression, target in self.pairs:
            value = admit(expression.over({**names, "case": act.case}, task), act.room)
            if target.startswith("case."):
                act.set_fact(target[5:], value, element)
            else:
                names[target] = value
                act.write(task.data, target, value)

    def values(self, task: "CaseTask") -> dict[str, Any]:
        """The targets with their values, written nowhere."""
        found: dict[str, Any] = {}
        for expression, target in self.pairs:
            found[target] = admit(expression.at(task, found))
        return found


def assignments(definitions: Iterable[MappingDefinition], element: str) -> Assignments | None:
    """None for no mappings, so that elements without any pay nothing."""
    compiled = Assignments(definitions, element)
    return compiled if compiled.pairs else None
