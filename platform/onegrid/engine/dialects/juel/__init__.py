"""JUEL (`${…}`, `#{…}`) to FEEL; what can't be said in FEEL raises Untranslatable with what to write instead."""

import re

from onegrid.engine.dialects.feel_text import Piece, called, text_literal
from onegrid.engine.dialects.juel.parser import Parser
from onegrid.engine.dialects.untranslatable import Untranslatable

__all__ = ["Untranslatable", "is_juel", "juel_condition", "juel_to_feel"]

_OPEN = re.compile(r"[$#]\{")


def is_juel(text: str) -> bool:
    """Whether any part of the text is an expression of that language."""
    return _OPEN.search(text) is not None


def juel_to_feel(text: str) -> str:
    """The FEEL of an expression, or of text with expressions in it; text without any is a FEEL string."""
    parts = _parts(text.strip())
    if not parts:
        return "null"
    if len(parts) == 1:
        return parts[0].text
    texts = [part if part.literal is not None else called("string", part) for part in parts]
    return f"string join([{', '.join(each.text for each in texts)}])"  # a null is no text there, not the end of all


def juel_condition(text: str) -> str:
    """The FEEL of a condition; text around an expression makes it a text, which is never true."""
    if len(_parts(text.strip())) > 1:
        raise Untranslatable(
            "signs stand outside its braces, which makes it a text",
            "花括号外还有内容，结果是文本",
            ("Put the whole comparison inside the braces: ${a > 3}.", "请把整个比较写进花括号：${a > 3}。"),
        )
    return juel_to_feel(text)


def _parts(text: str) -> list[Piece]:
    parts: list[Piece] = []
    at = 0
    while (opened := _OPEN.search(text, at)) is not None:
        if opened.start() > at:
            parts.append(text_literal(text[at : opened.start()]))
        if text[: opened.start()].endswith("\\"):
            raise Untranslatable("it keeps an expression from being read", "用反斜杠阻止了表达式")
        end = _closed(text, opened.end())
        parts.append(Parser(text[opened.end() : end]).whole())
        at = end + 1
    if at < len(text):
        parts.append(text_literal(text[at:]))
    return parts


def _closed(text: str, at: int) -> int:
    """Where the brace closes; braces inside quotes don't count."""
    quote = ""
    depth = 0
    while at < len(text):
        sign = text[at]
        if quote:
            if sign == "\\":
                at += 1
            elif sign == quote:
                quote = ""
        elif sign in "'\"":
            quote = sign
        elif sign == "{":
            depth += 1
        elif sign == "}":
            if not depth:
                return at
            depth -= 1
        at += 1
    raise Untranslatable("its brace is not closed", "花括号没有闭合")
