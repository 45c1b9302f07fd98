"""Boxed expressions to closures over a scope, as FEEL's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from onegrid.engine.dmn import model
from onegrid.engine.dmn.compile_table import compile_table
from onegrid.engine.dmn.item_types import ItemTypes, syntax_problem
from onegrid.engine.dmn.xml import problem
from onegrid.engine.problems import Problem
from onegrid.feel import (
    Evaluation,
    Expression,
    FeelSyntaxError,
    Layer,
    UnaryTests,
    Value,
    Vocabulary,
    free_calls,
    free_names,
    kind_of,
)
from onegrid.feel.compiler import Run
from onegrid.feel.compiler.collections import closure
from onegrid.feel.compiler.forms import as_list, filtered, members
from onegrid.feel.types import ANY, Type, coerce
from onegrid.feel.values import FUNCTION

Scope = Mapping[str, Value]


@dataclass
class Boxes:
    """Compiles the boxes of one decision; `names` are those in scope, `problems` gathers what is no FEEL."""

    names: frozenset[str]
    members: frozenset[str]
    types: ItemTypes
    problems: list[Problem]
    local: frozenset[str] = frozenset()  # names that do not come from the caller
    taken: set[str] = field(default_factory=set)  # names that must come from the caller, gathered
    findings: list[Problem] = field(default_factory=list)  # what is answered, but never as it was meant

    def __post_init__(self) -> None:
        self.vocabulary = Vocabulary(self.names, self.members, self.types.all())

    def inside(self, names: set[str]) -> "Boxes":
        """The same place with more names in scope."""
        local = self.local | names
        return Boxes(self.names | names, self.members, self.types, self.problems, local, self.taken, self.findings)

    def expression(self, text: str, element: str | None, line: int | None) -> Run:
        """The closure of a text; one that is no FEEL becomes a problem, and null."""
        try:
            compiled = self.vocabulary.expression(text)
        except FeelSyntaxError as error:
            self.problems.append(syntax_problem(error, element, line))
            return lambda _scope, _ev: None
        self._note(compiled, element, line)
        return located(compiled.evaluate, element)

    def _note(self, compiled: Expression | UnaryTests, element: str | None, line: int | None) -> None:
        self.taken |= free_names(compiled) - self.local
        for name in sorted(free_calls(compiled) - self.names):
            if "." in name:  # a function of an imported model
                continue
            self.findings.append(
                problem(
                    "dmn.unknown-function",
                    f"there is no function '{name}'",
                    f"没有名为“{name}”的函数",
                    "Use a function of docs/reference/feel.md, or require a knowledge model of that name.",
                    "请改用 docs/reference/feel.md 中的函数，或依赖同名的业务知识模型。",
                    element=element,
                    line=line,
                )
            )

    def tests(self, cell: model.Cell) -> UnaryTests:
        """The tests of a cell; a text that is none becomes a problem."""
        try:
            compiled = self.vocabulary.unary_tests(cell.text)
        except FeelSyntaxError as error:
            self.problems.append(syntax_problem(error, cell.element, cell.line))
            return Vocabulary().unary_tests("not(null, ? != null)")
        self._note(compiled, cell.element, cell.line)
        return compiled

    def single_tests(self, cell: model.Cell | None) -> tuple[UnaryTests, ...]:
        """The tests of a cell one by one, in their order."""
        if cell is None:
            return ()
        try:
            pieces = self.vocabulary.split_tests(cell.text)
        except FeelSyntaxError:
            return ()  # the whole cell is already among the problems
        return pieces

    def type_of(self, name: str | None, element: str | None, line: int | None) -> Type:
        return self.types.resolve(name, element, line)

    def run(self, box: model.Box) -> Run:
        """The closure of a box, its result fitted to the type that the box names."""
        run = _COMPILERS[type(box)](self, box)
        return fitted(run, self.types.resolve(box.type_ref, box.element, box.line))


def located(run: Run, element: str | None) -> Run:
    """The closure; what becomes null in it is said to have done so at the element."""

    def run_there(scope: Scope, ev: Evaluation) -> Value:
        before = len(ev.reasons)
        value = run(scope, ev)
        if len(ev.reasons) != before:
            ev.locate(before, element)
        return value

    return run_there


def fitted(run: Run, wanted: Type) -> Run:
    """The closure with its result made to fit the type; null where it cannot."""
    if wanted == ANY:
        return run

    def fit(scope: Scope, ev: Evaluation) -> Value:
        value, fits = coerce(run(scope, ev), wanted, ev.spend)
        return value if fits else ev.fail("feel.type", type=str(wanted))

    return fit


def _literal(boxes: Boxes, box: model.Literal) -> Run:
    return boxes.expression(box.text, box.element, box.line)


def _table(boxes: Boxes, box: model.Table) -> Run:
    return compile_table(box, boxes)


def _context(boxes: Boxes, box: model.ContextBox) -> Run:
    entries: list[tuple[str | None, Run]] = []
    for entry in box.entries:
        type_ = boxes.types.resolve(entry.type_ref, box.element, box.line)
        entries.append((entry.name, fitted(boxes.run(entry.value), type_)))
        if entry.name:
            boxes = boxes.inside({entry.name})

    def run(scope: Scope, ev: Evaluation) -> Value:
        layer = Layer(scope, {})
        for name, entry in entries:
            if name is None:
                return entry(layer, ev)
            layer[name] = entry(layer, ev)
        return dict(layer)

    return run


def parameter_types(boxes: Boxes, box: model.FunctionBox) -> tuple[Type, ...]:
    """The types of a function's parameters."""
    return tuple(boxes.types.resolve(p.type_ref, box.element, box.line) for p in box.parameters)


