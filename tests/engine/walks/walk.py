"""One walk: random choices made over what our engine shows, done to both, compared after every step.

Wanted differences, each with a test of its own against the standard's text (tests/engine/test_standard.py):
variables belong to the scope (BPMN 10.4), so what was written inside a sub-process stays when it is interrupted,
while the stock engine keeps data on tokens; only mapped values leave a called process; output collections are in
the order of the input. Such keys are left out here (`Model.private`), as are `d_*`, which loops write again.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.engine.walks import ours, stock
from tests.engine.walks.blocks import OURS, STOCK, Block, Model, draw

BEGIN = dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)
MAX_STEPS = 60


class Different(AssertionError):
    """The two engines disagree."""


@dataclass
class Pair:
    """One body drawn and compiled in both dialects."""

    model: Model
    spec: Any
    stock_specs: Callable[[], Any]

    @classmethod
    def of(cls, body: Block) -> "Pair":
        ours_model, stock_model = draw(body, OURS), draw(body, STOCK)
        return cls(ours_model, ours.parse(ours_model), lambda: stock.parse(stock_model))


def walk(pair: Pair, seed: int) -> int:
    """Walk to the end or to the step limit; the number of steps."""
    chance = random.Random(seed)
    data = {name: [f"u{n}" for n in range(chance.randint(0, 4))] for name in pair.model.collections}
    left = ours.OurCase(pair.spec, data, BEGIN)
    right = stock.StockCase(pair.stock_specs(), data, BEGIN)
    gone: set[str] = set()  # messages that the stock engine hears only once
    for step in range(MAX_STEPS):
        _same("open tasks", left.open(), right.open())
        _same("messages", _without(left.messages(), gone), _without(right.messages(), gone))
        _same("finished", left.finished, right.finished)
        if left.finished:
            break
        told = _act(chance, left, right, step, gone)
        if told is None:
            break
        gone |= {told} & pair.model.once
    else:
        return MAX_STEPS
    both = set(pair.model.elements) & set(right.passed)
    _same("passed", _only(left.passed, both), _only(right.passed, both))
    _same("passed by ours alone", set(left.passed) - both - pair.model.only_ours, set())
    _same("incidents", left.incidents, [])
    if left.finished:
        _same("data", _comparable(left.data, pair.model), _comparable(right.data, pair.model))
    return step


def _act(chance: random.Random, left: ours.OurCase, right: stock.StockCase, step: int, gone: set[str]) -> str | None:
    """Choose and do; the name of the message told, empty for other acts, None if nothing can be done."""
    choices: list[tuple[str, Any]] = [("complete", key) for key in left.open()]
    choices += [("tell", name) for name in left.messages() if name not in gone]
    if left.timers:
        choices.append(("tick", min(left.timers.values())))
    if not choices:
        return None
    kind, what = chance.choice(choices)
    if kind == "complete":
        answers = {f"{what[0]}_{step}": chance.randint(0, 9), f"d_{what[0]}": chance.randint(0, 3)}
        left.complete(what, dict(answers))
        right.complete(what, dict(answers))
    elif kind == "tell":
        left.tell(what)
        right.tell(what)
    else:
        left.tick(max(what, left.now) + dt.timedelta(seconds=1))  # the stock engine fires only after the moment
        right.tick(left.now)
    return what if kind == "tell" else ""


def _same(what: str, left: Any, right: Any) -> None:
    if left != right:
        raise Different(f"{what}: ours {left}, stock {right}")


def _without(names: list[str], gone: set[str]) -> list[str]:
    return [name for name in names if name not in gone]


def _only(counted: Any, names: set[str]) -> dict[str, int]:
    return {name: counted[name] for name in sorted(names)}


def _comparable(data: dict[str, Any], model: Model) -> dict[str, Any]:
    kept = {}
    for key, value in data.items():
        if key.startswith(("d_", "item_", "list_")) or key.rpartition("_")[0] in model.private:
            continue
        if key.removeprefix("out_") in model.private:
            continue
        kept[key] = sorted(filter(None, value)) if key.startswith("out_") else value
    return kept
