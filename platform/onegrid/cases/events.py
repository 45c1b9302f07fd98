"""What cases announces; listeners run in the same transaction (config/subscriptions.py)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onegrid.engine.definitions import Limit


@dataclass(frozen=True, slots=True)
class CaseRegistered:
    """A case exists and its first tasks are open."""

    case_id: int
    at: datetime
    number: str
    version_id: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class WorkItemOpened:
    """A human task waits."""

    case_id: int
    at: datetime
    work_item_id: int
    task: int
    process: str
    element: str
    name: str
    unit_id: int
    role: str
    owner_id: int | None
    round: int
    limit: Limit | None
    standard: str | None
    urgency: str | None
    is_on_duty_desk: bool = False


@dataclass(frozen=True, slots=True)
class WorkItemClosed:
    """A human task waits no more. reason: completed | withdrawn; person and outcome only where completed."""

    case_id: int
    at: datetime
    work_item_id: int
    task: int
    process: str
    element: str
    reason: str
    outcome: str | None
    person_id: int | None


@dataclass(frozen=True, slots=True)
class WorkItemAssigned:
    """A work item changed hands: claimed, released (owner None) or transferred."""

    case_id: int
    at: datetime
    work_item_id: int
    owner_id: int | None
    by_person_id: int | None
    how: str


@dataclass(frozen=True, slots=True)
class MilestoneReached:
    """A node with a milestone completed (decision 13)."""

    case_id: int
    at: datetime
    milestone: str
    element: str
    standard: str | None


@dataclass(frozen=True, slots=True)
class CaseReworked:
    """A failed check or a reporter's discontent sent the work back.

    `unit_id`: of the task from which it was demanded. Whose work it is again, the tasks say that open in the same act.
    """

    case_id: int
    at: datetime
    work_item_id: int
    kind: str  # rework | return
    unit_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class CaseFinished:
    """The case has ended; status closed | rejected | void | withdrawn."""

    case_id: int
    at: datetime
    status: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class IncidentRaised:
    """An element could not go on."""

    case_id: int
    at: datetime
    incident_id: int
    element: str
    code: str


@dataclass(frozen=True, slots=True)
class NoticeRequested:
    """Somebody is to be told: the persons, or whoever holds `role` in the unit. `key` makes it once."""

    case_id: int
    at: datetime
    kind: str
    text_zh: str
    text_en: str
    key: UUID
    to_person_ids: tuple[int, ...] = ()
    to_role: str | None = None
    to_unit_id: int | None = None
    link: str = ""
