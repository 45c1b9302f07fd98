"""Patterns of XPath's regular expressions, as FEEL has them, to Python's; what would differ or hang is refused."""

import re
from re import _constants as _codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE, "q": 0}
_CLASSES = {
    r"\i": r"[A-Za-z_:\u00c0-\uffff]",
    r"\I": r"[^A-Za-z_:\u00c0-\uffff]",
    r"\c": r"[-.0-9A-Za-z_:\u00b7\u00c0-\uffff]",
    r"\C": r"[^-.0-9A-Za-z_:\u00b7\u00c0-\uffff]",
}
MANY = 64


class PatternError(ValueError):
    """The pattern is not allowed or not understood."""


def translate(pattern: str, flags: str) -> re.Pattern[str]:
    """The compiled pattern; raises PatternError or re.error."""
    unknown = set(flags) - set(_FLAGS)
    if unknown:
        raise PatternError(f"unknown flag {sorted(unknown)[0]}")
    options = 0
    for flag in flags:
        options |= _FLAGS[flag]
    if "q" in flags:
        return re.compile(re.escape(pattern), options)
    source = _source(pattern, verbose="x" in flags)
    _refuse_explosion(_parser.parse(source, options), False)
    return re.compile(source, options & ~re.VERBOSE)


def _source(pattern: str, *, verbose: bool) -> str:
    if verbose:  # XPath drops white space everywhere but in classes; Python also reads comments
        pattern = re.sub(r"(\[(?:\\.|[^\]\\])*\])|(\\.)|\s+", lambda m: m.group(1) or m.group(2) or "", pattern)
    if re.search(r"\(\?(?!:)", pattern):
        raise PatternError("groups of the form (?...) are not part of XPath's patterns")
    if re.search(r"(?<!\\)(?:\\\\)*\\[pP]\{", pattern) or "-[" in pattern:
        return _with_properties(pattern)
    return re.sub(r"\\\\|\\[iIcC]", lambda m: _CLASSES.get(m.group(), m.group()), pattern)


_PROPERTIES = {
    "L": r"[^\W\d_]",
    "Lu": r"[A-Z\u00c0-\u00d6\u00d8-\u00de]",
    "Ll": r"[a-z\u00df-\u00f6\u00f8-\u00ff]",
    "N": r"\d",
    "Nd": r"\d",
    "Z": r"\s",
    "Zs": r"[ \u00a0\u3000]",
    "P": r"[!-#%-*,-/:;?@\[-\]_{}\u3001-\u3011\uff01-\uff0f]",
    "IsBasicLatin": r"[\x00-\x7f]",
    "IsCJKUnifiedIdeographs": r"[\u4e00-\u9fff]",
    "IsHan": r"[\u3400-\u4dbf\u4e00-\u9fff]",
}


def _with_properties(pattern: str) -> str:
    def known(match: re.Match[str]) -> str:
        found = _PROPERTIES.get(match.group(2))
        if found is None or match.group(1) == "P":
            raise PatternError(f"the property {match.group()} is not known")
        return found

    if "-[" in pattern:
        raise PatternError("subtraction of classes is not supported")
    return re.sub(r"\\([pP])\{(\w+)\}", known, pattern)


def _refuse_explosion(parsed: Any, inside: bool) -> None:
    """Repetition of a part that itself repeats and may match the same text in many ways takes exponential time."""
    for code, argument in parsed:
        if code in (_codes.MAX_REPEAT, _codes.MIN_REPEAT):
            _low, high, body = argument
            many = high > MANY
            if inside and many and len(parsed) == 1:
                raise PatternError("a repeated group that is itself repeated, as in (a+)+, may take for ever")
            _refuse_explosion(body, inside or many)
        elif code is _codes.SUBPATTERN:
            _refuse_explosion(argument[-1], inside)
        elif code is _codes.BRANCH:
            for branch in argument[1]:
                _refuse_explosion(branch, inside)
        elif code in (_codes.ASSERT, _codes.ASSERT_NOT):
            _refuse_explosion(argument[1], inside)


def replacement(text: str, groups: int) -> Any:
    """XPath's replacement text, `$1` and `\\$`, as the function that Python wants."""
    pieces = re.findall(r"\\[\\$]|\$\d+|[^$\\]+|.", text, re.DOTALL)

    def give(match: re.Match[str]) -> str:
        return "".join(_piece(piece, match, groups) for piece in pieces)

    return give


def _piece(piece: str, match: re.Match[str], groups: int) -> str:
    if piece[0] == "$" and len(piece) > 1:
        digits = piece[1:]
        while len(digits) > 1 and int(digits) > groups:
            digits = digits[:-1]
        found = (match.group(int(digits)) or "") if int(digits) <= groups else ""
        return found + piece[1 + len(digits) :]
    return piece[1] if piece in ("\\\\", "\\$") else piece
