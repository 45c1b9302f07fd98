"""A compiled model: ask it for a decision, get the value with the rules hit and what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from onegrid.engine.dmn import model
from onegrid.engine.dmn.graph import Act, Compiled, CompiledDecision, CompiledInput, CompiledKnowledge, CompiledService
from onegrid.engine.dmn.trace import Fault, TableHit, Trace
from onegrid.engine.problems import EngineError, Problem, Severity
from onegrid.feel import BudgetExceeded, Evaluation, Reason, Value
from onegrid.feel.types import Type


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """`rules`: ids of all rules hit, in the order of evaluation; `tables` the same by table.

    `faults`: what a table could not answer (not unique, value not allowed, budget spent): the value is null then.
    `reasons`: why values became null on the way; many a null is meant.
    """

    value: Value
    rules: tuple[str, ...] = ()
    tables: tuple[TableHit, ...] = ()
    faults: tuple[Fault, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Decisions:
    """The frozen decisions of one model."""

    def __init__(self, source: model.Model, nodes: Mapping[str, Compiled], problems: tuple[Problem, ...]) -> None:
        self.model, self.problems, self._nodes = source, problems, nodes
        self._names: dict[str, Compiled] = {}
        own = [node for key, node in nodes.items() if key.startswith(f"{source.namespace}#")]
        for kind in (CompiledDecision, CompiledService, CompiledKnowledge):
            for node in own:
                if isinstance(node, kind):
                    self._names.setdefault(node.name, node)
        for node in own:
            if not isinstance(node, CompiledInput):
                self._names[node.id] = node

    def __contains__(self, decision: str) -> bool:
        return decision in self._names

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The ids of all rules of the model's tables, for asking which were never hit."""
        return tuple(rule.id for node in self.model.decisions for table in tables_in(node.box) for rule in table.rules)

    def inputs_of(self, decision: str) -> frozenset[str]:
        """The names that the decision, or one that it requires, takes from the caller's inputs; for linting."""
        found: set[str] = set()
        for node in self._around(decision):
            if isinstance(node, CompiledDecision | CompiledKnowledge):
                found |= node.takes
            elif isinstance(node, CompiledInput):
                found.add(node.name)
        return frozenset(found)

    def blocking(self, decision: str) -> tuple[Problem, ...]:
        """The errors in the decision, or in what it requires, that keep it from being answered; for partial models."""
        own = {problem for node in self._around(decision) for problem in node.errors}
        others = {problem for node in self._nodes.values() for problem in node.errors} - own
        errors = (problem for problem in self.problems if problem.severity is Severity.ERROR)
        return tuple(problem for problem in errors if problem not in others)

    def input_types(self, decision: str) -> dict[str, Type]:
        """The types of the inputs by the names under which a caller gives them."""
        node, found = self._named(decision), {}
        for one in self._around(decision):
            if isinstance(one, CompiledInput):
                found[one.name] = one.type
        if isinstance(node, CompiledService):
            found.update({need.path[-1]: self._nodes[need.key].type for need in node.parameters})
        if isinstance(node, CompiledKnowledge):
            found.update(zip(node.parameters, node.types, strict=True))
        return found

    def _around(self, decision: str) -> list[Compiled]:
        """The decision with everything that it requires, near or far."""
        found: dict[str, Compiled] = {}
        stack = [self._named(decision)]
        while stack:
            node = stack.pop()
            if node.key not in found:
                found[node.key] = node
                stack.extend(self._nodes[key] for key in node.leads_to() if key in self._nodes)
        return list(found.values())

    def _named(self, decision: str) -> Compiled:
        node = self._names.get(decision)
        if node is None:
            raise EngineError(
                "dmn.no-decision",
                f"the model has no decision '{decision}'",
                f"模型中没有名为“{decision}”的决策",
                decision,
            )
        return node

    def evaluate(self, decision: str, inputs: Mapping[str, Value], context: Evaluation) -> DecisionResult:
        """The decision of that id or name over the inputs by name; raises EngineError where there is none."""
        node = self._named(decision)
        trace, before = Trace(), len(context.reasons)
        act = Act(self._nodes, inputs, context, trace, {})
        try:
            value = self._value(act, node)
        except BudgetExceeded as error:
            value = None
            trace.faults.append(Fault(error.code, node.id, error.message_en, error.message_zh))
        except RecursionError:
            value = None
            en, zh = "the decision requires others in too long a chain", "决策的依赖链过长"
            trace.faults.append(Fault("feel.depth", node.id, en, zh))
        return DecisionResult(
            value,
            tuple(rule for hit in trace.hits for rule in hit.rules),
            tuple(trace.hits),
            tuple(trace.faults),
            tuple(context.reasons[before:]),
        )

    def _value(self, act: Act, node: Compiled) -> Value:
        if isinstance(node, CompiledKnowledge):
            given = {name: act.inputs.get(name) for name in node.parameters}
            return act.call(node, given)
        if not isinstance(node, CompiledService):
            return act.value(node.key)
        given = {need.key: act.inputs.get(need.path[-1]) for need in node.parameters}
        return act.run_service(node, act.ev, given)


def tables_in(box: object) -> list[model.Table]:
    """Every table inside a box, at whatever depth."""
    found: list[model.Table] = []
    stack: list[object] = [box]
    while stack:
        part = stack.pop()
        if isinstance(part, model.Table):
            found.append(part)
        elif isinstance(part, tuple):
            stack.extend(part)
        elif isinstance(part, model.Box | model.Entry):
            stack.extend(getattr(part, name) for name in part.__dataclass_fields__)
    return found
