"""One JSON object a line in, one a line out: the loop of the long-lived commands. It ends only where its input ends."""

import json
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any, BinaryIO

MAX_LINE = 20_000_000
MAX_WHOLE = 400


class Unreadable(Exception):
    """The line is no request; carries code and words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def serve(answer: Callable[[dict[str, Any]], str], source: BinaryIO | None = None) -> int:
    """Answer every line, whatever stands in it; what nobody foresaw is an error too, and the next line is read."""
    incoming = source or sys.stdin.buffer
    while line := incoming.readline(MAX_LINE + 1):
        if not line.strip():
            continue
        if len(line) > MAX_LINE:
            _skip_rest(incoming, line)
            reply = error_text("request.too-large", f"the line is longer than {MAX_LINE} bytes")
        else:
            reply = _reply(answer, line)
        try:
            sys.stdout.buffer.write(reply.encode("utf-8", "backslashreplace") + b"\n")
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            return 0
    return 0


def error_text(code: str, words: str, **more: object) -> str:
    """An error as one line of JSON."""
    return json.dumps({"error": words, "code": code, **more}, ensure_ascii=False)


def _reply(answer: Callable[[dict[str, Any]], str], line: bytes) -> str:
    try:
        return answer(request_of(line))
    except Unreadable as fault:
        return error_text(fault.code, fault.words)
    except RecursionError:
        return error_text("request.too-deep", "what was asked is nested too deep")
    except MemoryError:
        return error_text("request.memory", "what was asked needs more memory than there is")
    except Exception:  # the loop outlives every fault; no words of Python reach the reader
        return error_text("request.fault", "this could not be answered because of a fault in the tool itself")


def _skip_rest(incoming: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = incoming.readline(MAX_LINE)


def request_of(line: bytes) -> dict[str, Any]:
    """The object of a line: numbers as written, no NaN, no entry twice. Raises Unreadable."""
    try:
        found = json.loads(
            line.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError:
        raise Unreadable("request.encoding", "the line is not written in UTF-8") from None
    except json.JSONDecodeError as error:
        raise Unreadable("request.json", f"the line is no JSON: {error.msg} at column {error.colno}") from None
    if not isinstance(found, dict):
        raise Unreadable("request.json", "the line is no JSON object")
    return found


def _whole(digits: str) -> int | Decimal:
    if len(digits) > MAX_WHOLE:
        raise Unreadable("request.number", f"a number has more than {MAX_WHOLE} digits")
    return int(digits)


def _no_number(word: str) -> None:
    raise Unreadable("request.number", f"{word} is no number of JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise Unreadable("request.double-entry", f"the entry '{double}' stands twice")
    return found
