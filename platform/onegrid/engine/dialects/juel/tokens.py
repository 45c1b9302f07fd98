"""Text of the unified expression language (JSR 245, EL 2.2) to tokens."""

import re
from collections.abc import Callable
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


_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def of_juel(quoted: str) -> str:
    """What a quoted text says: only quotes and the backslash are escaped there (EL 2.2, 1.3)."""
    return _read(quoted, {})


def of_script(quoted: str) -> str:
    """What a quoted text says in Groovy, Java and JavaScript."""
    if quoted.startswith('"') and re.search(r"(?<!\\)\$[\w{]", quoted):
        raise Untranslatable("a text puts values together with $", "文本中用 $ 拼接变量")
    return _read(quoted, {**_ESCAPED, "$": "$"})


def _read(quoted: str, escaped: dict[str, str]) -> str:
    def one(found: re.Match[str]) -> str:
        sign = found.group(1)
        if sign not in escaped and sign not in "\\\"'":
            raise Untranslatable(f"it escapes “{sign}”", f"转义了“{sign}”")
        return escaped.get(sign, sign)

    return re.sub(r"\\(.)", one, quoted[1:-1], flags=re.DOTALL)


def tokens_of(text: str, escapes: Callable[[str], str]) -> list[Token]:
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
            said = escapes(said)
        elif kind == NAME and said in _WORDS:
            kind, said = SIGN, _WORDS[said]
        found.append(Token(kind, said))
    return [*found, Token(END, "")]
