"""The findings about one table, each with an example. Only what is certain is said: a cell that rests on other values
counts as covering where gaps are sought, and as not hitting where overlaps are."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice

from onegrid.engine.dmn import model
from onegrid.engine.dmn.decisions import tables_in
from onegrid.engine.dmn.examine.columns import Column, Lists, column_of, parsed
from onegrid.engine.dmn.examine.cover import Box, Search, TooWide, common
from onegrid.engine.dmn.examine.samples import quick_value
from onegrid.engine.dmn.item_types import ItemTypes
from onegrid.engine.dmn.model import HitPolicy
from onegrid.engine.dmn.xml import problem
from onegrid.engine.problems import Problem, Severity
from onegrid.feel import BudgetExceeded, Evaluation, FeelSyntaxError, UnaryTests, Value, Vocabulary, free_names
from onegrid.feel.text import literal_of
from onegrid.feel.types import ANY, coerce

MAX_EXAMPLES = 3
MAX_RULES = 2_000
EFFORT = 500_000  # steps of FEEL that all tables of a file may take to look at
_SINGLE = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})


def examine(source: model.Model, imports: Iterable[model.Model] = ()) -> tuple[Problem, ...]:
    """Findings about all tables of a model, none of which keeps it from running."""
    imported = {one.name: one.namespace for one in source.imports}
    others = {one.namespace: one for one in imports}
    types = ItemTypes(
        source.items,
        {name: ItemTypes(others[space].items, {}) for name, space in imported.items() if space in others},
    )
    lists = Lists(source.items)
    found: list[Problem] = []
    effort = Evaluation(steps=EFFORT)
    for node in source.nodes:
        box = node.box if isinstance(node, model.Decision) else getattr(node, "function", None)
        for table in tables_in(box):
            if len(table.rules) > MAX_RULES:
                continue
            try:
                found.extend(_Table(table, lists, types, effort).findings())
            except BudgetExceeded:
                found.append(_too_wide(table))
    return tuple(replace(one, file=source.file) for one in found)


class _Table:
    def __init__(self, table: model.Table, lists: Lists, types: ItemTypes, effort: Evaluation) -> None:
        self.table, self.types, self.effort = table, types, effort
        self.columns = tuple(
            column_of(clause, [rule.tests[at] for rule in table.rules], lists, types, effort)
            for at, clause in enumerate(table.inputs)
        )
        self.boxes: list[Box] = [tuple(column.sets[row] for column in self.columns) for row in range(len(table.rules))]
        self.whole: Box = tuple(column.allowed for column in self.columns)
        self.outputs = [tuple(_constant(cell.text, effort) for cell in rule.outputs) for rule in table.rules]

    def findings(self) -> Iterator[Problem]:
        dead = dict(self._impossible())
        yield from dead.values()
        yield from self._outside(dead)
        yield from self._outputs_outside()
        try:
            if not all(self.whole):
                return
            yield from self._masked(dead)
            yield from self._gaps()
        except TooWide:
            yield _too_wide(self.table)
        yield from self._overlaps(dead)

    def _said(
        self, code: str, *words: str, rule: model.Rule | None = None, cell: model.Cell | None = None,
        severity: Severity = Severity.WARNING,
    ) -> Problem:  # fmt: skip
        en, zh, mend_en, mend_zh = words
        place = cell or rule
        element = self.table.element if place is None else (cell.element if cell else rule.id if rule else None)
        line = self.table.line if place is None else place.line
        return problem(code, en, zh, mend_en, mend_zh, element=element, line=line, severity=severity)

    def _example(self, places: tuple[int, ...]) -> str:
        ev = Evaluation()
        parts = zip(self.columns, places, strict=True)
        told = [
            f"{column.label} = {literal_of(column.samples[place], ev)}" for column, place in parts if _tells(column)
        ]
        return ", ".join(told) or "-"

    def _impossible(self) -> Iterator[tuple[int, Problem]]:
        for row, (rule, box) in enumerate(zip(self.table.rules, self.boxes, strict=True)):
            for column, cell, bits in zip(self.columns, rule.tests, box, strict=True):
                if bits is None or bits & column.allowed:
                    continue
                limit_en = f" of {column.list_text}" if column.list_text else ""
                yield (
                    row,
                    self._said(
                        "dmn.dead-rule",
                        f"rule {row + 1} can never fire: no allowed value{limit_en} of '{column.label}' is {cell.text}",
                        f"第 {row + 1} 条规则永远不会命中：“{column.label}”的允许值{column.list_text}"
                        f"中没有满足 {cell.text} 的值",
                        "Correct the cell, or delete the rule.",
                        "请修改该单元格，或删除该规则。",
                        rule=rule,
                        cell=cell,
                    ),
                )
                break

    def _outside(self, dead: dict[int, Problem]) -> Iterator[Problem]:
        for row, (rule, box) in enumerate(zip(self.table.rules, self.boxes, strict=True)):
            for column, cell, bits in zip(self.columns, rule.tests, box, strict=True):
                tests = parsed(cell.text)
                if bits is None or row in dead or not column.list_text or tests is None or tests.node.negated:
                    continue
                for place, value in enumerate(column.samples):
                    if isinstance(value, str) and bits & ~column.allowed & 1 << place and f'"{value}"' in cell.text:
                        yield self._said(
                            "dmn.value-outside",
                            f"rule {row + 1} asks for \"{value}\", which is not among the values of '{column.label}': "
                            f"{column.list_text}",
                            f"第 {row + 1} 条规则中的“{value}”不在“{column.label}”的允许值之内：{column.list_text}",
                            "Correct the value, or add it to the list.",
                            "请修改该值，或将其加入允许值。",
                            rule=rule,
                            cell=cell,
                        )

    def _outputs_outside(self) -> Iterator[Problem]:
        ev = self.effort
        for at, clause in enumerate(self.table.outputs):
            tests = parsed(clause.values.text) if clause.values else None
            wanted = self.types.named(clause.type_ref) or ANY
            for row, (rule, values) in enumerate(zip(self.table.rules, self.outputs, strict=True)):
                constant = values[at]
                if constant is None or constant == (None,):
                    continue
                value = constant[0]
                fitted, fits = coerce(value, wanted, ev.spend)
                if fits and (tests is None or tests.test(fitted, {}, ev) is True):
                    continue
                limit = clause.values.text if clause.values and fits else str(wanted)
                shown, name = literal_of(value, ev), clause.label or clause.name or "-"
                yield self._said(
                    "dmn.output-outside",
                    f"rule {row + 1} gives {shown} for '{name}', which may only be {limit}",
                    f"第 {row + 1} 条规则为“{name}”给出 {shown}，但只允许 {limit}",
                    "Correct the value, or add it to the list.",
                    "请修改该值，或将其加入允许值。",
                    rule=rule,
                    cell=rule.outputs[at],
                )

    def _masked(self, dead: dict[int, Problem]) -> Iterator[Problem]:
        """Rules whose every combination goes to rules that are taken before them."""
        if self.table.policy not in (HitPolicy.FIRST, HitPolicy.PRIORITY):
            return
        for row, rule in enumerate(self.table.rules):
            box = self.boxes[row]
            before = [self.boxes[other] for other in self._ahead_of(row) if other not in dead]
            if row in dead or not before:
                continue
            self.effort.spend(row * (1 + len(self.columns)) // 2)
            within: Box = tuple(
                column.allowed if bits is None else bits & column.allowed
                for column, bits in zip(self.columns, box, strict=True)
            )
            search = Search(self.columns, unknown_takes=False, effort=self.effort)
            if next(search.uncovered(before, within), None) is None:
                found = self._said(
                    "dmn.dead-rule",
                    f"rule {row + 1} can never fire: rules taken before it hit wherever it does",
                    f"第 {row + 1} 条规则永远不会命中：它的所有情形都已被先行规则覆盖",
                    "Move it up, narrow the rules before it, or delete it.",
                    "请上移该规则、收窄先行规则，或删除该规则。",
                    rule=rule,
                )
                dead[row] = found
                yield found

    def _ahead_of(self, row: int) -> list[int]:
        if self.table.policy is HitPolicy.FIRST:
            return list(range(row))
        mine = self._ranks[row]
        return [
            other for other, rank in enumerate(self._ranks) if rank is not None and mine is not None and rank < mine
        ]

    @cached_property
    def _ranks(self) -> list[tuple[int, ...] | None]:
        """By row, smaller comes first; None where an output cannot be foretold."""
        try:
            lists = [Vocabulary().split_tests(each.values.text) if each.values else () for each in self.table.outputs]
        except FeelSyntaxError:
            return [None] * len(self.outputs)
        return [self._rank(values, lists) for values in self.outputs]

    def _rank(
        self, values: tuple[tuple[Value] | None, ...], lists: list[tuple[UnaryTests, ...]]
    ) -> tuple[int, ...] | None:
        found = []
        for value, tests in zip(values, lists, strict=True):
            if value is None:
                return None
            self.effort.spend(len(tests))
            places = (at for at, test in enumerate(tests) if test.test(value[0], {}, self.effort) is True)
            found.append(next(places, len(tests)))
        return tuple(found)

    def _gaps(self) -> Iterator[Problem]:
        """Combinations that no rule takes, where the answer would be null."""
        has_default = any(output.default for output in self.table.outputs)
        if self.table.policy not in _SINGLE or has_default or not self.table.inputs:
            return
        search = Search(self.columns, unknown_takes=True, effort=self.effort)
        gaps = list(islice(search.uncovered(self.boxes, self.whole), MAX_EXAMPLES))
        if gaps:
            shown = "; ".join(self._example(gap) for gap in gaps)
            yield self._said(
                "dmn.gap",
                f"no rule hits for some inputs, and there is no default output; for example: {shown}",
                f"某些输入没有规则命中，且没有默认输出；例如：{shown}",
                "Add a rule for them, or a default output.",
                "请为这些输入补充规则，或设置默认输出。",
            )

    def _overlaps(self, dead: dict[int, Problem]) -> Iterator[Problem]:
        """Pairs that hit together where the policy allows one, or answers that are the same."""
        if self.table.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return
        for row, rule in enumerate(self.table.rules):
            self.effort.spend(row * (1 + len(self.columns)) // 2)
            for other in range(row):
                if row in dead or other in dead or self._agree(row, other):
                    continue
                places = common(self.boxes[row], self.boxes[other], self.columns)
                if places is None:
                    continue
                shown = self._example(places)
                yield self._said(
                    "dmn.overlap",
                    f"rules {other + 1} and {row + 1} hit together, for example: {shown}; the answer is then null",
                    f"第 {other + 1} 条和第 {row + 1} 条规则会同时命中，例如：{shown}；此时结果为 null",
                    "Narrow one of them, or choose another hit policy.",
                    "请收窄其中一条，或改用其他命中策略。",
                    rule=rule,
                )
                break

    def _agree(self, row: int, other: int) -> bool:
        if self.table.policy is not HitPolicy.ANY:
            return False
        one, two = self.outputs[row], self.outputs[other]
        return None in one or None in two or one == two


def _tells(column: Column) -> bool:
    return column.samples != (None,)


def _too_wide(table: model.Table) -> Problem:
    return problem(
        "dmn.too-wide", "the table has too many combinations to look for gaps", "组合过多，未检查决策表的空缺",
        "Split it into smaller tables.", "请拆分为较小的决策表。", element=table.element, line=table.line,
        severity=Severity.INFO,
    )  # fmt: skip


def _constant(text: str, effort: Evaluation) -> tuple[Value] | None:
    """The value of an output cell that rests on nothing else, wrapped; None where it does."""
    try:
        expression = Vocabulary().expression(text or "null")
    except FeelSyntaxError:
        return None
    if free_names(expression) or any(word in text for word in ("now(", "today(")):
        return None
    return quick_value(lambda ev: expression.evaluate({}, ev), effort)