def _function(boxes: Boxes, box: model.FunctionBox) -> Run:
    names, types = tuple(p.name for p in box.parameters), parameter_types(boxes, box)
    body = boxes.inside(set(names)).run(box.body)
    return lambda scope, _ev: closure(names, types, body, scope)


def _invocation(boxes: Boxes, box: model.Invocation) -> Run:
    function = boxes.run(box.function)
    bindings = tuple((name, boxes.run(value)) for name, value in box.bindings)

    def run(scope: Scope, ev: Evaluation) -> Value:
        callee = function(scope, ev)
        if kind_of(callee) != FUNCTION or callee.by_name is None:
            return ev.fail("feel.not-function", kind=kind_of(callee))
        return callee.by_name(ev, {name: value(scope, ev) for name, value in bindings})

    return run


def _list(boxes: Boxes, box: model.ListBox) -> Run:
    items = tuple(boxes.run(item) for item in box.items)
    return lambda scope, ev: [item(scope, ev) for item in items]


def _relation(boxes: Boxes, box: model.Relation) -> Run:
    rows = tuple(tuple(boxes.run(cell) for cell in row) for row in box.rows)

    def run(scope: Scope, ev: Evaluation) -> Value:
        return [{name: cell(scope, ev) for name, cell in zip(box.columns, row, strict=False)} for row in rows]

    return run


def _conditional(boxes: Boxes, box: model.Conditional) -> Run:
    condition, then, otherwise = boxes.run(box.condition), boxes.run(box.then), boxes.run(box.otherwise)
    return lambda scope, ev: then(scope, ev) if condition(scope, ev) is True else otherwise(scope, ev)


def _filter(boxes: Boxes, box: model.FilterBox) -> Run:
    source, match = boxes.run(box.source), boxes.inside({"item"}).run(box.match)

    return lambda scope, ev: filtered(as_list(source(scope, ev)), match, scope, ev)


def _iteration(boxes: Boxes, box: model.Iteration) -> Run:
    source, body = boxes.run(box.source), boxes.inside({box.variable, "partial"}).run(box.body)
    ask = _round_of(box, source, body)
    if box.kind == "for":
        return lambda scope, ev: ask(scope, ev)
    decisive = box.kind == "some"

    def quantified(scope: Scope, ev: Evaluation) -> Value:
        answers = ask(scope, ev)
        if answers is None or any(answer is decisive for answer in answers):
            return None if answers is None else decisive
        return not decisive if all(answer is (not decisive) for answer in answers) else None

    return quantified


def _round_of(box: model.Iteration, source: Run, body: Run) -> Callable[[Scope, Evaluation], list[Value] | None]:
    def ask(scope: Scope, ev: Evaluation) -> list[Value] | None:
        items = members(source(scope, ev), ev)
        if items is None:
            return None
        results: list[Value] = []
        for item in items:
            ev.spend(1 + len(results) // 16)
            results.append(body(Layer(scope, {box.variable: item, "partial": list(results)}), ev))
        return results

    return ask


_COMPILERS: dict[type[model.Box], Callable[..., Run]] = {
    model.Literal: _literal,
    model.Table: _table,
    model.ContextBox: _context,
    model.FunctionBox: _function,
    model.Invocation: _invocation,
    model.ListBox: _list,
    model.Relation: _relation,
    model.Conditional: _conditional,
    model.FilterBox: _filter,
    model.Iteration: _iteration,
}
