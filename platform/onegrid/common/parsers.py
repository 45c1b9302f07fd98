"""JSON bodies: read fast, and nothing in them that PostgreSQL or a later reader could not hold."""

import json
from typing import Any, ClassVar

import orjson
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

from onegrid.common.errors import OneGridError
from onegrid.common.sent import shortened

DEEPEST = 64


class Unreadable(OneGridError):
    """No JSON, or JSON that means two things or nothing."""

    status: ClassVar[int] = 400


class Json(BaseParser):
    """Refused: NaN, half a surrogate pair, deeper nesting than DEEPEST, a null character in any text, a key twice."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:  # noqa: ARG002
        """The value; Unreadable (400) where there is none."""
        body = stream.read()
        try:
            return read_json(body)
        except orjson.JSONDecodeError as error:
            en, zh = where_unreadable(error)
            raise unreadable(f"The request could not be read: {en}.", f"请求无法解析：{zh}。") from error


def read_json(body: bytes) -> Any:
    """The value; JSONDecodeError where it is no JSON, Unreadable where nobody could hold it or tell what it means."""
    found = orjson.loads(body)
    # Bytes are searched first: an honest body is never walked.
    if b"\\u0000" in body or body.count(b"[") + body.count(b"{") > DEEPEST:
        _refuse_harm(found)
    # The fast reader keeps the last of two equal keys and says nothing; a second look costs 2.5 us for 300 bytes.
    _KEYS.decode(body.decode())
    return found


def _unlike(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for key, _value in pairs:
        if key in seen:
            raise _twice(shortened(key)[0])
        seen.add(key)


_KEYS = json.JSONDecoder(object_pairs_hook=_unlike, parse_int=str, parse_float=str)


def _twice(key: str) -> Unreadable:
    return Unreadable(
        "common.duplicate_key",
        f"The key {key} stands twice in one object.",
        f"同一对象中键 {key} 重复出现。",
        field=key,
        mend_en="Send each key once: it is not clear which of the two values is meant.",
        mend_zh="请保留其中一个，否则无法判断以哪个值为准。",
    )


def where_unreadable(error: orjson.JSONDecodeError) -> tuple[str, str]:
    """What the reader stumbled over, and where: (en, zh)."""
    return (
        f"not JSON at line {error.lineno}, column {error.colno} ({error.msg.partition(':')[0]})",
        f"第 {error.lineno} 行第 {error.colno} 列起不是有效的 JSON",
    )


def unreadable(en: str, zh: str) -> Unreadable:
    """The error of a body."""
    return Unreadable(
        "common.bad_request",
        en,
        zh,
        mend_en="Send valid UTF-8 JSON without null characters, NaN or more nesting than a form needs.",
        mend_zh="请发送有效的 UTF-8 JSON，不含空字符、NaN 或过深的嵌套。",
    )


def _refuse_harm(value: Any) -> None:
    waiting = [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str):
            if "\x00" in one:
                raise unreadable("A text holds a null character.", "文本中含有空字符。")
        elif isinstance(one, (dict, list)):
            if depth > DEEPEST:
                raise unreadable(f"This is nested more than {DEEPEST} deep.", f"嵌套超过 {DEEPEST} 层。")
            waiting += [(inner, depth + 1) for inner in (one.values() if isinstance(one, dict) else one)]
            if isinstance(one, dict):
                waiting += [(key, depth + 1) for key in one]
