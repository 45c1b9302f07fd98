"""Decision tables to closures: inputs read once, rules tested in order, cells that say `-` left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from onegrid.engine.dmn import model
from onegrid.engine.dmn.hit_policies import Columns, Hit, answer_without_hit, policy_of
from onegrid.engine.dmn.model import HitPolicy
from onegrid.engine.dmn.trace import TRACE, TableHit, Trace, fault
from onegrid.feel import Evaluation, UnaryTests, Value
from onegrid.feel.compiler import Run
from onegrid.feel.text import literal_of
from onegrid.feel.types import Type, coerce

Scope = Mapping[str, Value]


class Texts(Protocol):
    """What the table asks of the place where it stands."""

    def expression(self, text: str, element: str | None, line: int | None) -> Run: ...
    def tests(self, cell: model.Cell) -> UnaryTests: ...
    def single_tests(self, cell: model.Cell | None) -> tuple[UnaryTests, ...]: ...
    def type_of(self, name: str | None, element: str | None, line: int | None) -> Type: ...


@dataclass(frozen=True, slots=True)
class _Input:
    element: str | None
    label: str
    run: Run
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class _Output:
    element: str | None
    name: str
    type: Type
    allowed: UnaryTests | None
    default: Run | None


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    tests: tuple[tuple[int, UnaryTests, str | None], ...]
    outputs: tuple[Run, ...]


def compile_table(table: model.Table, texts: Texts) -> Run:
    """The table's closure; texts that are no FEEL go to the problems of `texts`."""
    inputs = tuple(_input(clause, texts) for clause in table.inputs)
    outputs = tuple(_output(clause, texts) for clause in table.outputs)
    rules = tuple(_rule(rule, texts) for rule in table.rules)
    columns = Columns(
        table.element,
        tuple(output.name for output in outputs),
        tuple(texts.single_tests(clause.values) for clause in table.outputs),
    )
    choose = policy_of(table.policy, table.aggregation)
    stops_at_first = table.policy is HitPolicy.FIRST
    empty = answer_without_hit(table.policy, table.aggregation)

    def run(scope: Scope, ev: Evaluation) -> Value:
        trace: Trace = scope[TRACE]
        values = _read_inputs(inputs, scope, ev)
        if values is None:
            return None
        found = _matching(rules, values, scope, ev, stops_at_first)
        if not found:
            trace.hits.append(TableHit(table.element, ()))
            return _default(outputs, columns, empty, scope, ev)
        hits = []
        for rule in found:
            answers = _answers(rule, outputs, scope, ev)
            if answers is None:
                return None
            hits.append(Hit(rule.id, answers))
        answer, ids = choose(hits, columns, scope, ev)
        trace.hits.append(TableHit(table.element, ids))
        return answer

    return run


def _input(clause: model.InputClause, texts: Texts) -> _Input:
    allowed = None if clause.values is None else texts.tests(clause.values)
    run = texts.expression(clause.expression, clause.element, clause.line)
    return _Input(clause.element, clause.label or clause.expression, run, allowed)


def _output(clause: model.OutputClause, texts: Texts) -> _Output:
    default = clause.default
    return _Output(
        clause.element,
        clause.name,
        texts.type_of(clause.type_ref, clause.element, clause.line),
        None if clause.values is None else texts.tests(clause.values),
        None if default is None else texts.expression(default.text, default.element, default.line),
    )


def _rule(rule: model.Rule, texts: Texts) -> _Rule:
    tests = tuple((at, texts.tests(cell), cell.element) for at, cell in enumerate(rule.tests))
    outputs = tuple(texts.expression(cell.text or "null", cell.element, cell.line) for cell in rule.outputs)
    return _Rule(rule.id, tuple(one for one in tests if not one[1].is_any), outputs)


def _read_inputs(inputs: tuple[_Input, ...], scope: Scope, ev: Evaluation) -> Value:
    values = []
    for one in inputs:
        value = one.run(scope, ev)
        if one.allowed is not None and value is not None and not _is_allowed(one.allowed, value, scope, ev):
            shown = literal_of(value, ev)
            return fault(
                scope,
                "dmn.input-value",
                one.element,
                f"{one.label}: {shown} is not among the allowed values",
                f"{one.label}：{shown} 不在允许值之内",
            )
        values.append(value)
    return values


def _is_allowed(allowed: UnaryTests, value: Value, scope: Scope, ev: Evaluation) -> bool:
    """A list is allowed where each of its items is."""
    if allowed.test(value, scope, ev) is True:
        return True
    return isinstance(value, list) and all(allowed.test(item, scope, ev) is True for item in value)


def _matching(
    rules: tuple[_Rule, ...], values: list[Value], scope: Scope, ev: Evaluation, stops_at_first: bool
) -> list[_Rule]:
    found = []
    known = len(ev.reasons)
    for rule in rules:
        for at, test, element in rule.tests:
            verdict = test.test(values[at], scope, ev)
            if verdict is not True:
                if verdict is None:
                    ev.locate(known, element)
                    known = len(ev.reasons)
                break
        else:
            found.append(rule)
            if stops_at_first:
                break
    return found


def _answers(rule: _Rule, outputs: tuple[_Output, ...], scope: Scope, ev: Evaluation) -> Value:
    answers = []
    for run, output in zip(rule.outputs, outputs, strict=True):
        value, fits = coerce(run(scope, ev), output.type, ev.spend)
        if not fits:
            ev.fail("feel.type", type=str(output.type))
            ev.locate(len(ev.reasons) - 1, rule.id)
        if value is not None and output.allowed is not None and not _is_allowed(output.allowed, value, scope, ev):
            shown = literal_of(value, ev)
            return fault(
                scope,
                "dmn.output-value",
                rule.id,
                f"the rule gives {shown}, which is not among the output values",
                f"规则给出 {shown}，不在输出值之内",
            )
        answers.append(value)
    return tuple(answers)


def _default(outputs: tuple[_Output, ...], columns: Columns, empty: Value, scope: Scope, ev: Evaluation) -> Value:
    if all(output.default is None for output in outputs):
        return empty
    return columns.answer(tuple(None if o.default is None else o.default(scope, ev) for o in outputs))
