"""One JSON object a line in, one a line out: the loop of the long-lived commands. It ends only where its input ends."""

import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from types import FrameType
from typing import Any, BinaryIO, NoReturn

from onegrid.engine import limits
from onegrid.engine.problems import EngineError
from onegrid.feel.errors import FeelError

MAX_LINE = limits.COMMAND_LINE_BYTES
MAX_SECONDS = limits.COMMAND_SECONDS  # every limit of the engine ends earlier; this one is for what nobody has foreseen
MAX_WHOLE = 400
Answer = Callable[[dict[str, Any]], str | Mapping[str, Any]]
Refusal = Callable[[str, str], Mapping[str, Any]]


class Unreadable(Exception):
    """The line is no request; carries code and words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def serve(
    answer: Answer, source: BinaryIO | None = None, sink: BinaryIO | None = None, refusal: Refusal | None = None
) -> int:
    """Answer every line, whatever stands in it; what nobody foresaw is an error too, and the next line is read.

    refusal: the command's own shape of an error, from its code and words.
    """
    incoming, outgoing = source or sys.stdin.buffer, sink or sys.stdout.buffer
    while line := incoming.readline(MAX_LINE + 1):
        if not line.strip():
            continue
        if len(line) > MAX_LINE:
            _skip_rest(incoming, line)
            reply = _told("request.too-large", f"the line is longer than {MAX_LINE} bytes", refusal)
        else:
            reply = reply_to(answer, line, refusal)
        try:
            outgoing.write(reply.encode("utf-8", "backslashreplace") + b"\n")
            outgoing.flush()
        except BrokenPipeError:
            return 0
    return 0


def error_text(code: str, words: str, **more: object) -> str:
    """An error as one line of JSON."""
    return json.dumps({"error": words, "code": code, **more}, ensure_ascii=False)


def _told(code: str, words: str, refusal: Refusal | None) -> str:
    return error_text(code, words) if refusal is None else json.dumps(refusal(code, words), ensure_ascii=False)


def reply_to(answer: Answer, line: bytes, refusal: Refusal | None = None) -> str:
    """The line that answers a line; never raises."""
    try:
        with _no_longer_than(MAX_SECONDS):
            found = answer(request_of(line))
            return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, allow_nan=False)
    except Unreadable as fault:
        return _told(fault.code, fault.words, refusal)
    except (EngineError, FeelError) as fault:
        return fault_text(fault) if refusal is None else _told(fault.code, fault.message_en, refusal)
    except _TooLong:
        words = f"it took more than {MAX_SECONDS:g} s of computing / 计算用时超过 {MAX_SECONDS:g} 秒"
        return _told("request.time", words, refusal)
    except RecursionError:
        return _told("request.too-deep", "what was asked is nested too deep", refusal)
    except MemoryError:
        return _told("request.memory", "what was asked needs more memory than there is", refusal)
    except Exception:  # the loop outlives every fault; no words of Python reach the reader
        return _told("request.fault", "this could not be answered because of a fault in the tool itself", refusal)


def fault_text(fault: EngineError | FeelError) -> str:
    """What the engine has found, in both languages, with its element where it has one."""
    element = getattr(fault, "element", None)
    words = f"{fault.message_en} / {fault.message_zh}"
    if element is None:
        return error_text(fault.code, words)
    return error_text(fault.code, f"{element}: {words}", element=element)


class _TooLong(BaseException):
    """Not an Exception: an element that fails is parked, and this is no fault of an element."""


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Of the processor's time: a busy machine is no reason to break off."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001
        raise _TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


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
