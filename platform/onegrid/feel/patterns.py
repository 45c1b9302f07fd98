"""Patterns of XPath's regular expressions, as FEEL has them, to Python's; what is none, or might hang, is refused.

The grammar is that of XML Schema 1.0 Appendix F with XQuery and XPath Functions 5.6.1: what Python knows besides
(`\\b`, look-ahead, possessive quantifiers) is no pattern here, what it reads otherwise (`\\w`, `\\p{L}`, `$`) is
translated.
"""

import re
from collections.abc import Callable
from re import _parser  # type: ignore[attr-defined]

from onegrid.feel.backtracking import Backtracking
from onegrid.feel.characters import Spans, all_but, escape_spans, in_any_case, joined, property_spans, without
from onegrid.feel.explosion import may_explode

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.NOFLAG, "q": re.NOFLAG}
_SINGLE = frozenset("\\|.?*+(){}-[]^$")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}
_CLASSES = frozenset("sSiIcCdDwW")
_QUANTIFIER = re.compile(r"[?*+]\??|\{(?P<low>\d{1,9})(?:,(?P<high>\d{1,9})?)?\}\??", re.ASCII)
_SIMPLE_CLASS = re.compile(r"\^?((?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9 _.,:;/@#])+)\]")
_PROPERTY = re.compile(r"\{([A-Za-z0-9-]+)\}")


class PatternError(ValueError):
    """The pattern is not allowed or not understood."""


def translate(pattern: str, flags: str) -> tuple[re.Pattern[str], Backtracking | None]:
    """The compiled pattern and what a search may cost, None for plain text; raises PatternError or re.error."""
    unknown = sorted(set(flags) - set(_FLAGS))
    if unknown:
        raise PatternError(f"unknown flag {unknown[0]}")
    options = re.NOFLAG
    for flag in flags:
        options |= _FLAGS[flag]
    if "q" in flags:
        return re.compile(re.escape(pattern), options), None
    source = _Translation(_without_space(pattern) if "x" in flags else pattern, flags).source()
    parsed = _parser.parse(source, int(options))
    if may_explode(parsed, source):
        raise PatternError("a repeated part that can match in several ways, as in (a+)+, may take for ever")
    return re.compile(source, options), Backtracking(parsed, source, int(options))


def _without_space(pattern: str) -> str:
    """White space taken out everywhere but inside brackets, also behind a backslash."""
    kept, depth, is_escaped = [], 0, False
    for char in pattern:
        if depth == 0 and char in " \t\n\r":
            continue
        kept.append(char)
        if not is_escaped:
            depth = max(depth + (char == "[") - (char == "]"), 0)
        is_escaped = char == "\\" and not is_escaped
    return "".join(kept)


