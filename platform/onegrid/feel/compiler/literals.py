"""Literals, names and paths."""

from collections.abc import Mapping

from onegrid.feel import syntax
from onegrid.feel.builtins import builtin_function
from onegrid.feel.compiler.build import Build, Run, compiles, constant
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.properties import property_of
from onegrid.feel.temporal import parse_temporal
from onegrid.feel.values import Value


@compiles(syntax.Literal)
def literal(_build: Build, node: syntax.Literal) -> Run:
    return constant(node.value)


@compiles(syntax.Temporal)
def temporal(_build: Build, node: syntax.Temporal) -> Run:
    value = parse_temporal(node.text)
    if value is not None:
        return constant(value)
    text, position = node.text, node.position

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:  # noqa: ARG001
        return ev.fail("feel.temporal", position, text=text, kind="date, time or duration")

    return run


@compiles(syntax.Name)
def name(_build: Build, node: syntax.Name) -> Run:
    wanted, position = node.name, node.position
    fallback = builtin_function(wanted)

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        try:
            return scope[wanted]
        except KeyError:
            if fallback is not None:
                return fallback
            return ev.fail("feel.unknown-name", position, name=wanted)

    return run


@compiles(syntax.Path)
def path(build: Build, node: syntax.Path) -> Run:
    base, wanted, position = build.run(node.base), node.name, node.position

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:
        value = base(scope, ev)
        if type(value) is dict and wanted in value:
            return value[wanted]
        return property_of(value, wanted, ev, position)

    return run
