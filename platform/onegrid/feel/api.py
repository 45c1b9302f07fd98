"""Texts to compiled expressions and unary tests, kept by text and names so that nothing is compiled twice."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from onegrid.feel import (
    range_function,  # noqa: F401  enters range() into the table of built-ins
    syntax,
)
from onegrid.feel.builtins import BUILTINS
from onegrid.feel.compiler import Build, Run, Test
from onegrid.feel.compiler.tests import compile_tests
from onegrid.feel.errors import BudgetExceeded, FeelSyntaxError
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.free import free_calls_in, free_paths_in
from onegrid.feel.names import NameTable
from onegrid.feel.parser import Parser
from onegrid.feel.types import Type
from onegrid.feel.values import Value

MAX_LENGTH = 100_000
_FUNCTIONS = NameTable(BUILTINS)
_TOO_DEEP = ("feel.depth", "the expression is nested too deep", "表达式嵌套过深")


class Expression:
    """One compiled expression; safe to share between threads."""

    __slots__ = ("_run", "calls", "node", "paths", "text")

    def __init__(self, text: str, node: syntax.Node, run: Run) -> None:
        self.text, self.node, self._run = text, node, run
        self.paths: frozenset[tuple[str, ...]] | None = None  # as `free_paths` found them: many rules ask
        self.calls: frozenset[str] | None = None

    def evaluate(self, scope: Mapping[str, Value], context: Evaluation) -> Value:
        """The value over the names in scope. Errors are null, with reasons in the context; BudgetExceeded is raised."""
        try:
            return self._run(scope, context)
        except RecursionError:
            raise BudgetExceeded(*_TOO_DEEP) from None


class UnaryTests:
    """One compiled cell of tests."""

    __slots__ = ("_test", "calls", "node", "paths", "text")

    def __init__(self, text: str, node: syntax.Tests, test: Test) -> None:
        self.text, self.node, self._test = text, node, test
        self.paths: frozenset[tuple[str, ...]] | None = None
        self.calls: frozenset[str] | None = None

    @property
    def is_any(self) -> bool:
        """Whether everything passes: `-`."""
        return not self.node.tests

    def test(self, value: Value, scope: Mapping[str, Value], context: Evaluation) -> bool | None:
        """Whether the value passes; None where that cannot be said."""
        try:
            return self._test(scope, context, value)
        except RecursionError:
            raise BudgetExceeded(*_TOO_DEEP) from None


@lru_cache(maxsize=16)  # every element of a DMN file has the same
def _members_table(names: frozenset[str]) -> NameTable:
    return NameTable(names)


class Vocabulary:
    """What a text may refer to. Make it once for many texts.

    names: those in scope; None where nobody knows them, then neighbouring words are one name. members: names that may
    stand after a dot and hold operators or keywords. types: further types for `instance of` and parameters.
    """

    __slots__ = ("_members", "_names", "known", "types")

    def __init__(
        self,
        names: Iterable[str] | None = None,
        members: Iterable[str] = (),
        types: Mapping[str, Type] | None = None,
    ) -> None:
        self.known = frozenset(names) if names is not None else None
        self._names = None if self.known is None else NameTable(self.known)
        self._members = _members_table(frozenset(members))
        self.types: Mapping[str, Type] = types or {}

    def parser(self, text: str) -> Parser:
        """A parser for the text; raises FeelSyntaxError where it is too long or no tokens can be made of it."""
        if len(text) > MAX_LENGTH:
            raise FeelSyntaxError("feel.too-long", "the expression is too long", "表达式过长", text, 0)
        return Parser(text, self._names, NameTable(below=self._members), _FUNCTIONS, self.types)

    def expression(self, text: str) -> Expression:
        """Compile one expression; raises FeelSyntaxError."""
        try:
            node = self.parser(text).expression_to_end()
            return Expression(text, node, Build(self.known or frozenset()).run(node))
        except RecursionError:
            raise FeelSyntaxError(*_TOO_DEEP, text, 0) from None

    def split_tests(self, text: str) -> tuple[UnaryTests, ...]:
        """The tests of a cell one by one, in the order written. Raises FeelSyntaxError."""
        build = Build(self.known or frozenset())
        cell = self.parser(text).tests_to_end()
        single = (syntax.Tests(test.position, (test,)) for test in cell.tests)
        return tuple(UnaryTests(text, node, compile_tests(build, node)) for node in single)

    def unary_tests(self, text: str) -> UnaryTests:
        """Compile one cell of tests; an empty text means `-`. Raises FeelSyntaxError."""
        try:
            node = self.parser(text if text.strip() else "-").tests_to_end()
            return UnaryTests(text, node, compile_tests(Build(self.known or frozenset()), node))
        except RecursionError:
            raise FeelSyntaxError(*_TOO_DEEP, text, 0) from None


@lru_cache(maxsize=512)
def _vocabulary(names: frozenset[str] | None) -> Vocabulary:
    return Vocabulary(names)


@lru_cache(maxsize=16384)
def _expression(text: str, names: frozenset[str] | None) -> Expression:
    return _vocabulary(names).expression(text)


@lru_cache(maxsize=16384)
def _unary_tests(text: str, names: frozenset[str] | None) -> UnaryTests:
    return _vocabulary(names).unary_tests(text)


def compile_expression(text: str, names: Iterable[str] | None = None) -> Expression:
    """The compiled expression; raises FeelSyntaxError. Give `names` only where they hold operators or keywords."""
    return _expression(text, None if names is None else frozenset(names))


def compile_unary_tests(text: str, names: Iterable[str] | None = None) -> UnaryTests:
    """The compiled tests; an empty text means `-`. Raises FeelSyntaxError."""
    return _unary_tests(text, None if names is None else frozenset(names))


def free_paths(compiled: Expression | UnaryTests) -> frozenset[tuple[str, ...]]:
    """The names that must come from scope, each with the members read from it: `case.units.city` > (case, units, city).

    What stands inside a filter may be an entry of the item filtered and is left out.
    """
    if compiled.paths is None:
        compiled.paths = frozenset(free_paths_in(compiled.node))
    return compiled.paths


def free_calls(compiled: Expression | UnaryTests) -> frozenset[str]:
    """The names that are called as functions and that only scope could give; `a.b` where a member is called."""
    if compiled.calls is None:
        compiled.calls = frozenset(free_calls_in(compiled.node))
    return compiled.calls


def free_names(compiled: Expression | UnaryTests) -> frozenset[str]:
    """The names that must come from scope."""
    return frozenset(path[0] for path in free_paths(compiled))
