"""How long a search with a pattern may take over a text where it finds nothing: the product of the ways to go back.

What can take exponential time in any text is refused before (`explosion`); `.*,.*,.*;` is none of that, and yet takes
for ever over a long text of commas. Small texts are judged roughly, the others by the characters that they hold.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from re import _constants as codes  # type: ignore[attr-defined]
from typing import Any

from onegrid.feel.explosion import REPEATS, Item, Judge, both_cases

_ROUGH = 100_000  # below it nobody asks more exactly
_END = "end"  # no character, and so in no set of them


@dataclass(frozen=True, slots=True)
class _Way:
    """A place where the search may go back: so often at most, among these characters, if one of `follow` comes next."""

    most: int
    taken: frozenset[str]
    follow: frozenset[str]
    is_repeat: bool = True


class Backtracking:
    """Of one pattern; `steps(text)` is what a search in that text costs at worst."""

    def __init__(self, parsed: Any, pattern: str, flags: int) -> None:
        self._parsed, self._pattern, self._any_case = parsed, pattern, bool(flags & re.IGNORECASE)
        self._width = int(parsed.getwidth()[1])
        first = next(iter(parsed), (None, None))
        lines = flags & re.MULTILINE
        self._anchored = not lines and tuple(first) == (codes.AT, codes.AT_BEGINNING)

    def is_hopeless(self, text: str) -> bool:
        """Whether a character that every match has is missing."""
        return any(char not in text for char in self._needed)

    @cached_property
    def _needed(self) -> frozenset[str]:
        return frozenset() if self._any_case else frozenset(_needed(self._parsed))

    def steps(self, text: str) -> int:
        """Single comparisons of characters, about."""
        size = len(text) + 1
        rough = prod(min(way.most, size) for way in self._ways) * min(self._width, size)
        rough *= 1 if self._anchored else size
        return rough if rough <= _ROUGH else min(rough, self._exactly(text))

    @cached_property
    def _ways(self) -> list[_Way]:
        return list(_Walk(Judge(frozenset(self._pattern)), self._any_case).ways(list(self._parsed), frozenset()))

    def _exactly(self, text: str) -> int:
        counts = Counter(text)
        judge = Judge(frozenset(counts).union(self._pattern))
        walk = _Walk(judge, self._any_case)
        least = int(self._parsed.getwidth()[0])
        each = least + 1  # what one start costs: the ways come from the end of the pattern to its beginning
        for way in walk.ways(list(self._parsed), frozenset()):
            longest = _longest(text, way.taken & counts.keys()) if way.is_repeat else 0
            places = 1
            if way.taken & way.follow:
                places = sum(counts[char] for char in way.follow if char != _END) + (_END in way.follow)
                places = max(min(way.most, places, longest + 1 if way.is_repeat else way.most), 1)
            each = min(longest, way.most) + places * each
        first = walk.first(list(self._parsed))
        starts = len(text) + 1
        if self._anchored:
            starts = 1
        elif least:
            starts = sum(counts[char] for char in first)
        return starts * each


class _Walk:
    """A parsed pattern from its end to its beginning: at each place it is known what may come next."""

    def __init__(self, judge: Judge, any_case: bool) -> None:
        self._judge, self._any_case = judge, any_case

    def ways(self, items: Sequence[Item], follow: frozenset[str]) -> Iterator[_Way]:
        for at in range(len(items) - 1, -1, -1):
            code, argument = items[at]
            if code in REPEATS:
                low, high, body = argument
                if low != high:
                    yield _Way(int(high) - int(low) + 1, self._cased(self._judge.all_characters(body)), follow)
                if high == 1:
                    yield from self.ways(list(body), follow)
            elif code is codes.SUBPATTERN:
                yield from self.ways(list(argument[-1]), follow)
            elif code is codes.BRANCH:
                yield from self._branches([list(branch) for branch in argument[1]], follow)
            follow = self._before(code, argument, follow)

    def first(self, items: Sequence[Item]) -> frozenset[str]:
        """The characters with which it may begin."""
        return self._cased(self._judge.first(items))

    def _branches(self, branches: list[list[Item]], follow: frozenset[str]) -> Iterator[_Way]:
        every = frozenset().union(*(self._judge.all_characters(branch) for branch in branches))
        if self._judge.alike(branches):
            yield _Way(len(branches), every, every, is_repeat=False)
        for branch in branches:
            yield from self.ways(branch, follow)

    def _before(self, code: Any, argument: Any, follow: frozenset[str]) -> frozenset[str]:
        if code is codes.AT:
            at_end = argument in (codes.AT_END, codes.AT_END_STRING)
            return frozenset((_END,)) if at_end else follow
        first = self._cased(self._judge.first([(code, argument)]))
        return first | follow if self._may_be_empty(code, argument) else first

    @staticmethod
    def _may_be_empty(code: Any, argument: Any) -> bool:
        if code in REPEATS:
            return bool(argument[0] == 0 or argument[2].getwidth()[0] == 0)
        if code is codes.SUBPATTERN:
            return bool(argument[-1].getwidth()[0] == 0)
        return code is codes.BRANCH and any(branch.getwidth()[0] == 0 for branch in argument[1])

    def _cased(self, characters: frozenset[str]) -> frozenset[str]:
        return both_cases(characters) if self._any_case else characters


def _needed(items: Sequence[Item]) -> Iterator[str]:
    for code, argument in items:
        if code is codes.LITERAL:
            yield chr(argument)
        elif code is codes.SUBPATTERN and not argument[1] & re.IGNORECASE:
            yield from _needed(argument[-1])
        elif code in REPEATS and argument[0] > 0:
            yield from _needed(argument[2])


def _longest(text: str, characters: frozenset[str]) -> int:
    """The longest run of these characters."""
    if not characters:
        return 0
    inside = "".join(map(re.escape, sorted(characters)))
    return max((found.end() - found.start() for found in re.finditer(f"[{inside}]+", text)), default=0)
