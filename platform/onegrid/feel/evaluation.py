"""What one evaluation carries along: the caller's moment and zone, the budget, and the reasons for nulls."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from onegrid.feel.errors import BudgetExceeded
from onegrid.feel.reasons import Reason
from onegrid.feel.values import Value

MAX_REASONS = 50
MAX_DEPTH = 100


class Evaluation:
    """One act's surroundings. `now` is aware; without it now() and today() give null.

    `zone` is where dates and times without a zone are meant; None keeps them incomparable with zoned ones.
    One Evaluation may serve many expressions of the same act: reasons and spent steps add up.
    """

    __slots__ = ("depth", "now", "reasons", "steps", "zone")

    def __init__(self, now: dt.datetime | None = None, zone: dt.tzinfo | None = None, steps: int = 1_000_000) -> None:
        self.now, self.zone, self.steps = now, zone, steps
        self.reasons: list[Reason] = []
        self.depth = 0

    def fail(self, code: str, position: int | None = None, /, **parameters: object) -> Value:
        """Record why a null comes, and give that null."""
        if len(self.reasons) < MAX_REASONS:
            self.reasons.append(Reason(code, tuple(parameters.items()), position))
        return None

    def locate(self, since: int, element: str | None) -> None:
        """Say of the reasons from that index on which element they came from, unless they say so already."""
        for at in range(since, len(self.reasons)):
            if self.reasons[at].element is None:
                self.reasons[at] = replace(self.reasons[at], element=element)

    def spend(self, steps: int) -> None:
        """Pay for work whose size the data decides."""
        self.steps -= steps
        if self.steps < 0:
            raise BudgetExceeded(
                "feel.budget",
                "the expression needs more steps than are allowed: a loop, list or text in it is too large",
                "表达式所需步数超过上限：其中的循环、列表或文本过大",
            )

    def enter(self) -> None:
        """Go one call deeper; pair with `depth -= 1`, whatever happens inside."""
        if self.depth >= MAX_DEPTH:
            raise BudgetExceeded(
                "feel.depth",
                f"functions call each other more than {MAX_DEPTH} deep",
                f"函数嵌套调用超过 {MAX_DEPTH} 层",
            )
        self.depth += 1


class Layer(dict[str, Any]):
    """Names that shadow those of the scope below: locals of a loop, entries of a context, parameters."""

    __slots__ = ("below",)

    def __init__(self, below: Mapping[str, Value], names: Mapping[str, Value]) -> None:
        super().__init__(names)
        self.below = below

    def __missing__(self, key: str) -> Value:
        return self.below[key]
