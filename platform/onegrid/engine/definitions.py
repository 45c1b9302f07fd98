"""What the `onegrid:` extension says of an element, as frozen data (docs/reference/bpmn-extension.md)."""

from dataclasses import dataclass, field
from enum import StrEnum


class TimeUnit(StrEnum):
    """The five units of a limit (decision 4)."""

    URGENT_HOUR = "urgent_hour"
    WORK_HOUR = "work_hour"
    WORK_DAY = "work_day"
    NATURAL_DAY = "natural_day"
    URGENT_DAY = "urgent_day"


class Milestone(StrEnum):
    """Reports and clocks read these, never node ids (decision 13)."""

    REGISTERED = "registered"
    VERIFIED = "verified"
    FILED = "filed"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    HANDLED = "handled"
    CHECKED = "checked"
    CLOSED = "closed"
    REPLIED = "replied"
    EVALUATED = "evaluated"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who may act. `unit`, `area`, `person` are FEEL over `case` and the task's data.

    unit: gives a unit code, e.g. `case.units.township`.
    area: gives a division code; only posts whose grids cover it are candidates (all of the unit if none).
    person: mode `person` only; gives a person id, the task opens owned by that person.
    exclude: element ids; whoever completed one of them in this case may not act here.
    """

    role: str
    unit: str
    area: str | None = None
    mode: str = "pool"  # pool | person
    person: str | None = None
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a task may take: a stage of the case's closing standard, or a whole number of a unit."""

    standard: str | None = None  # "step": the standard's limit for the stage of this task; value and unit stand in
    stage: str | None = None  # which stage of the standard; None where it has only one limit
    value: int | None = None
    unit: TimeUnit | None = None
    on_rework: str = "continue"  # continue | restart
    pauses: tuple[str, ...] = ()  # operations that stop the clock


@dataclass(frozen=True, slots=True)
class Outcome:
    """One declared way to complete a human task; `label` is what its button says."""

    id: str
    label: str
    label_en: str = ""
    requires_reason: bool = False
    kind: str = "forward"  # forward | return | reject | void | rework | reopen | close


@dataclass(frozen=True, slots=True)
class Operations:
    """What the task offers beside `complete` (docs/reference/bpmn-extension.md, section 3)."""

    allowed: tuple[str, ...] = ("claim", "release", "save_draft", "comment", "transfer", "copy_to")
    labels: tuple[tuple[str, str, str], ...] = ()  # operation, Chinese, English
    opinion_required: bool = False
    photo_required: bool = False
    signature_required: bool = False
    return_mode: str = "step"  # step: forward again step by step | straight: back to the returner
    return_targets: tuple[str, ...] = ()  # element ids; empty = any passed human task


@dataclass(frozen=True, slots=True)
class Mapping:
    """`onegrid:in`, `onegrid:out`: FEEL to a variable, or to a case fact if `target` begins with `case.`."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class ProcessDefinition:
    """What a `bpmn:process` says of its cases. title, summary: FEEL over `case`; number: a pattern (cases read it)."""

    id: str
    name: str
    kind: str = "part"  # case: a report starts it | part: only called
    title: str = "case.title"
    number: str | None = None
    summary: str | None = None
    documentation: str = ""
    is_executable: bool = True


@dataclass(frozen=True, slots=True)
class HumanTask:
    """Everything that a user or manual task declares."""

    element: str
    process: str
    name: str
    documentation: str = ""
    assignment: Assignment | None = None
    form: str | None = None
    limit: Limit | None = None
    operations: Operations = field(default_factory=Operations)
    outcomes: tuple[Outcome, ...] = ()
    out: tuple[Mapping, ...] = ()
    lane: str | None = None


@dataclass(frozen=True, slots=True)
class CallDefinition:
    """`onegrid:call` of a service or send task. Parameters are FEEL by name."""

    element: str
    process: str
    name: str
    connector: str
    operation: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    retries: int = 5
    result: tuple[Mapping, ...] = ()
    once_per_source: bool = False  # the reply: one outbox call for each source of the case (decision 8)
    notice: bool = False  # announces NoticeRequested instead of an outbox call
