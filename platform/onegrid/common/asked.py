"""What comes from outside as text: a whole number, a UUID, or characters that no database keeps."""

import re
from uuid import UUID

LARGEST = 2**63 - 1
"""The largest id of a row."""
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def whole_number(text: str, *, most: int = LARGEST) -> int | None:
    """Of plain digits alone, 0 to `most`; None for all else, also for digits of other scripts and endless ones."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None


def uuid_of(text: str) -> UUID | None:
    """None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def is_text(text: str) -> bool:
    """False where a null character or half of a surrogate pair stands in it: neither can be kept or sought."""
    return _NO_TEXT.search(text) is None
