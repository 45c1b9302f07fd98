"""What one evaluation of decisions writes down: the rules that were hit and what went wrong, by element."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onegrid.feel import Value

TRACE = " trace"  # begins with a space, so that no expression can name it


@dataclass(frozen=True, slots=True)
class TableHit:
    """One table evaluated: the rules whose tests all held and that counted for the result, in table order."""

    table: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a table or decision could not answer; its value is null then."""

    code: str
    element: str | None
    message_en: str
    message_zh: str


@dataclass(slots=True)
class Trace:
    """Reachable from every scope of the evaluation under TRACE."""

    hits: list[TableHit] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def fault(scope: Mapping[str, Value], code: str, element: str | None, en: str, zh: str) -> Value:
    """Note what could not be answered and give null."""
    trace: Trace = scope[TRACE]
    trace.faults.append(Fault(code, element, en, zh))
    return None
