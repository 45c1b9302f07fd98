"""Arithmetic, comparison and logic. The commonest comparisons go without a second look at kinds."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from onegrid.feel import arithmetic, syntax
from onegrid.feel.comparison import comparable, equal
from onegrid.feel.compiler.build import Build, Run, compiles, constant_of, is_constant
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.types import conforms, without_values
from onegrid.feel.values import NULL, Value, kind_of

_ARITHMETIC: dict[str, arithmetic.Operation] = {
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
    "**": arithmetic.power,
}
ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
PLAIN = frozenset({int, str})
LONG = 4096  # characters that compare in the time of one step


@compiles(syntax.Arithmetic)
def compile_arithmetic(build: Build, node: syntax.Arithmetic) -> Run:
    left, right, operation = build.run(node.left), build.run(node.right), _ARITHMETIC[node.operator]

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        return operation(left(scope, ev), right(scope, ev), ev)

    return run


@compiles(syntax.Negation)
def compile_negation(build: Build, node: syntax.Negation) -> Run:
    operand = build.run(node.operand)

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        return arithmetic.negate(operand(scope, ev), ev)

    return run


@compiles(syntax.Comparison)
def compile_comparison(build: Build, node: syntax.Comparison) -> Run:
    if node.operator in ("=", "!="):
        return _equality(build, node)
    left, right, compare = build.run(node.left), build.run(node.right), ORDER[node.operator]

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        one, other = left(scope, ev), right(scope, ev)
        kind = type(one)
        if kind is type(other) and kind in PLAIN:
            if kind is str and len(one) > LONG:
                ev.spend(len(one) // LONG)
            return compare(one, other)
        pair = comparable(one, other, ev)
        return None if pair is None else compare(*pair)

    return run


def _equality(build: Build, node: syntax.Comparison) -> Run:
    left, right, wanted = build.run(node.left), build.run(node.right), node.operator == "="
    if is_constant(right) and type(constant_of(right)) in PLAIN:
        return _equals_constant(node.left, left, constant_of(right), wanted)

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        one, other = left(scope, ev), right(scope, ev)
        kind = type(one)
        if kind is type(other) and kind in PLAIN:
            if kind is str and len(one) > LONG and len(one) == len(other):
                ev.spend(len(one) // LONG)
            return (one == other) is wanted
        verdict = equal(one, other, ev)
        return None if verdict is None else verdict is wanted

    return run


def _equals_constant(node: syntax.Node, left: Run, value: Value, wanted: bool) -> Run:
    kind = type(value)
    wanted_name = node.name if isinstance(node, syntax.Name) else None

    def slow(one: Value, ev: Evaluation) -> Value:
        verdict = equal(one, value, ev)
        return None if verdict is None else verdict is wanted

    if wanted_name is not None:

        def run_name(scope: Mapping[str, Value], ev: Evaluation) -> Value:
            try:
                one = scope[wanted_name]
            except KeyError:
                one = left(scope, ev)
            return (one == value) is wanted if type(one) is kind else slow(one, ev)

        return run_name

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        one = left(scope, ev)
        return (one == value) is wanted if type(one) is kind else slow(one, ev)

    return run


@compiles(syntax.Logic)
def compile_logic(build: Build, node: syntax.Logic) -> Run:
    operands = tuple(build.run(operand) for operand in node.operands)
    decisive = node.operator == "or"
    position = node.position

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        known, has_null = True, False
        for operand in operands:
            value = operand(scope, ev)
            if value is decisive:
                return decisive
            if value is None:
                has_null = True
            elif value is not (not decisive):
                known = False
                ev.fail("feel.not-boolean", position, kind=kind_of(value))
        if has_null:  # only now: `false and null` is false and nobody's fault
            return ev.fail("feel.not-boolean", position, kind=NULL)
        return not decisive if known else None

    return run


@compiles(syntax.Between)
def compile_between(build: Build, node: syntax.Between) -> Run:
    value, low, high = build.run(node.value), build.run(node.low), build.run(node.high)

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        least, middle, most = low(scope, ev), value(scope, ev), high(scope, ev)
        if type(middle) in PLAIN and type(least) is type(middle) is type(most):
            return bool(least <= middle <= most)
        first = comparable(least, middle, ev)
        second = comparable(middle, most, ev)
        verdicts = [None if pair is None else pair[0] <= pair[1] for pair in (first, second)]
        if False in verdicts:
            return False
        return None if None in verdicts else True

    return run


@compiles(syntax.InstanceOf)
def compile_instance_of(build: Build, node: syntax.InstanceOf) -> Run:
    value, wanted = build.run(node.value), without_values(node.type)

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        found = value(scope, ev)
        return found is not None and conforms(found, wanted, ev.spend) if str(wanted) != "null" else found is None

    return run
