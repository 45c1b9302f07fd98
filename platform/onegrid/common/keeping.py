"""What JSON the database can keep: text without NUL and half characters, numbers and depth within reason."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_UNKEPT = re.compile(r"[\x00\ud800-\udfff]")
_FURTHEST = 100
"""Of a number's exponent: written out it would fill pages."""
_DEEPEST = 40

WORDS = {
    "character": (
        "Text holds a character that cannot be kept (NUL or half a character).",
        "文本含无法保存的字符（空字符或残缺字符）。",
        "Remove it and send again.",
        "请删除该字符后重新提交。",
    ),
    "number": (
        "A number is larger or finer than anything that can be meant.",
        "数字的大小或精度超出合理范围。",
        "Write a number of common size.",
        "请填写合理范围内的数字。",
    ),
    "depth": (
        "The values are nested too deeply.",
        "数据嵌套过深。",
        "Send them flatter.",
        "请减少嵌套层次。",
    ),
}
"""Fault -> message and mend, English before Chinese."""


def without_unkept(text: str) -> str:
    """The text without NUL and half characters."""
    return _UNKEPT.sub("", text)


def fault_of(value: Any) -> tuple[str, str] | None:
    """(fault, path) of the first thing in it that cannot be kept; None where all can."""
    stack: list[tuple[Any, str, int]] = [(value, "", 0)]
    while stack:
        found, path, depth = stack.pop()
        if depth > _DEEPEST:
            return "depth", path[:60]
        if isinstance(found, Mapping):
            if any(_UNKEPT.search(str(name)) for name in found):
                return "character", path
            stack.extend((one, f"{path}.{name}" if path else str(name), depth + 1) for name, one in found.items())
        elif isinstance(found, (list, tuple)):
            stack.extend((one, f"{path}[{at}]", depth + 1) for at, one in enumerate(found))
        elif (fault := _fault_of_one(found)) is not None:
            return fault, path
    return None


def _fault_of_one(value: Any) -> str | None:
    if isinstance(value, str):
        return "character" if _UNKEPT.search(value) else None
    if isinstance(value, Decimal):
        is_kept = value.is_finite() and abs(value.adjusted()) <= _FURTHEST and len(value.as_tuple().digits) <= _FURTHEST
        return None if is_kept else "number"
    return "number" if isinstance(value, int) and value.bit_length() > 4 * _FURTHEST else None
