"""Whether a pattern may take exponential time: repetition of a part that can match one text in several ways."""

import re
from collections.abc import Iterable, Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from typing import Any

_SAMPLE = frozenset(chr(number) for number in range(128)) | frozenset("é中文，。")
_CATEGORIES = {
    codes.CATEGORY_DIGIT: r"\d",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_WORD: r"\W",
}
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)
_SINGLE = (codes.LITERAL, codes.NOT_LITERAL, codes.IN)
Item = tuple[Any, Any]


def may_explode(parsed: Iterable[Item], pattern: str) -> bool:
    """Judged strictly, over a sample of characters that holds all of the pattern's own."""
    return Judge(_SAMPLE.union(pattern)).explodes(parsed)


class Judge:
    """The questions asked of a parsed pattern, over one sample of characters."""

    def __init__(self, sample: frozenset[str]) -> None:
        self._sample = sample

    def explodes(self, parsed: Iterable[Item]) -> bool:
        """Whether any part of the sequence may."""
        return any(self._item_explodes(code, argument) for code, argument in parsed)

    def _item_explodes(self, code: Any, argument: Any) -> bool:
        if code in REPEATS:
            _low, high, body = argument
            return (high > 1 and self._is_ambiguous(list(body))) or self.explodes(body)
        return any(self.explodes(part) for part in _parts(code, argument))

    def _is_ambiguous(self, body: list[Item]) -> bool:
        """Whether rounds of the body can be cut in several ways: it repeats inside without a separator, or its choices
        begin alike."""
        inner = list(_inner_repeats(body))
        if any(not self._separated(body, repeat) for repeat in inner):
            return True
        return any(self.alike(branches) for branches in _branches(body))

    def _separated(self, body: list[Item], repeated: Iterable[Item]) -> bool:
        """Something that every round must have and that the inner repetition cannot take."""
        taken = both_cases(self.all_characters(repeated))
        needed = (self._characters(code, argument) for code, argument in _flat(body) if code in _SINGLE)
        return any(not taken & both_cases(one) for one in needed)

    def alike(self, branches: list[Any]) -> bool:
        """Whether two of the branches may begin with the same character."""
        seen: frozenset[str] = frozenset()
        for branch in branches:
            first = self.first(branch)
            if not list(branch) or first & seen:
                return True
            seen |= first
        return False

    def first(self, items: Iterable[Item]) -> frozenset[str]:
        """The characters with which the sequence may begin."""
        found: frozenset[str] = frozenset()
        for code, argument in items:
            if code is codes.AT:
                continue
            if code in REPEATS:
                found |= self.first(argument[2])
                if argument[0] == 0:
                    continue
                return found
            parts = _parts(code, argument)
            return found | (frozenset().union(*map(self.first, parts)) if parts else self._characters(code, argument))
        return found

    def all_characters(self, items: Iterable[Item]) -> frozenset[str]:
        """All that may stand anywhere in it."""
        found: frozenset[str] = frozenset()
        for code, argument in items:
            parts = [argument[2]] if code in REPEATS else _parts(code, argument)
            if not parts:
                found |= self._characters(code, argument)
            for part in parts:
                found |= self.all_characters(part)
        return found

    def _characters(self, code: Any, argument: Any) -> frozenset[str]:
        if code is codes.LITERAL:
            return frozenset((chr(argument),))
        if code is codes.NOT_LITERAL:
            return self._sample - {chr(argument)}
        if code is codes.IN:
            return self._set(argument)
        return frozenset() if code is codes.AT else self._sample

    def _set(self, members: Iterable[Item]) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        negated = False
        for code, argument in members:
            if code is codes.NEGATE:
                negated = True
            elif code is codes.LITERAL:
                found |= {chr(argument)}
            elif code is codes.RANGE:
                found |= {char for char in self._sample if argument[0] <= ord(char) <= argument[1]}
                found |= {chr(argument[0]), chr(argument[1])}
            elif code is codes.CATEGORY:
                found |= {char for char in self._sample if re.match(_CATEGORIES[argument], char)}
        return self._sample - found if negated else found


def both_cases(characters: frozenset[str]) -> frozenset[str]:
    """With the same letters in the other case."""
    return characters.union(*(frozenset((char.lower(), char.upper())) for char in characters))


def _parts(code: Any, argument: Any) -> Sequence[Any]:
    if code is codes.SUBPATTERN:
        return [argument[-1]]
    if code is codes.BRANCH:
        return list(argument[1])
    return [argument[1]] if code in (codes.ASSERT, codes.ASSERT_NOT) else []


def _inner_repeats(items: Iterable[Item]) -> Iterable[Any]:
    for code, argument in items:
        if code in REPEATS:
            if argument[0] != argument[1]:
                yield argument[2]
            yield from _inner_repeats(argument[2])
        for part in _parts(code, argument):
            yield from _inner_repeats(part)


def _flat(items: Iterable[Item]) -> Iterable[Item]:
    """What each round surely has: the sequence, groups opened."""
    for code, argument in items:
        if code is codes.SUBPATTERN:
            yield from _flat(argument[-1])
        else:
            yield code, argument


def _branches(items: Iterable[Item]) -> Iterable[list[Any]]:
    for code, argument in items:
        if code is codes.BRANCH:
            yield list(argument[1])
        for part in _parts(code, argument):
            yield from _branches(part)
