"""What a table answers once it is known which rules hit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onegrid.engine.dmn.model import HitPolicy
from onegrid.engine.dmn.trace import fault
from onegrid.feel import Evaluation, UnaryTests, Value
from onegrid.feel.builtins.statistics import maximum, minimum, total
from onegrid.feel.comparison import same


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that hit, with the values of its output columns."""

    rule: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The outputs of a table: names (none for a single nameless one), order of priority, defaults."""

    element: str | None
    names: tuple[str, ...]
    priorities: tuple[tuple[UnaryTests, ...], ...]

    def answer(self, values: tuple[Value, ...]) -> Value:
        """One value, or a context of several columns."""
        return values[0] if len(values) == 1 else dict(zip(self.names, values, strict=True))

    def rank(self, values: tuple[Value, ...], ev: Evaluation) -> tuple[int, ...]:
        """Smaller comes first: the place of each value among the output values of its column."""
        return tuple(
            next((at for at, test in enumerate(tests) if test.test(value, {}, ev) is True), len(tests))
            for value, tests in zip(values, self.priorities, strict=True)
        )


Scope = Mapping[str, Value]
Chosen = tuple[Value, tuple[str, ...]]
Policy = Callable[[list[Hit], Columns, Scope, Evaluation], Chosen]


def _ids(hits: list[Hit]) -> tuple[str, ...]:
    return tuple(hit.rule for hit in hits)


def _unique(hits: list[Hit], columns: Columns, scope: Scope, _ev: Evaluation) -> Chosen:
    if len(hits) > 1:
        rules = ", ".join(_ids(hits))
        return fault(
            scope,
            "dmn.not-unique",
            columns.element,
            f"several rules hit in a table that allows one: {rules}",
            f"唯一命中的决策表中有多条规则命中：{rules}",
        ), _ids(hits)
    return columns.answer(hits[0].values), _ids(hits)


def _any(hits: list[Hit], columns: Columns, scope: Scope, ev: Evaluation) -> Chosen:
    first = columns.answer(hits[0].values)
    if not all(same(first, columns.answer(hit.values), ev) for hit in hits[1:]):
        rules = ", ".join(_ids(hits))
        return fault(
            scope,
            "dmn.not-any",
            columns.element,
            f"rules that hit together give different results: {rules}",
            f"同时命中的规则结果不一致：{rules}",
        ), _ids(hits)
    return first, _ids(hits)


def _first(hits: list[Hit], columns: Columns, _scope: Scope, _ev: Evaluation) -> Chosen:
    return columns.answer(hits[0].values), (hits[0].rule,)


def _priority(hits: list[Hit], columns: Columns, _scope: Scope, ev: Evaluation) -> Chosen:
    best = min(hits, key=lambda hit: columns.rank(hit.values, ev))
    return columns.answer(best.values), (best.rule,)


def _all(hits: list[Hit], columns: Columns, _scope: Scope, _ev: Evaluation) -> Chosen:
    return [columns.answer(hit.values) for hit in hits], _ids(hits)


def _ranked(hits: list[Hit], columns: Columns, _scope: Scope, ev: Evaluation) -> Chosen:
    ordered = sorted(hits, key=lambda hit: columns.rank(hit.values, ev))
    return [columns.answer(hit.values) for hit in ordered], _ids(hits)


def _aggregated(gather: Callable[[Evaluation, list[Value]], Value]) -> Policy:
    def policy(hits: list[Hit], columns: Columns, _scope: Scope, ev: Evaluation) -> Chosen:
        return gather(ev, [columns.answer(hit.values) for hit in hits]), _ids(hits)

    return policy


_POLICIES: dict[HitPolicy, Policy] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.FIRST: _first,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.RULE_ORDER: _all,
    HitPolicy.OUTPUT_ORDER: _ranked,
    HitPolicy.COLLECT: _all,
}
_AGGREGATIONS: dict[str, Policy] = {
    "SUM": _aggregated(total),
    "MIN": _aggregated(minimum),
    "MAX": _aggregated(maximum),
    "COUNT": _aggregated(lambda _ev, values: len(values)),
}


def policy_of(policy: HitPolicy, aggregation: str | None) -> Policy:
    """How the hits become the answer; only COLLECT aggregates."""
    if policy is HitPolicy.COLLECT and aggregation is not None:
        return _AGGREGATIONS[aggregation]
    return _POLICIES[policy]


def answer_without_hit(policy: HitPolicy, aggregation: str | None) -> Value:
    """What a table without default gives when no rule hits: nothing counted, an empty collection, or null."""
    if policy is HitPolicy.COLLECT and aggregation == "COUNT":
        return 0
    many = policy in (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER) and aggregation is None
    return [] if many else None
