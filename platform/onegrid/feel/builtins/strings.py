"""String functions. Positions count characters from 1, from the end below 0."""

import re
from collections.abc import Callable
from functools import lru_cache

from onegrid.feel.backtracking import Backtracking
from onegrid.feel.builtins.registry import builtin
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.numbers import parse_number
from onegrid.feel.patterns import PatternError, replacement, translate
from onegrid.feel.text import text_of
from onegrid.feel.values import Value

_PER_STEP = 128  # comparisons of single characters that take as long as one step of FEEL
_Made = Callable[[re.Match[str]], str]
_NOTHING = re.compile("(?!)")
_ANYTHING = re.compile(r"(?:\.\*\??)+")


@builtin("substring", "string:s", "start position:n", "length:n?")
def substring(ev: Evaluation, string: str, start: Value, length: Value = None) -> Value:
    at, size = int(start), len(string) if length is None else int(length)
    if at == 0 or abs(at) > len(string) or size < 1:
        return ev.fail("feel.argument", function="substring", what=f"start {start}, length {length}")
    first = at - 1 if at > 0 else len(string) + at
    return string[first : first + size]


@builtin("string length", "string:s")
def string_length(_ev: Evaluation, string: str) -> int:
    return len(string)


@builtin("upper case", "string:s")
def upper_case(_ev: Evaluation, string: str) -> str:
    return string.upper()


@builtin("lower case", "string:s")
def lower_case(_ev: Evaluation, string: str) -> str:
    return string.lower()


@builtin("trim", "string:s")
def trim(_ev: Evaluation, string: str) -> str:
    return string.strip()


@builtin("substring before", "string:s", "match:s")
def substring_before(_ev: Evaluation, string: str, match: str) -> str:
    at = string.find(match)
    return string[:at] if at > 0 else ""


@builtin("substring after", "string:s", "match:s")
def substring_after(_ev: Evaluation, string: str, match: str) -> str:
    at = string.find(match)
    return string[at + len(match) :] if at >= 0 else ""


@builtin("contains", "string:s", "match:s")
def contains(_ev: Evaluation, string: str, match: str) -> bool:
    return match in string


@builtin("starts with", "string:s", "match:s")
def starts_with(_ev: Evaluation, string: str, match: str) -> bool:
    return string.startswith(match)


@builtin("ends with", "string:s", "match:s")
def ends_with(_ev: Evaluation, string: str, match: str) -> bool:
    return string.endswith(match)


@lru_cache(maxsize=512)
def _pattern(pattern: str, flags: str) -> tuple[re.Pattern[str], Backtracking | None]:
    return translate(pattern, flags)


def compiled_pattern(ev: Evaluation, pattern: str, flags: str | None, text: str) -> Value:
    """The pattern, kept by its text; null with the reason where it is none."""
    ev.spend(len(text) // 64)
    try:
        compiled, backtracking = _pattern(pattern, flags or "")
    except (PatternError, re.error) as error:
        return ev.fail("feel.pattern", what=str(error))
    if backtracking is not None:
        if backtracking.is_hopeless(text):
            return _NOTHING
        ev.spend(backtracking.steps(text) // _PER_STEP)
    return compiled


@builtin("matches", "input:s", "pattern:s", "flags:s?")
def matches(ev: Evaluation, text: str, pattern: str, flags: str | None = None) -> bool | None:
    compiled = compiled_pattern(ev, pattern if flags else _bare(pattern), flags, text)
    return None if compiled is None else compiled.search(text) is not None


def _bare(pattern: str) -> str:
    """Without a `.*` at either end, which says nothing about whether there is a match and costs much."""
    start = _ANYTHING.match(pattern)
    pattern = pattern[start.end() :] if start else pattern
    while pattern.endswith(".*") and not (len(pattern) - len(pattern[:-2].rstrip("\\"))) % 2:
        pattern = pattern[:-2]
    return pattern


@builtin("replace", "input:s", "pattern:s", "replacement:s", "flags:s?")
def replace(ev: Evaluation, text: str, pattern: str, by: str, flags: str | None = None) -> Value:
    compiled = compiled_pattern(ev, pattern, flags, text)
    if compiled is None:
        return None
    if "q" in (flags or ""):
        return compiled.sub(_paid(ev, by, 0, lambda _: by), text)
    if compiled.search("") is not None:
        return ev.fail("feel.pattern", what="the pattern matches nothing at all")
    try:
        made = replacement(by, compiled.groups)
    except PatternError as error:
        return ev.fail("feel.pattern", what=str(error))
    return compiled.sub(_paid(ev, by, by.count("$"), made), text)


def _paid(ev: Evaluation, by: str, groups: int, made: _Made) -> _Made:
    """Each replacement paid by what it may grow to, before it is built."""

    def replaced(match: re.Match[str]) -> str:
        ev.spend(1 + (len(by) + groups * (match.end() - match.start())) // 16)
        return made(match)

    return replaced


@builtin("split", "string:s", "delimiter:s")
def split(ev: Evaluation, string: str, delimiter: str) -> list[str] | None:
    compiled = compiled_pattern(ev, delimiter, "", string)
    if compiled is None:
        return None
    ends = [(0, 0), *((m.start(), m.end()) for m in compiled.finditer(string)), (len(string), 0)]
    ev.spend(len(ends))
    return [string[ends[i][1] : ends[i + 1][0]] for i in range(len(ends) - 1)]


@builtin("string join", "list:l", "delimiter:s?")
@builtin("string join", "list:l", "delimiter:s?", "prefix:s?", "suffix:s?")
def string_join(
    ev: Evaluation,
    items: list[Value],
    delimiter: str | None = None,
    prefix: str | None = None,
    suffix: str | None = None,
) -> Value:
    if any(item is not None and not isinstance(item, str) for item in items):
        return ev.fail("feel.argument", function="string join", what="the list holds more than texts")
    ev.spend(len(items) + sum(len(item or "") + len(delimiter or "") for item in items) // 8)
    joined = (delimiter or "").join(item for item in items if item is not None)
    return (prefix or "") + joined + (suffix or "")


@builtin("string", "from:a")
def string(ev: Evaluation, value: Value) -> str | None:
    return None if value is None else text_of(value, ev)


@builtin("number", "from:s", "grouping separator:s?", "decimal separator:s?")
def number(ev: Evaluation, text: str, grouping: str | None = None, point: str | None = None) -> Value:
    if grouping not in (None, " ", ",", ".") or point not in (None, ".", ",") or (grouping and grouping == point):
        return ev.fail("feel.argument", function="number", what="separators are ' ' ',' '.' and '.' ','")
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(point, ".") if point else plain
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", plain, re.ASCII):
        return ev.fail("feel.argument", function="number", what=f"'{text}' is no number")
    try:
        return parse_number(plain)
    except ArithmeticError:
        return ev.fail("feel.arithmetic")
