"""Calls: of built-in functions, found once when compiling, and of functions that are values."""

from collections.abc import Mapping

from onegrid.feel import syntax
from onegrid.feel.builtins import find_builtin
from onegrid.feel.builtins.registry import Builtin
from onegrid.feel.compiler.build import Build, Run, compiles, constant, constant_of, is_constant
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.values import FUNCTION, Value, kind_of

_FOLDED = frozenset({"date", "time", "date and time", "duration"})


@compiles(syntax.Call)
def compile_call(build: Build, node: syntax.Call) -> Run:
    arguments = tuple(build.run(argument) for argument in node.arguments)
    builtin = find_builtin(node.function.name) if isinstance(node.function, syntax.Name) else None
    if builtin is not None and isinstance(node.function, syntax.Name) and node.function.name not in build.shadows:
        return _builtin_call(builtin, arguments, node.names)
    return _value_call(_callee(build, node.function, builtin), arguments, node.names, node.position)


def _callee(build: Build, node: syntax.Node, builtin: Builtin | None) -> Run:
    """What is called; a variable named as a built-in function hides it only if it holds a function itself."""
    function = build.run(node)
    if builtin is None:
        return function

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        found = function(scope, ev)
        return found if kind_of(found) == FUNCTION else builtin.value

    return run


def _builtin_call(builtin: Builtin, arguments: tuple[Run, ...], names: tuple[str, ...]) -> Run:
    if builtin.name in _FOLDED and len(arguments) == 1 and is_constant(arguments[0]):
        fixed = builtin.call(Evaluation(), constant_of(arguments[0]))
        if fixed is not None:
            return constant(fixed)
    if names:

        def run_named(scope: Mapping[str, Value], ev: Evaluation) -> Value:
            given = {name: argument(scope, ev) for name, argument in zip(names, arguments, strict=True)}
            return builtin.call_by_name(ev, given)

        return run_named

    call = builtin.prepared(len(arguments))
    if len(arguments) == 1:
        only = arguments[0]
        return lambda scope, ev: call(ev, only(scope, ev))
    if len(arguments) == 2:
        first, second = arguments
        return lambda scope, ev: call(ev, first(scope, ev), second(scope, ev))
    return lambda scope, ev: call(ev, *[argument(scope, ev) for argument in arguments])


def _value_call(function: Run, arguments: tuple[Run, ...], names: tuple[str, ...], position: int) -> Run:
    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        callee = function(scope, ev)
        if kind_of(callee) != FUNCTION:
            return ev.fail("feel.not-function", position, kind=kind_of(callee))
        values = [argument(scope, ev) for argument in arguments]
        if names:
            if callee.by_name is None:
                return ev.fail("feel.arguments", position, function=callee.name, given=", ".join(names))
            return callee.by_name(ev, dict(zip(names, values, strict=True)))
        return callee.call(ev, *values)

    return run
