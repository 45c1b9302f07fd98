"""What `examples.yaml` says, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Path = tuple["str | tuple[tuple[str, ...], ...]", ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One completion of a human task. `wait`: nobody completes it."""

    outcome: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    after: timedelta = timedelta()
    wait: bool = False


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """What a called system answers: a result, or an error for good."""

    result: Any = None
    error: tuple[str, str] | None = None
    after: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Script(Generic[T]):
    """Answers by visit; `repeats` where one serves every visit."""

    answers: tuple[T, ...]
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A message or signal from outside, delivered once something waits for it (and `when` is open)."""

    kind: str
    name: str
    key: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come out; None and empty are not compared, but `finished` unless `open` or `incident` is given."""

    path: Path = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    milestones: tuple[str, ...] | None = None
    open: tuple[str, ...] | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One walk."""

    title: str
    now: datetime
    line: int | None = None
    case: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    tasks: Mapping[str, Script[Answer]] = field(default_factory=dict)
    calls: Mapping[str, Script[CallAnswer]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    expect: Expectation = field(default_factory=Expectation)


@dataclass(frozen=True, slots=True)
class Examples:
    """All walks of a file."""

    examples: tuple[Example, ...]