class _Translation:
    """One pattern read from left to right; each method reads one rule of the grammar and steps over it."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern, self.at = pattern, 0
        self.any_case = "i" in flags
        self.dot = "." if "s" in flags else r"[^\n\r]"
        self.end = "$" if "m" in flags else r"\Z"
        self.opened, self.closed = 0, set[int]()

    def source(self) -> str:
        done = self.choices()
        if self.at < len(self.pattern):
            raise PatternError("a ')' closes nothing")
        return done

    def choices(self) -> str:
        done: list[str] = []
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                self.at += 1
                done.append("|")
                continue
            done.append(self.atom() + self.quantifier())
        return "".join(done)

    def quantifier(self) -> str:
        found = _QUANTIFIER.match(self.pattern, self.at)
        if found is None:
            return ""
        low, high = found["low"], found["high"]
        if low is not None and high is not None and int(low) > int(high):
            raise PatternError(f"{found.group()} ends before it begins")
        self.at = found.end()
        return found.group()

    def atom(self) -> str:
        char = self.pattern[self.at]
        self.at += 1
        if char == "(":
            return self.group()
        if char == "[":
            return self.simple_class() or _bracketed(self.char_class())
        if char == "\\":
            return self.escape()
        if char in "?*+{}]":
            raise PatternError(f"'{char}' stands where it means nothing; write \\{char} for the character")
        return {".": self.dot, "$": self.end, "^": "^"}.get(char) or re.escape(char)

    def group(self) -> str:
        opening = "(?:" if self.pattern.startswith("?:", self.at) else "("
        number = 0
        if opening == "(?:":
            self.at += 2
        elif self.pattern.startswith("?", self.at):
            raise PatternError("groups of the form (?...) are not part of XPath's patterns")
        else:
            self.opened += 1
            number = self.opened
        inside = self.choices()
        if self.at >= len(self.pattern):
            raise PatternError("a '(' is not closed")
        self.at += 1
        self.closed.add(number)
        return f"{opening}{inside})"

    def escape(self) -> str:
        char = self.next_char("the pattern ends in a backslash")
        if char.isdecimal() and char != "0":
            return self.back_reference(int(char))
        spans = self.named(char)
        if spans is not None:
            return _bracketed(spans)
        return re.escape(self.single(char))

    def back_reference(self, number: int) -> str:
        """As many digits as there are groups so far (XPath Functions 5.6.1)."""
        while self.at < len(self.pattern) and self.pattern[self.at] in "0123456789":
            longer = number * 10 + int(self.pattern[self.at])
            if longer > self.opened:
                break
            number, self.at = longer, self.at + 1
        if number not in self.closed:
            raise PatternError(f"\\{number} refers to no group that is closed before it")
        return f"(?:\\{number})"

    def next_char(self, missing: str) -> str:
        if self.at >= len(self.pattern):
            raise PatternError(missing)
        self.at += 1
        return self.pattern[self.at - 1]

    def single(self, char: str) -> str:
        if char in _PLAIN:
            return _PLAIN[char]
        if char not in _SINGLE:
            raise PatternError(f"there is no escape \\{char}")
        return char

    def named(self, char: str) -> Spans | None:
        """The set of `\\d`, `\\p{..}` and their like, or None."""
        if char in _CLASSES:
            return escape_spans(char)
        if char not in "pP":
            return None
        found = _PROPERTY.match(self.pattern, self.at)
        spans = None if found is None else property_spans(found.group(1))
        if found is None or spans is None:
            raise PatternError(f"\\{char} names no category or block of characters")
        self.at = found.end()
        return all_but(spans) if char == "P" else spans

    def simple_class(self) -> str | None:
        """A class of nothing but plain ASCII letters, digits and spans of them, as it stands; the commonest by far."""
        found = _SIMPLE_CLASS.match(self.pattern, self.at)
        if found is None or any(low > high for low, high in re.findall("(.)-(.)", found.group(1))):
            return None
        self.at = found.end()
        return f"[{found.group()}"

    def char_class(self) -> Spans:
        """After `[`: characters, spans, escapes, and one class taken away: `[a-z-[aeiou]]`."""
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        plain: list[tuple[int, int]] = []
        exact: list[tuple[int, int]] = []
        taken: Spans = ()
        first = self.at
        while (char := self.next_char("a class is not closed")) != "]" or self.at == first + 1:
            if char == "-" and self.pattern.startswith("[", self.at):
                self.at += 1
                taken = self.char_class()
                if not self.pattern.startswith("]", self.at):
                    raise PatternError("after the class taken away the class must end")
                continue
            spans = None
            if char == "\\":
                char = self.next_char("the pattern ends in a backslash")
                spans = self.named(char)
                char = char if spans is not None else self.single(char)
            elif char in "[]":
                raise PatternError(f"'{char}' in a class is written \\{char}")
            if spans is not None:
                exact.extend(spans)
            else:
                plain.append(self.span(char))
        kept = joined(plain)
        whole = joined((*(in_any_case(kept) if self.any_case else kept), *exact))
        return without(all_but(whole) if negated else whole, taken)

    def span(self, low: str) -> tuple[int, int]:
        """The character alone, or up to the one behind a hyphen."""
        rest = self.pattern[self.at : self.at + 2]
        if len(rest) < 2 or rest[0] != "-" or rest[1] in "[]":
            return ord(low), ord(low)
        self.at += 2
        high = rest[1]
        if high == "\\":
            high = self.single(self.next_char("the pattern ends in a backslash"))
        if ord(low) > ord(high):
            raise PatternError(f"the span {low}-{high} ends before it begins")
        return ord(low), ord(high)


def _bracketed(spans: Spans) -> str:
    """The set for Python, letters standing for themselves alone also where the pattern ignores case."""
    if not spans:
        return "(?!)"
    inside = "".join(_point(low) if low == high else f"{_point(low)}-{_point(high)}" for low, high in spans)
    return f"(?-i:[{inside}])"


def _point(code: int) -> str:
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def replacement(text: str, groups: int) -> Callable[[re.Match[str]], str]:
    """XPath's replacement text as the function that Python wants: `$1`, `\\$` and `\\\\`; raises PatternError."""
    if not re.fullmatch(r"(?:[^$\\]|\\[\\$]|\$\d)*", text, re.ASCII):
        raise PatternError("in the replacement '\\' goes before '\\' or '$' only, and '$' before a digit")
    pieces = re.findall(r"\\[\\$]|\$\d+|[^$\\]+", text, re.ASCII)
    return lambda match: "".join(_piece(piece, match, groups) for piece in pieces)


def _piece(piece: str, match: re.Match[str], groups: int) -> str:
    if piece[0] == "$":
        digits = piece[1:]
        while len(digits) > 1 and int(digits) > groups:
            digits = digits[:-1]
        found = (match.group(int(digits)) or "") if int(digits) <= groups else ""
        return found + piece[1 + len(digits) :]
    return piece[1] if piece[0] == "\\" else piece
