"""Personal data in what is shown to people who need the rest of it: hidden by key, by form, or because it is known."""

import re
from collections.abc import Collection, Mapping
from typing import Any

HIDDEN = "***"
PERSONAL = r"name|phone|(?<![A-Za-z])tel|mobile|contact|reporter|姓名|电话|手机|联系"
_KEY = re.compile(PERSONAL, re.IGNORECASE)
# Mobile and identity numbers wherever they stand; codes of places have 6, 9, 12 or 15 digits.
_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


def masked(value: Any, *, known: Collection[str] = (), is_personal: bool = False) -> Any:
    """The same value with names and numbers of people hidden. `known`: words that are personal wherever they stand."""
    if isinstance(value, Mapping):
        return {
            key: masked(one, known=known, is_personal=is_personal or bool(_KEY.search(str(key))))
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [masked(one, known=known, is_personal=is_personal) for one in value]
    if value in (None, ""):
        return value
    if is_personal:
        return HIDDEN
    return masked_text(value, known=known) if isinstance(value, str) else value


def masked_text(text: str, *, known: Collection[str] = ()) -> str:
    """A text with numbers of people hidden, and what is known to be personal."""
    for word in known:
        text = text.replace(word, HIDDEN)
    return _NUMBER.sub(HIDDEN, text)
