"""Patterns of text fields: read once, and never such that one answer could keep the whole installation busy."""

import re
from dataclasses import dataclass
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]

from onegrid.feel.backtracking import Backtracking
from onegrid.feel.explosion import may_explode

_MOST_STEPS = 50_000_000  # comparisons of single characters; about a second
# What only Python writes, and the judge of repetitions does not look into.
_UNJUDGED = ("ATOMIC_GROUP", "POSSESSIVE_REPEAT", "GROUPREF_EXISTS")


class EndlessPattern(ValueError):
    """It may take for ever over some text."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that the whole text must match."""

    _compiled: re.Pattern[str]
    _cost: Backtracking

    def matches(self, text: str) -> bool:
        """Whether all of it does; a text over which it would take too long does not."""
        return self._cost.steps(text) <= _MOST_STEPS and self._compiled.fullmatch(text) is not None


@lru_cache(maxsize=512)
def pattern_of(text: str) -> Pattern:
    """Raises re.error for what is no regular expression, EndlessPattern for what may take for ever."""
    compiled = re.compile(text)
    # Only from its beginning, as `fullmatch` tries it; the engine looks back over the same ways.
    whole = f"^(?:{text})$"
    try:
        parsed = _parser.parse(whole)
    except re.error:  # marks for the whole pattern, such as (?i), may not stand inside it
        parsed = _parser.parse(text)
    if any(name in repr(parsed) for name in _UNJUDGED) or may_explode(parsed, text):
        raise EndlessPattern
    return Pattern(compiled, Backtracking(parsed, text, compiled.flags))
