"""What one act writes: collected while the step is read, sent in one go, announced afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from onegrid.cases.hot_path import Locked
from onegrid.cases.log import LogBook
from onegrid.cases.models import Case, ParkedMessage, WorkItem
from onegrid.cases.writes import Writes
from onegrid.common import clock
from onegrid.jurisdictions.policy import Actor

Announcement = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Completion:
    """The work item that the act itself completes."""

    item: WorkItem
    outcome: str
    person_id: int
    submission: UUID


@dataclass(frozen=True, slots=True)
class Return:
    """The act sends the case back from the element `origin` to the element `target`."""

    origin: str
    target: str


@dataclass(slots=True)
class Sheet:
    """One act on one locked case. `announce` takes a function, because ids of new rows exist only after the flush."""

    locked: Locked
    actor: Actor
    now: datetime
    book: LogBook
    writes: Writes = field(default_factory=Writes)
    announcements: list[Announcement] = field(default_factory=list)
    doorbells: list[tuple[str, int]] = field(default_factory=list)
    changed: dict[str, Any] = field(default_factory=dict)
    answered: list[tuple[int, Any]] = field(default_factory=list)
    arrivals: list[ParkedMessage] = field(default_factory=list)
    completion: Completion | None = None
    going_back: Return | None = None
    tried_as: int | None = None  # a retry: the task at which a failed call may be asked for again, under its old keys

    @property
    def case(self) -> Case:
        """The locked case; its attributes already show what will be written."""
        return self.locked.case

    def announce(self, make: Announcement) -> None:
        """Tell listeners once the rows exist."""
        self.announcements.append(make)

    def set_column(self, attribute: str, value: Any) -> None:
        """Change one column of the case."""
        setattr(self.case, attribute, value)
        self.changed[attribute] = value


def open_sheet(locked: Locked, actor: Actor, now: datetime) -> Sheet:
    """A fresh sheet for one act."""
    now = now.astimezone(clock.zone())  # FEEL's today() and local times are meant in the zone of the engine's `now`
    return Sheet(locked, actor, now, LogBook(locked.case, actor, now))
