"""What was sent, as an error names it: by its kind, or shortened."""

from collections.abc import Mapping
from typing import Any

NOTHING: Any = object()
"""Not sent, or not known any more."""

_LONGEST = 60


def kind_of(value: Any) -> tuple[str, str]:
    """(en, zh)."""
    if value is None or value is NOTHING:
        return "nothing", "空值"
    if isinstance(value, bool):
        return "true or false", "布尔值"
    if isinstance(value, str):
        return "text", "文本"
    if isinstance(value, (int, float)):
        return "a number", "数字"
    if isinstance(value, Mapping):
        return "an object", "对象"
    if isinstance(value, (list, tuple)):
        return "a list", "列表"
    return "a file", "文件"


def shortened(value: Any) -> tuple[str, str]:
    """A plain value itself, anything else by its kind: (en, zh)."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        en, zh = kind_of(value)
        return en.capitalize(), zh
    text = str(value)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return text, text


def below(value: Any, key: str) -> Any:
    """One step into an object or a list; NOTHING where there is none."""
    if isinstance(value, Mapping):
        return value.get(key, NOTHING)
    if isinstance(value, list) and key.isdigit() and int(key) < len(value):
        return value[int(key)]
    return NOTHING
