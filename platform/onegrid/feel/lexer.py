"""Text to tokens. Names of several words stay in pieces here; the parser joins them by what is known in scope."""

import re
from typing import NamedTuple

from onegrid.feel.errors import FeelSyntaxError

NAME, NUMBER, STRING, TEMPORAL, OPERATOR, END = "name", "number", "string", "temporal", "operator", "end"

KEYWORDS = frozenset(
    [
        "true",
        "false",
        "null",
        "and",
        "or",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "instance",
        "of",
        "function",
    ]
)

_LETTER = (
    r"A-Za-z_\u0080-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u200c\u200d\u2070-\u2bff\u2c00-\u2fef"
    r"\u3004-\u3007\u3021-\ufdcf\ufdf0-\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc"
    r"\U00010000-\U000effff"
)
_TOKEN = re.compile(
    rf"""
      (?P<space>[\s\u200b\u3000\ufeff\u180e]+|//[^\n]*|/\*.*?\*/)
    | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<temporal>@\s*"(?:[^"\\]|\\.)*")
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<name>[{_LETTER}][{_LETTER}0-9\u00b7\u0300-\u036f]*|\?)
    | (?P<operator>\.\.|\*\*|->|<=|>=|!=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")  # one character written as two escapes
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\", "/": "/"}
_FULL_WIDTH = frozenset(
    "\u3001\u3002\u2018\u2019\u201c\u201d\u3010\u3011\u300a\u300b\uff08\uff09\uff0c\uff1a\uff1b\uff01\uff1f\uff1d\uff1e\uff1c\uff0b\uff0d"
)


class Token(NamedTuple):
    """One token; `spaced` says whether white space stands before it."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool


def tokens_of(text: str) -> list[Token]:
    """All tokens with an END at the close; raises FeelSyntaxError for a text or a comment left open."""
    found: list[Token] = []
    spaced, position = False, 0
    for match in _TOKEN.finditer(text):
        kind, piece, position = str(match.lastgroup), match.group(), match.end()
        if kind == "space":
            spaced = True
            continue
        if kind == OPERATOR and (piece == '"' or text.startswith("/*", match.start())):
            raise FeelSyntaxError(
                "feel.unclosed", "a text or comment is not closed", "文本或注释没有结束", text, match.start()
            )
        if kind == OPERATOR and piece in _FULL_WIDTH:
            raise FeelSyntaxError(
                "feel.full-width",
                f"'{piece}' is full-width punctuation; write it in half width",
                f"“{piece}”是全角标点，请改用半角",
                text,
                match.start(),
            )
        found.append(Token(kind, piece, match.start(), match.end(), spaced))
        spaced = False
    found.append(Token(END, "", position, position, spaced))
    return found


def unquote(literal: str) -> str:
    """The text that a string literal means; unknown escapes stay as written, for patterns."""
    body = literal[1:-1]
    if "\\" not in body:
        return body
    text = _ESCAPE.sub(_unescape, body)
    return _PAIR.sub(lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    if len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number < 0x110000 else match.group()
    return _PLAIN.get(code, match.group())
