"""JSON bodies: read fast, and nothing in them that PostgreSQL or a later reader could not hold."""

from typing import Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

DEEPEST = 64


class Json(BaseParser):
    """Refused: NaN, half a surrogate pair, deeper nesting than DEEPEST, a null character in any text."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:  # noqa: ARG002
        """The value; ParseError (400) where there is none."""
        body = stream.read()
        try:
            found = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(str(error)) from error
        # Bytes are searched first: an honest body is never walked.
        if b"\\u0000" in body or body.count(b"[") + body.count(b"{") > DEEPEST:
            _refuse_harm(found)
        return found


def _refuse_harm(value: Any) -> None:
    waiting = [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str):
            if "\x00" in one:
                raise ParseError("a null character")
        elif isinstance(one, (dict, list)):
            if depth > DEEPEST:
                raise ParseError("nested too deeply")
            waiting += [(inner, depth + 1) for inner in (one.values() if isinstance(one, dict) else one)]
            if isinstance(one, dict):
                waiting += [(key, depth + 1) for key in one]
