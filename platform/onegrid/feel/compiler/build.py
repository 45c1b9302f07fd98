"""From tree to closures: the table of node compilers and what they share."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from onegrid.feel.builtins import find_builtin
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.syntax import Node
from onegrid.feel.values import Value

Run = Callable[[Mapping[str, Value], Evaluation], Value]
Test = Callable[[Mapping[str, Value], Evaluation, Value], bool | None]
N = TypeVar("N", bound=Node)

_TABLE: dict[type[Node], Callable[..., Run]] = {}


def compiles(kind: type[N]) -> Callable[[Callable[["Build", N], Run]], Callable[["Build", N], Run]]:
    """Enter the function as the compiler of one kind of node."""

    def enter(function: Callable[["Build", N], Run]) -> Callable[["Build", N], Run]:
        _TABLE[kind] = function
        return function

    return enter


class Build:
    """Where a node stands: the names that scope gives there and that go before built-in functions of that name."""

    __slots__ = ("shadows",)

    def __init__(self, shadows: frozenset[str] = frozenset()) -> None:
        self.shadows = shadows

    def run(self, node: Node) -> Run:
        """The closure of a node."""
        return _TABLE[type(node)](self, node)

    def inside(self, names: Iterable[str]) -> "Build":
        """The same place with more names in scope."""
        hidden = [name for name in names if find_builtin(name) is not None]
        return Build(self.shadows.union(hidden)) if hidden else self


def constant(value: Value) -> Run:
    """A closure that always gives the value; `constant_of` finds it again."""

    def run(scope: Mapping[str, Value], ev: Evaluation) -> Value:  # noqa: ARG001
        return value

    run.__dict__["constant"] = value
    return run


def is_constant(run: Run) -> bool:
    return "constant" in getattr(run, "__dict__", {})


def constant_of(run: Run) -> Value:
    """The value of a constant closure."""
    return getattr(run, "__dict__", {}).get("constant")
