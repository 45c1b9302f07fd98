"""Text of the unified expression language (JSR 245, EL 2.2) to tokens."""

import re
from typing import NamedTuple

from onegrid.engine.dialects.untranslatable import Untranslatable

NAME, NUMBER, TEXT, SIGN, END = "name", "number", "text", "sign", "end"
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)[lLfFdD]?(?!\w)|(?P<name>[^\W\d]\w*|\$\w+)"""
    r"""|(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"""|(?P<sign>&&|\|\||[=!<>]=|[<>=!+\-*/%?:.,()\[\]{};]))""",
    re.DOTALL,
)
_WORDS = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "and": "&&", "or": "||",
          "not": "!", "div": "/", "mod": "%"}  # fmt: skip
MAX_LENGTH = 20_000


class Token(NamedTuple):
    """One piece; `text` of a TEXT token is what it says, without quotes."""

    kind: str
    text: str


def tokens_of(text: str) -> list[Token]:
    """All tokens and an END; raises Untranslatable for what is no JUEL."""
    if len(text) > MAX_LENGTH:
        raise Untranslatable("it is too long", "表达式过长")
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            sign = text[at:].strip()[:1]
            raise Untranslatable(f"“{sign}” does not belong to the language", f"“{sign}”不属于该语言")
        at = match.end()
        kind, said = str(match.lastgroup), match.group(str(match.lastgroup))
        if kind == TEXT:
            said = re.sub(r"\\(.)", r"\1", said[1:-1], flags=re.DOTALL)
        elif kind == NAME and said in _WORDS:
            kind, said = SIGN, _WORDS[said]
        found.append(Token(kind, said))
    return [*found, Token(END, "")]
