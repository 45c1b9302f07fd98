"""The tree that the parser makes. Every node knows where in the text it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from onegrid.feel.types import Type
from onegrid.feel.values import Value


@dataclass(frozen=True, slots=True)
class Node:
    """Base of all nodes."""

    position: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    value: Value


@dataclass(frozen=True, slots=True)
class Temporal(Node):
    """`@"..."`: a date, time, date and time or duration written out."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    base: Node
    name: str


@dataclass(frozen=True, slots=True)
class Negation(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    operator: str  # + - * / **
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    operator: str  # = != < <= > >=
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    operator: str  # and or
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Filter(Node):
    base: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in domain`, or `name in domain..end`."""

    name: str
    domain: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    every: bool
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class UnaryRange(Node):
    """`< 5`, `!= 5`: a range with one end, or all but one value."""

    operator: str
    end: Node


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    parameters: tuple[tuple[str, Type | None], ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = field(default=())  # as many as arguments where they are given by name


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests; none at all means `-`, which everything passes."""

    tests: tuple[Node, ...]
    negated: bool = False


def children(node: Node) -> Iterable[Node]:
    """The nodes directly below, in the order of the text."""
    for name in _fields_of(type(node)):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple | Iterator):
            yield from _nodes_in(value)


_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def _fields_of(kind: type[Node]) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(each.name for each in fields(kind) if each.name != "position")
    return _FIELDS[kind]


def _nodes_in(value: object) -> Iterable[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, Iterator):
        yield value.domain
        if value.end is not None:
            yield value.end
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def mentions(node: Node, name: str) -> bool:
    """Whether the name occurs anywhere in the tree, bound or not."""
    return (isinstance(node, Name) and node.name == name) or any(mentions(c, name) for c in children(node))
