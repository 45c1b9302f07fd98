"""Lists, contexts, ranges and functions written out."""

from collections.abc import Mapping

from onegrid.feel import syntax
from onegrid.feel.comparison import order
from onegrid.feel.compiler.build import Build, Run, compiles, constant, constant_of, is_constant
from onegrid.feel.evaluation import Evaluation, Layer
from onegrid.feel.types import coerce
from onegrid.feel.values import Function, Range, Value, kind_of

ENDS = frozenset(
    {"number", "string", "date", "time", "date and time", "days and time duration", "years and months duration"}
)


@compiles(syntax.ListLiteral)
def compile_list(build: Build, node: syntax.ListLiteral) -> Run:
    items = tuple(build.run(item) for item in node.items)

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        return [item(scope, ev) for item in items]

    return run


@compiles(syntax.ContextLiteral)
def compile_context(build: Build, node: syntax.ContextLiteral) -> Run:
    entries: list[tuple[str, Run]] = []
    for key, value in node.entries:
        entries.append((key, build.run(value)))
        build = build.inside((key,))

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        layer = Layer(scope, {})
        for key, entry in entries:
            layer[key] = entry(layer, ev)
        return dict(layer)

    return run


@compiles(syntax.RangeLiteral)
def compile_range(build: Build, node: syntax.RangeLiteral) -> Run:
    start, end = build.run(node.start), build.run(node.end)
    included, position = (node.start_included, node.end_included), node.position

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        return make_range(start(scope, ev), end(scope, ev), included, ev, position)

    if is_constant(start) and is_constant(end):
        fixed = make_range(constant_of(start), constant_of(end), included, Evaluation(), position)
        return constant(fixed) if fixed is not None else run
    return run


def make_range(low: Value, high: Value, included: tuple[bool, bool], ev: Evaluation, position: int) -> Value:
    """A range whose ends are of one orderable kind and in order; an end that is null makes no range."""
    if kind_of(low) not in ENDS or order(low, high, ev) in (None, 1):
        return ev.fail("feel.range", position)
    return Range(low, high, *included)


@compiles(syntax.UnaryRange)
def compile_unary_range(build: Build, node: syntax.UnaryRange) -> Run:
    end, operator, position = build.run(node.end), node.operator, node.position

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        value = end(scope, ev)
        if operator == "=":
            return Range(value, value, True, True)
        if operator == "!=":
            return Range(value, None, False, False, excluded=True)
        if kind_of(value) not in ENDS:
            return ev.fail("feel.range", position)
        if operator in ("<", "<="):
            return Range(None, value, False, operator == "<=")
        return Range(value, None, operator == ">=", False)

    return run


@compiles(syntax.FunctionLiteral)
def compile_function(build: Build, node: syntax.FunctionLiteral) -> Run:
    names = tuple(name for name, _ in node.parameters)
    types = tuple(type_ for _, type_ in node.parameters)
    body = build.inside(names).run(node.body)
    return lambda scope, _ev: closure(names, types, body, scope)


def closure(names: tuple[str, ...], types: tuple[object, ...], body: Run, scope: Mapping[str, Value]) -> Function:
    """A function of FEEL over the scope where it was written; its arguments are fitted to their types."""

    def call(ev: Evaluation, *arguments: Value) -> Value:
        if len(arguments) != len(names):
            return ev.fail("feel.arguments", function="function", given=f"{len(arguments)} of {len(names)}")
        ev.spend(1)
        fitted = []
        for value, wanted in zip(arguments, types, strict=True):
            value_, fits = (value, True) if wanted is None else coerce(value, wanted, ev.spend)  # type: ignore[arg-type]
            if not fits:
                return ev.fail("feel.type", type=str(wanted))
            fitted.append(value_)
        ev.enter()
        try:
            return body(Layer(scope, dict(zip(names, fitted, strict=True))), ev)
        finally:
            ev.depth -= 1

    def by_name(ev: Evaluation, given: Mapping[str, Value]) -> Value:
        if set(given) != set(names):
            return ev.fail("feel.arguments", function="function", given=", ".join(given))
        return call(ev, *(given[name] for name in names))

    return Function("", names, call, by_name, types)
