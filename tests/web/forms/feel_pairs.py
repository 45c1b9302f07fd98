"""Makes conditions of the stated subset with data for them, by a seed; and has the page's FEEL answer them."""

import json
import random
import shutil
import subprocess
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.catalog import ROOT

FRONTEND = ROOT / "platform" / "frontend"
TEXTS = ("", "x", "y", "紧急", "路灯", "file", "😀", "｡", 'a"b', "Ä", "10", "9")
NUMBERS = (0, 1, 2, 3, 10, -1, -2.5, 0.1, 0.2, 0.3, 2.5, 1.005, 2.345, 99.99, 1000000, 0.015)


def page_values(pairs: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """All of them in one process of node."""
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules" / "vite").exists():
        pytest.fail("node or the front end is not there: run `make build`")
    done = subprocess.run(
        [node, "scripts/feel_pairs.mjs"],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        cwd=FRONTEND,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[Any] = json.loads(done.stdout, parse_float=Decimal)
    return found


class Maker:
    """Random expressions by kind, so that most mean something; one in ten operands is of any kind."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def data(self) -> dict[str, Any]:
        """Names that every expression may use, often null, sometimes of the wrong kind."""
        return {
            **{name: self._maybe(self._text) for name in ("a", "b", "类别")},
            **{name: self._maybe(self._number) for name in ("n", "m", "count")},
            **{name: self._maybe(lambda: self.random.random() < 0.5) for name in ("t", "f")},
            "texts": self._maybe(lambda: [self._text() for _ in range(self.random.randrange(4))]),
            "numbers": self._maybe(lambda: [self._number() for _ in range(self.random.randrange(4))]),
            "rows": [
                {"q": self._maybe(self._number), "s": self._maybe(self._text)} for _ in range(self.random.randrange(4))
            ],
            "case": {"level": self._maybe(self._text), "score": self._maybe(self._number), "co": ["u1"]},
        }

    def _text(self) -> str:
        return self.random.choice(TEXTS)

    def _number(self) -> float:
        return self.random.choice(NUMBERS)

    def _maybe(self, make: Any) -> Any:
        chance = self.random.random()
        if chance < 0.2:
            return None
        if chance < 0.25:
            return self.random.choice([self._text(), self._number(), True, []])
        return make()

    def condition(self, depth: int = 3) -> str:
        """Something true, false or null."""
        pick = self.random.choice
        if depth <= 0:
            return pick(("t", "f", "true", "false", "null", 'a = "x"', "n > 1", "b = null"))
        inner = depth - 1
        return pick(
            (
                lambda: f"{self.any(inner)} {pick(('=', '!='))} {self.any(inner)}",
                lambda: f"{self.text(inner)} {pick(('=', '!=', '<', '>='))} {self.text(inner)}",
                lambda: f"{self.number(inner)} {pick(('=', '!=', '<', '<=', '>', '>='))} {self.number(inner)}",
                lambda: f"{self.number(inner)} between {self.number(0)} and {self.number(0)}",
                lambda: f"{self.text(inner)} in ({', '.join(self._literals())})",
                lambda: f"{self.text(0)} in [{', '.join(self._literals())}]",
                lambda: f"{self.number(inner)} in {pick(('[0..2.5]', '(0..3)', '(> 1)', '[-2..-1)', '(<= 0.3)'))}",
                lambda: f"({self.condition(inner)}) {pick(('and', 'or'))} ({self.condition(inner)})",
                lambda: f"not({self.condition(inner)})",
                lambda: f"{pick(('contains', 'starts with', 'ends with'))}({self.text(inner)}, {self.text(0)})",
                lambda: f"list contains(texts, {self.text(0)})",
                lambda: f"list contains(numbers, {self.number(0)})",
                lambda: f"{pick(('some', 'every'))} r in rows satisfies {self._about_row()}",
                lambda: f"{pick(('some', 'every'))} one in texts satisfies one {pick(('=', '!='))} {self.text(0)}",
            )
        )()

    def _about_row(self) -> str:
        return self.random.choice((f"r.q > {self.number(0)}", f"r.s = {self.text(0)}", "r.q != null", 'r.s != "x"'))

    def _literals(self) -> list[str]:
        return [self.random.choice(('"x"', '"y"', '"紧急"', "3", "null", "true")) for _ in range(3)]

    def any(self, depth: int) -> str:
        """Of any kind."""
        return self.random.choice((self.text, self.number, lambda _depth: "null", self.condition, self._list))(depth)

    def _list(self, _depth: int) -> str:
        return self.random.choice(("texts", "numbers", "rows.q", "case.co", "[1, 2]", '["x"]', "rows"))

    def text(self, depth: int) -> str:
        """Text, or null."""
        pick = self.random.choice
        plain = pick(('"x"', '"紧急"', '""', "a", "b", "类别", "case.level", "case.gone", '"😀"', '"a\\"b"'))
        if depth <= 0 or self.random.random() < 0.5:
            return plain
        return pick(
            (
                f"{pick(('upper case', 'lower case'))}({self.text(depth - 1)})",
                f"({self.text(depth - 1)} + {self.text(0)})",
                f"(if {self.condition(depth - 1)} then {self.text(0)} else {self.text(0)})",
            )
        )

    def number(self, depth: int) -> str:
        """A number, or null."""
        pick = self.random.choice
        plain = pick(("n", "m", "case.score", "0", "1", "2.5", "0.3", "1.005", "100"))
        if depth <= 0 or self.random.random() < 0.4:
            return plain
        one, other = self.number(depth - 1), self.number(depth - 1)
        rounding = pick(("decimal", "round half up", "round half down", "round up", "round down"))
        return pick(
            (
                f"({one} {pick('+-*')} {other})",
                f"-{plain}",
                f"{rounding}({one}, {pick('012')})",
                f"{rounding}({plain} / {pick(('2', '3', 'm', '7'))}, 2)",
                f"abs({one})",
                f"{pick(('floor', 'ceiling'))}({one})",
                f"count({pick(('texts', 'numbers', 'rows', 'case.co'))})",
                f"{pick(('sum', 'min', 'max'))}({pick(('numbers', 'rows.q', 'for r in rows return r.q * 2'))})",
                f"string length({self.text(0)})",
                f"(if {self.condition(depth - 1)} then {one} else {plain})",
            )
        )
