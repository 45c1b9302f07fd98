"""Personal data in lines that were not taken: the list of errors shows the line, and never whom it names."""

import re

import orjson

from onegrid.common.masking import HIDDEN, PERSONAL, masked, masked_text

# Where the line is no JSON: what follows such a key, to its end also where the quote is missing or was cut off.
_IN_TEXT = re.compile(rf'((?:{PERSONAL})[^:"]*"?\s*:\s*)(?:"[^"]*"?|[^",{{}}\[\]\s]+)', re.IGNORECASE)


def masked_line(text: str) -> str:
    """The line with names and numbers of people hidden; all else is as it was sent, so that it can be mended."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return masked_text(_IN_TEXT.sub(rf'\1"{HIDDEN}"', text))
    return orjson.dumps(masked(found)).decode()
