"""Microseconds that compiled FEEL takes: conditions beside Python's `eval` of the same, and a table of 30 rules."""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from onegrid.engine.dmn import compile_model, read_dmn
from onegrid.feel import Evaluation, compile_expression

TIMES_PYTHON = 10
TABLE_GOAL = 100
SCOPE = {
    "days": 4,
    "kind": "leave",
    "case": {"urgency": "low"},
    "total": 11,
    "amount": 700,
    "limit": 300,
    "done": False,
    "title": "street light out",
    "score": 5,
    "units": [1, 2, 3],
}
CONDITIONS = {
    'days > 3 and kind = "leave"': 'days > 3 and kind == "leave"',
    'case.urgency = "high" or total > 10': 'case["urgency"] == "high" or total > 10',
    "amount * 1.5 >= 1000": "amount * 1.5 >= 1000",
    "amount / 2 + 1 > limit - 5": "amount / 2 + 1 > limit - 5",
    "days in [1..5] and not(done)": "1 <= days <= 5 and not done",
    'if days > 3 then "long" else "short"': '"long" if days > 3 else "short"',
    'kind in ("sick", "leave")': 'kind in ("sick", "leave")',
    'contains(title, "light") and score between 1 and 10': '"light" in title and 1 <= score <= 10',
    "some u in units satisfies u = 3": "any(u == 3 for u in units)",
    "count(units) > 2": "len(units) > 2",
}


def table_of(rules: int) -> bytes:
    """A unique table over a text, a number and a truth value with two outputs; the rules do not meet."""
    rows = []
    for at in range(rules):
        kind, span, night = at // 6, at // 2 % 3, at % 2
        cells = [f'"kind{kind}", "also{kind}"', f"[{span * 10}..{span * 10 + 10})", "true" if night else "false"]
        cells += [f'"unit {at}"', str(at)]
        parts = [f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells[:3]]
        parts += [f"<outputEntry><text>{cell}</text></outputEntry>" for cell in cells[3:]]
        rows.append(f'<rule id="r{at}">{"".join(parts)}</rule>')
    inputs = "".join(
        f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in ("kind", "score", "night")
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:bench">'
        f'<decision id="d" name="d"><decisionTable id="t">{inputs}<output name="unit"/><output name="hours"/>'
        f"{''.join(rows)}</decisionTable></decision></definitions>"
    ).encode()


def rows() -> Iterator[dict[str, Any]]:
    """One row a condition, and the table."""
    for text, python in CONDITIONS.items():
        expression, code, ev = compile_expression(text), compile(python, "", "eval"), Evaluation(steps=10**12)
        if expression.evaluate(SCOPE, ev) != eval(code, {}, SCOPE):  # noqa: S307 - the baseline is Python itself
            raise AssertionError(text)
        ours, theirs = _both(
            lambda: expression.evaluate(SCOPE, ev),  # noqa: B023 - called before the next round
            lambda: eval(code, {}, SCOPE),  # noqa: B023, S307
        )
        yield _row(f"FEEL: {text}", ours, theirs * TIMES_PYTHON, theirs)
    decisions, ev = compile_model(read_dmn(table_of(30))), Evaluation(steps=10**12)
    given = {"kind": "also4", "score": 25, "night": True}
    if decisions.evaluate("d", given, ev).rules != ("r29",):
        raise AssertionError("the table answers with another rule")
    yield _row("FEEL: table of 30 rules, 3 inputs", _cost(lambda: decisions.evaluate("d", given, ev), 300), TABLE_GOAL)


def _both(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Turn by turn, so that a busy machine slows both alike."""
    pairs = [(_cost(ours, 2000), _cost(theirs, 2000)) for _ in range(7)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def _cost(act: Callable[[], object], times: int) -> float:
    """Microseconds of CPU for one act, the lightest of three tries."""
    tries = []
    for _ in range(3):
        began = time.process_time()
        for _ in range(times):
            act()
        tries.append((time.process_time() - began) / times * 1e6)
    return min(tries)


def _row(name: str, ours: float, goal: float, theirs: float | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "ours": round(ours, 2),
        "unit": "CPU us",
        "goal": round(goal, 2),
        "better": "less",
        "baseline": None if theirs is None else round(theirs, 2),
        "ratio": None if theirs is None else round(theirs / ours, 2),
    }


if __name__ == "__main__":
    for row in rows():
        print(row)
