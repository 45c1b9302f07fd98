"""Which combinations of samples no rule takes: column by column, only as far as rules differ."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from onegrid.engine.dmn.examine.columns import Column
from onegrid.feel import Evaluation

MAX_STEPS = 200_000  # for one search
Box = tuple[int | None, ...]  # a rule's set of samples by column; None is unknown


class TooWide(Exception):
    """The table has more combinations than are looked at."""


@dataclass(slots=True)
class Search:
    """One search through the columns. `unknown_takes`: whether a cell that nobody can foretell counts as passing."""

    columns: tuple[Column, ...]
    unknown_takes: bool
    effort: Evaluation
    steps: int = MAX_STEPS
    _empty: set[tuple[int, frozenset[int]]] = field(default_factory=set)

    def uncovered(self, rules: list[Box], within: Box) -> Iterator[tuple[int, ...]]:
        """Combinations inside a box that none of the rules takes, as one sample's place for each column."""
        yield from self._at(0, rules, frozenset(range(len(rules))), within, ())

    def _at(
        self, column: int, rules: list[Box], live: frozenset[int], within: Box, chosen: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        if not live:
            rest = (_lowest(allowed or 1) for allowed in within[column:])
            yield (*chosen, *rest)
            return
        if column == len(self.columns) or (column, live) in self._empty:
            return
        found = False
        groups: dict[frozenset[int], int] = {}
        for place in _places(within[column] or 0):
            self.effort.spend(1 + len(live) // 4)
            groups.setdefault(frozenset(rule for rule in live if self._takes(rules[rule][column], place)), place)
        for group, place in groups.items():
            for one in self._at(column + 1, rules, group, within, (*chosen, place)):
                found = True
                yield one
        if not found:
            self._empty.add((column, live))

    def _takes(self, cell: int | None, place: int) -> bool:
        self.steps -= 1
        if self.steps < 0:
            raise TooWide
        return self.unknown_takes if cell is None else bool(cell >> place & 1)


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def common(one: Box, other: Box, columns: tuple[Column, ...]) -> tuple[int, ...] | None:
    """A combination that both rules surely take, or None."""
    chosen = []
    for a, b, column in zip(one, other, columns, strict=True):
        both = None if a is None or b is None else a & b & column.allowed
        if not both:
            return None
        chosen.append(_lowest(both))
    return tuple(chosen)
