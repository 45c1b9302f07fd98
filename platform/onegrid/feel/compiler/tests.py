"""Unary tests and `in`: closures that take the tested value besides scope and evaluation."""

import operator
from collections.abc import Callable, Mapping

from onegrid.feel import syntax
from onegrid.feel.comparison import comparable, equal, includes, same
from onegrid.feel.compiler.build import Build, Run, Test, compiles, constant_of, is_constant
from onegrid.feel.compiler.operators import ORDER, PLAIN
from onegrid.feel.evaluation import Evaluation, Layer
from onegrid.feel.values import LIST, RANGE, Range, Value, kind_of

INPUT = "?"
_VALUES = (syntax.Literal, syntax.Temporal, syntax.Name, syntax.Path, syntax.ListLiteral, syntax.RangeLiteral)


def compile_tests(build: Build, node: syntax.Tests) -> Test:
    """All tests of a cell as one: true if one is, false if all are, else null; turned round by `not`."""
    tests = tuple(compile_test(build, test) for test in node.tests)
    if not tests:
        return lambda _scope, _ev, _value: True
    combined = _set_of_texts(node.tests, tests) or (tests[0] if len(tests) == 1 else _any(tests))
    return _negated(combined) if node.negated else combined


def _any(tests: tuple[Test, ...]) -> Test:
    def test(scope: Mapping[str, Value], ev: Evaluation, value: Value) -> bool | None:
        verdict: bool | None = False
        for one in tests:
            answer = one(scope, ev, value)
            if answer is True:
                return True
            if answer is None:
                verdict = None
        return verdict

    return test


def _negated(inner: Test) -> Test:
    def test(scope: Mapping[str, Value], ev: Evaluation, value: Value) -> bool | None:
        answer = inner(scope, ev, value)
        return None if answer is None else not answer

    return test


def _set_of_texts(nodes: tuple[syntax.Node, ...], tests: tuple[Test, ...]) -> Test | None:
    """Several texts in one cell: a look into a set."""
    texts = frozenset(node.value for node in nodes if isinstance(node, syntax.Literal) and type(node.value) is str)
    if len(nodes) < 2 or len(texts) != len(nodes):
        return None
    slow = _any(tests)

    def test(scope: Mapping[str, Value], ev: Evaluation, value: Value) -> bool | None:
        return value in texts if type(value) is str else slow(scope, ev, value)

    return test


def compile_test(build: Build, node: syntax.Node) -> Test:
    """One test: a comparison, a range, a value or list to be among, or an expression over `?`."""
    if isinstance(node, syntax.UnaryRange):
        return _against(build, node)
    expression = build.inside((INPUT,)).run(node)
    if isinstance(node, syntax.Literal) and is_constant(expression):
        return _equals(constant_of(expression))
    if is_constant(expression) and isinstance(constant_of(expression), Range):
        return _within(constant_of(expression))
    uses_input = syntax.mentions(node, INPUT)
    is_value, is_range = isinstance(node, _VALUES), isinstance(node, syntax.RangeLiteral)

    def test(scope: Mapping[str, Value], ev: Evaluation, value: Value) -> bool | None:
        result = expression(Layer(scope, {INPUT: value}) if uses_input else scope, ev)
        if (result is True or result is False) and not is_value and (uses_input or type(value) is not bool):
            return bool(result)
        if result is None and (is_range or (uses_input and not is_value)):
            return None
        return matches(value, result, ev)

    return test


def _within(span: Range) -> Test:
    """A range that is written out: looked into without a second look at kinds where all are of one type."""
    low, high, kind = span.start, span.end, type(span.start)
    above = operator.le if span.start_included else operator.lt
    below = operator.le if span.end_included else operator.lt
    plain = kind in PLAIN and type(high) is kind and not span.excluded

    def test(scope: Mapping[str, Value], ev: Evaluation, value: Value) -> bool | None:  # noqa: ARG001
        if plain and type(value) is kind:
            return bool(above(low, value) and below(value, high))
        return matches(value, span, ev)

    return test


def _equals(wanted: Value) -> Test:
    kind = type(wanted)
    plain = kind in PLAIN

    def test(scope: Mapping[str, Value], ev: Evaluation, value: Value) -> bool | None:  # noqa: ARG001
        if plain and type(value) is kind:
            return bool(value == wanted)
        return same(value, wanted, ev) if kind_of(value) == LIST else equal(value, wanted, ev)

    return test


def _against(build: Build, node: syntax.UnaryRange) -> Test:
    end, written = build.inside((INPUT,)).run(node.end), node.operator
    uses_input = syntax.mentions(node.end, INPUT)
    if written in ("=", "!="):

        def test_equal(scope: Mapping[str, Value], ev: Evaluation, value: Value) -> bool | None:
            verdict = equal(value, end(Layer(scope, {INPUT: value}) if uses_input else scope, ev), ev)
            return None if verdict is None else verdict is (written == "=")

        return test_equal
    compare = ORDER[written]
    if is_constant(end) and type(constant_of(end)) in PLAIN:
        return _beyond(compare, constant_of(end))

    def test(scope: Mapping[str, Value], ev: Evaluation, value: Value) -> bool | None:
        limit = end(Layer(scope, {INPUT: value}) if uses_input else scope, ev)
        if type(value) is type(limit) and type(value) in PLAIN:
            return compare(value, limit)
        pair = comparable(value, limit, ev)
        return None if pair is None else compare(*pair)

    return test


def _beyond(compare: Callable[[Value, Value], bool], limit: Value) -> Test:
    kind = type(limit)

    def test(scope: Mapping[str, Value], ev: Evaluation, value: Value) -> bool | None:  # noqa: ARG001
        if type(value) is kind:
            return compare(value, limit)
        pair = comparable(value, limit, ev)
        return None if pair is None else compare(*pair)

    return test


def matches(value: Value, wanted: Value, ev: Evaluation) -> bool | None:
    """Whether the value equals the wanted one, lies in its range, or is a member of its list."""
    kind = kind_of(wanted)
    if kind == RANGE and kind_of(value) != RANGE:
        return includes(wanted, value, ev)
    if kind == LIST:
        ev.spend(len(wanted))
        if kind_of(value) == LIST and same(value, wanted, ev):
            return True
        return any(_is_member(value, item, ev) for item in wanted)
    return equal(value, wanted, ev)


def _is_member(value: Value, item: Value, ev: Evaluation) -> bool:
    if kind_of(item) == RANGE and kind_of(value) != RANGE:
        return includes(item, value, ev) is True
    return same(value, item, ev)


@compiles(syntax.In)
def compile_in(build: Build, node: syntax.In) -> Run:
    value = build.run(node.value)
    test = compile_tests(build, syntax.Tests(node.position, node.tests))

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        return test(scope, ev, value(scope, ev))

    return run
