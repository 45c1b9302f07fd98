"""Building rows of the event log: each gets the case's next sequence number, under the case's lock."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from onegrid.cases import values
from onegrid.cases.models import Case
from onegrid.cases.writes import Writes
from onegrid.common import clock
from onegrid.common.audit import Acting

_COLUMNS = (
    "case_id, seq, at, kind, person_id, post_id, process, element, task, milestone, origin, target, reason,"
    " before, after, payload"
)
_ROW = "(%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s::jsonb,%s::jsonb,%s::jsonb)"


@dataclass(slots=True)
class LogBook:
    """The rows of one act. The caller's lock on `case` makes (case, seq) gapless; `write` goes with its update."""

    case: Case
    actor: Acting
    at: datetime
    _rows: list[Any] = field(default_factory=list)
    _count: int = 0

    def add(
        self,
        kind: str,
        *,
        process: str = "",
        element: str = "",
        task: int | None = None,
        milestone: str = "",
        origin: str = "",
        target: str = "",
        reason: str = "",
        before: Any = None,
        after: Any = None,
        payload: dict[str, Any] | None = None,
    ) -> int:
        """Append one row; returns its sequence number. What the engine did has the same actor as the act behind it."""
        self.case.log_seq += 1
        self._count += 1
        self._rows += (
            self.case.pk,
            self.case.log_seq,
            self.at,
            kind,
            self.actor.person_id,
            self.actor.post_id,
            process,
            element,
            task,
            milestone,
            origin[:120],
            target[:120],
            reason,
            None if before is None else values.dumps(before),
            None if after is None else values.dumps(after),
            values.dumps(payload) if payload else "{}",
        )
        return self.case.log_seq

    def write(self, writes: Writes) -> None:
        """Hand the rows over; the caller writes `log_seq` with the case in the same batch."""
        if self._count:
            rows = ",".join([_ROW] * self._count)
            writes.add(f"INSERT INTO cases_eventrecord ({_COLUMNS}) VALUES {rows}", self._rows)  # noqa: S608
            self._rows, self._count = [], 0


def append(case: Case, *, actor: Acting, kind: str, writes: Writes | None = None, **more: Any) -> int:
    """Write one row of an act that no engine step goes with; `case` must be locked. Arguments as `LogBook.add`.

    `writes`: other statements of the same act, sent with the row.
    """
    book, writes = LogBook(case, actor, clock.now()), writes or Writes()
    seq = book.add(kind, **more)
    book.write(writes)
    writes.add("UPDATE cases_case SET log_seq = %s WHERE id = %s", (case.log_seq, case.pk))
    writes.flush()
    return seq
