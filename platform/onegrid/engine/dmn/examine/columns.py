"""A table's cells as sets of samples: which of a column's samples each rule lets pass, and which are allowed at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onegrid.engine.dmn import model
from onegrid.engine.dmn.examine.samples import samples_of, written_values
from onegrid.engine.dmn.item_types import ItemTypes
from onegrid.feel import Evaluation, FeelSyntaxError, UnaryTests, Value, Vocabulary
from onegrid.feel.numbers import whole_of
from onegrid.feel.types import ANY, RestrictedType, Type, conforms
from onegrid.feel.values import is_number

_VOCABULARY = Vocabulary()
_PARSED = 100  # reading a cell takes as long as that many steps
_WHOLE = frozenset({"integer", "long", "int"})  # as Camunda 7 types columns


@dataclass(frozen=True, slots=True)
class Column:
    """`samples`: the values looked at. `allowed`: those that may come, as bits. `sets`: what the cell of each rule lets
    pass, as bits; None where that cannot be said beforehand."""

    label: str
    samples: tuple[Value, ...]
    allowed: int
    sets: tuple[int | None, ...]
    list_text: str = ""


def column_of(
    clause: model.InputClause, cells: list[model.Cell], items: "Lists", types: ItemTypes, ev: Evaluation
) -> Column:
    """The column of an input. `ev` pays for the work; raises BudgetExceeded."""
    by_text = {cell.text: parsed(cell.text) for cell in cells}
    ev.spend(_PARSED * len(by_text))
    values_of = {text: None if test is None else written_values(test, ev) for text, test in by_text.items()}
    written = [values_of[cell.text] for cell in cells]
    limits, texts = items.limits(clause.values, clause.type_ref, ev)
    told = [value for values in (*written, *limits) for value in values or ()]
    samples = samples_of(told)
    if samples is None or not samples:
        each = (by_text[cell.text] for cell in cells)
        any_value = tuple(1 if test is not None and test.is_any else None for test in each)
        return Column(clause.label or clause.expression, (None,), 1, any_value)
    wanted = _unrestricted(types.named(clause.type_ref) or ANY)
    is_whole = (clause.type_ref or "") in _WHOLE
    allowed = _bits(
        samples,
        lambda value: (
            conforms(value, wanted, ev.spend)
            and items.allows(clause, types, value, ev)
            and not (is_whole and is_number(value) and whole_of(value) is None)
        ),
    )
    passing = {
        text: None if test is None or values_of[text] is None else _passing(samples, test, ev)
        for text, test in by_text.items()
    }
    sets = tuple(passing[cell.text] for cell in cells)
    return Column(clause.label or clause.expression, tuple(samples), allowed, sets, ", ".join(texts))


def _says_yes(own: UnaryTests, ev: Evaluation) -> tuple[bool | None, ...]:
    """A list that rests on other values may allow what it cannot be asked about."""
    return (True, None) if written_values(own, ev) is None else (True,)


def _unrestricted(type_: Type) -> Type:
    while isinstance(type_, RestrictedType):
        type_ = type_.base
    return type_


def _passing(samples: list[Value], test: UnaryTests, ev: Evaluation) -> int:
    if test.is_any:
        return (1 << len(samples)) - 1
    ev.spend(len(samples) * max(len(test.node.tests), 1))
    return _bits(samples, lambda value: test.test(value, {}, ev) is True)


def _bits(samples: list[Value], passes: Callable[[Value], bool]) -> int:
    return sum(1 << at for at, value in enumerate(samples) if passes(value))


def parsed(text: str) -> UnaryTests | None:
    """The tests of a cell; None for a text that is none, which is said elsewhere."""
    try:
        return _VOCABULARY.unary_tests(text)
    except FeelSyntaxError:
        return None


class Lists:
    """The allowed values of a model: those of a column and those of its type."""

    def __init__(self, items: tuple[model.ItemDefinition, ...]) -> None:
        self._items = {item.name: item for item in items}

    def limits(
        self, own: model.Cell | None, type_ref: str | None, ev: Evaluation
    ) -> tuple[list[list[Value] | None], list[str]]:
        """The values that the lists write out, and the lists' texts."""
        cells = [*([own] if own else []), *self._of_type(type_ref)]
        tests = [test for cell in cells if (test := parsed(cell.text)) is not None]
        return [written_values(test, ev) for test in tests], [cell.text for cell in cells]

    def allows(self, clause: model.InputClause, types: ItemTypes, value: Value, ev: Evaluation) -> bool:
        """Whether the value may come at all."""
        own = parsed(clause.values.text) if clause.values else None
        wanted = types.named(clause.type_ref) or ANY
        return (own is None or own.test(value, {}, ev) in _says_yes(own, ev)) and conforms(value, wanted, ev.spend)

    def _of_type(self, name: str | None) -> Iterator[model.Cell]:
        seen: set[str] = set()
        while name is not None and name in self._items and name not in seen:
            seen.add(name)
            item = self._items[name]
            if item.allowed is not None:
                yield item.allowed
            name = item.type_ref
