"""Patterns of XPath's regular expressions, as FEEL has them, to Python's; what would differ or hang is refused."""

import re
from collections.abc import Callable
from re import _parser  # type: ignore[attr-defined]

from onegrid.feel.explosion import may_explode

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": 0, "q": 0}
_INSIDE = {  # what stands inside the brackets of a class
    "i": r"A-Za-z_:\u00c0-\uffff",
    "c": r"\-.0-9A-Za-z_:\u00b7\u00c0-\uffff",
    "L": r"A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02c1\u0370-\u03ff\u0400-\u052f\u3041-\u30ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3",
    "Lu": r"A-Z\u00c0-\u00d6\u00d8-\u00de\u0391-\u03a9\u0410-\u042f",
    "Ll": r"a-z\u00df-\u00f6\u00f8-\u00ff\u03b1-\u03c9\u0430-\u044f",
    "N": r"\d",
    "Nd": r"\d",
    "Z": r" \u00a0\u2000-\u200a\u2028\u2029\u3000",
    "Zs": r" \u00a0\u2000-\u200a\u3000",
    "P": r"!-#%-*,-/:;?@\[-\]_{}\u00b7\u2010-\u2027\u3001-\u3003\u3008-\u3011\uff01-\uff03\uff05-\uff0a\uff0c-\uff0f"
    r"\uff1a\uff1b\uff1f",
    "IsBasicLatin": r"\x00-\x7f",
    "IsCJKUnifiedIdeographs": r"\u4e00-\u9fff",
}
_PIECE = re.compile(r"\\[pP]\{(?P<property>\w+)\}|\\(?P<name>[iIcC])|\\.|(?P<open>\[\^?)|(?P<plain>.)", re.DOTALL)


class PatternError(ValueError):
    """The pattern is not allowed or not understood."""


def translate(pattern: str, flags: str) -> re.Pattern[str]:
    """The compiled pattern; raises PatternError or re.error."""
    unknown = sorted(set(flags) - set(_FLAGS))
    if unknown:
        raise PatternError(f"unknown flag {unknown[0]}")
    options = re.NOFLAG
    for flag in flags:
        options |= _FLAGS[flag]
    if "q" in flags:
        return re.compile(re.escape(pattern), options)
    source = _translated(_without_space(pattern) if "x" in flags else pattern, flags)
    if may_explode(_parser.parse(source, int(options)), source):
        raise PatternError("a repeated part that can match in several ways, as in (a+)+, may take for ever")
    return re.compile(source, options)


def _without_space(pattern: str) -> str:
    return re.sub(r"(\[(?:\\.|[^\]\\])*\])|(\\.)|\s+", lambda m: m.group(1) or m.group(2) or "", pattern)


def _translated(pattern: str, flags: str) -> str:
    """The pattern with its classes rewritten; `.` stops at either line end, `$` is the very end of the text."""
    plain = {".": "." if "s" in flags else r"[^\n\r]", "$": "$" if "m" in flags else r"\Z"}
    done: list[str] = []
    at = 0
    while at < len(pattern):
        if pattern.startswith("(?", at) and not pattern.startswith("(?:", at):
            raise PatternError("groups of the form (?...) are not part of XPath's patterns")
        found = _match(pattern, at)
        if found["open"]:
            text, at = _class(pattern, at)
            done.append(text)
            continue
        named = _named(found)
        piece = plain.get(found.group(), found.group())
        done.append(piece if named is None else f"[{'^' if named[1] else ''}{named[0]}]")
        at = found.end()
    return "".join(done)


def _match(pattern: str, at: int) -> re.Match[str]:
    found = _PIECE.match(pattern, at)
    if found is None:
        raise PatternError("the pattern ends in a backslash")
    return found


def _named(found: re.Match[str]) -> tuple[str, bool] | None:
    """The inside of a named class, and whether it is meant negated; None for other pieces."""
    name = found["property"] or found["name"]
    if not name:
        return None
    inside = _INSIDE.get(name if found["property"] else name.lower())
    if inside is None:
        raise PatternError(f"the class {found.group()} is not known")
    return inside, found.group()[1] in "PIC"


def _class(pattern: str, at: int) -> tuple[str, int]:
    """`[...]`, with named classes inside and one class taken away: `[a-z-[aeiou]]`."""
    opening = _match(pattern, at)
    at = opening.end()
    inside: list[str] = []
    minus = ""
    while not pattern.startswith("]", at):
        if at >= len(pattern):
            raise PatternError("a class is not closed")
        if pattern.startswith("-[", at):
            minus, at = _class(pattern, at + 1)
            continue
        found = _match(pattern, at)
        named = _named(found)
        if re.fullmatch(r"\\\d", found.group()):
            raise PatternError("a group cannot be referred to inside brackets")
        if named is not None and named[1]:
            raise PatternError(f"{found.group()} inside brackets is not supported")
        inside.append(found.group() if named is None else named[0])
        at = found.end()
    text = f"{opening.group()}{''.join(inside)}]"
    return (f"(?:(?!{minus}){text})" if minus else text), at + 1


def replacement(text: str, groups: int) -> Callable[[re.Match[str]], str]:
    """XPath's replacement text, with `$1` and `\\$`, as the function that Python wants."""
    pieces = re.findall(r"\\[\\$]|\$\d+|[^$\\]+|.", text, re.DOTALL)
    return lambda match: "".join(_piece(piece, match, groups) for piece in pieces)


def _piece(piece: str, match: re.Match[str], groups: int) -> str:
    if piece[0] == "$" and len(piece) > 1:
        digits = piece[1:]
        while len(digits) > 1 and int(digits) > groups:
            digits = digits[:-1]
        found = (match.group(int(digits)) or "") if int(digits) <= groups else ""
        return found + piece[1 + len(digits) :]
    return piece[1] if piece in ("\\\\", "\\$") else piece
