"""A DMN model as frozen data: what stands in the file, before its expressions are compiled."""

from dataclasses import dataclass, field
from enum import StrEnum

from onegrid.engine.problems import Problem


class HitPolicy(StrEnum):
    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


@dataclass(frozen=True, slots=True)
class Box:
    """Base of boxed expressions. `element` is the id to name in messages, `line` its place in the file."""

    element: str | None
    line: int | None
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class Literal(Box):
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of FEEL with its place."""

    element: str | None
    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class InputClause:
    element: str | None
    line: int | None
    label: str
    expression: str
    type_ref: str | None
    values: Cell | None


@dataclass(frozen=True, slots=True)
class OutputClause:
    element: str | None
    line: int | None
    name: str
    type_ref: str | None
    values: Cell | None
    default: Cell | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` is the file's, or made of the table's id and the row where the file gives none."""

    id: str
    line: int | None
    tests: tuple[Cell, ...]
    outputs: tuple[Cell, ...]
    description: str = ""
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table(Box):
    policy: HitPolicy
    aggregation: str | None  # SUM MIN MAX COUNT
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` None is the context's result."""

    name: str | None
    type_ref: str | None
    value: Box


@dataclass(frozen=True, slots=True)
class ContextBox(Box):
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class FunctionBox(Box):
    parameters: tuple[Parameter, ...]
    body: Box


@dataclass(frozen=True, slots=True)
class Invocation(Box):
    function: Box
    bindings: tuple[tuple[str, Box], ...]


@dataclass(frozen=True, slots=True)
class ListBox(Box):
    items: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Relation(Box):
    columns: tuple[str, ...]
    rows: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class Conditional(Box):
    condition: Box
    then: Box
    otherwise: Box


@dataclass(frozen=True, slots=True)
class FilterBox(Box):
    source: Box
    match: Box


@dataclass(frozen=True, slots=True)
class Iteration(Box):
    """`kind`: for, some or every."""

    kind: str
    variable: str
    source: Box
    body: Box


@dataclass(frozen=True, slots=True)
class Node:
    """A named element of the requirement graph. References are ids, or `namespace#id` into an imported model."""

    id: str
    name: str
    type_ref: str | None
    line: int | None
    problems: tuple[Problem, ...] = field(default=(), kw_only=True)  # found while it was read


@dataclass(frozen=True, slots=True)
class InputData(Node):
    pass


@dataclass(frozen=True, slots=True)
class Decision(Node):
    box: Box | None
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeModel(Node):
    function: FunctionBox | None
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service(Node):
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    name: str
    element: str | None
    line: int | None
    type_ref: str | None
    is_collection: bool
    allowed: Cell | None
    components: tuple["ItemDefinition", ...]
    is_function: bool = False
    constraint: Cell | None = None  # typeConstraint of DMN 1.5: holds for the whole value, also a collection


@dataclass(frozen=True, slots=True)
class Import:
    name: str
    namespace: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Model:
    """`problems` names, at its element, everything in the file that cannot be evaluated."""

    id: str
    name: str
    namespace: str
    version: str
    items: tuple[ItemDefinition, ...]
    nodes: tuple[Node, ...]
    imports: tuple[Import, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    file: str | None = None

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(node for node in self.nodes if isinstance(node, Decision))
