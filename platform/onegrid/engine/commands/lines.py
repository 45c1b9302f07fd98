"""One JSON object a line in, one out: the long-lived form of a command. It stays alive whatever comes in."""

import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, BinaryIO, NoReturn

from onegrid.engine import limits
from onegrid.engine.problems import EngineError
from onegrid.engine.scope import unforeseen
from onegrid.feel.errors import FeelError

MAX_LINE = limits.COMMAND_LINE_BYTES
MAX_SECONDS = limits.COMMAND_SECONDS  # every limit of the engine ends earlier; this one is for what nobody has foreseen
Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def serve(answer: Answer, source: BinaryIO | None = None, sink: BinaryIO | None = None) -> int:
    """Answer every line until the input ends; a line that cannot be answered gets {"error", "code"}."""
    source, sink = source or sys.stdin.buffer, sink or sys.stdout.buffer
    for line in _lines(source):
        if line.strip():
            found = answer_line(answer, line)
            sink.write(json.dumps(found, allow_nan=False).encode("ascii") + b"\n")
            sink.flush()
    return 0


def answer_line(answer: Answer, line: bytes) -> Mapping[str, Any]:
    """The answer to one line; never raises."""
    try:
        with _no_longer_than(MAX_SECONDS):
            found = answer(_object(line))
            json.dumps(found, allow_nan=False)
            return found
    except _TooLong:
        return error_of(EngineError("line.time", *_TIME))
    except (EngineError, FeelError) as fault:
        return error_of(fault)
    except RecursionError:
        return error_of(EngineError("line.depth", "it is nested too deep", "嵌套过深"))
    except MemoryError:
        return error_of(EngineError("line.memory", "it needs more memory than there is", "所需内存超过可用内存"))
    except Exception as fault:  # its text is not written for people
        return error_of(unforeseen(fault))


def error_of(fault: EngineError | FeelError) -> dict[str, Any]:
    """The fault as a line, in both languages, with its element where it has one."""
    element = getattr(fault, "element", None)
    words = f"{fault.message_en} / {fault.message_zh}"
    found: dict[str, Any] = {"error": f"{element}: {words}" if element else words, "code": fault.code}
    return {**found, "element": element} if element else found


def _lines(source: BinaryIO) -> Iterator[bytes]:
    while line := source.readline(MAX_LINE + 1):
        whole = line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = source.readline(MAX_LINE + 1)
        yield whole


def _object(line: bytes) -> Mapping[str, Any]:
    if len(line) > MAX_LINE:
        raise EngineError("line.length", f"the line is longer than {MAX_LINE} bytes", f"该行超过 {MAX_LINE} 字节")
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise EngineError("line.json", "the line is no JSON object", "该行不是 JSON 对象") from None
    if not isinstance(found, dict):
        raise EngineError("line.json", "the line is no JSON object", "该行不是 JSON 对象")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


_TIME = (f"it took more than {MAX_SECONDS:g} s of computing", f"计算用时超过 {MAX_SECONDS:g} 秒")


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
