"""Personal data in lines that were not taken: the list of errors shows the line, and never whom it names."""

import re
from typing import Any

import orjson

HIDDEN = "***"
_PERSONAL = r"name|phone|(?<![A-Za-z])tel|mobile|contact|reporter|姓名|电话|手机|联系"
_KEY = re.compile(_PERSONAL, re.IGNORECASE)
# Where the line is no JSON: what follows such a key, to its end also where the quote is missing or was cut off.
_IN_TEXT = re.compile(rf'((?:{_PERSONAL})[^:"]*"?\s*:\s*)(?:"[^"]*"?|[^",{{}}\[\]\s]+)', re.IGNORECASE)
# Mobile and identity numbers wherever they stand; codes of places have 6, 9, 12 or 15 digits.
_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


def masked_line(text: str) -> str:
    """The line with names and numbers of people hidden; all else is as it was sent, so that it can be mended."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _NUMBER.sub(HIDDEN, _IN_TEXT.sub(rf'\1"{HIDDEN}"', text))
    return orjson.dumps(_masked(found)).decode()


def _masked(value: Any, *, is_personal: bool = False) -> Any:
    if isinstance(value, dict):
        return {key: _masked(one, is_personal=is_personal or bool(_KEY.search(key))) for key, one in value.items()}
    if isinstance(value, list):
        return [_masked(one, is_personal=is_personal) for one in value]
    if value in (None, ""):
        return value
    if is_personal:
        return HIDDEN
    return _NUMBER.sub(HIDDEN, value) if isinstance(value, str) else value
