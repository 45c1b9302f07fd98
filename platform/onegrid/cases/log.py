"""Building rows of the event log: each gets the case's next sequence number, under the case's lock."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from onegrid.cases import values
from onegrid.cases.models import Case
from onegrid.cases.writes import Writes
from onegrid.common import clock
from onegrid.common.audit import Acting


@dataclass(slots=True)
class LogBook:
    """The rows of one act. The caller's lock on `case` makes (case, seq) gapless; `write` goes with its update."""

    case: Case
    actor: Acting
    at: datetime
    _rows: list[dict[str, Any]] = field(default_factory=list)

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
        row = {
            "seq": self.case.log_seq,
            "kind": kind,
            "process": process,
            "element": element,
            "task": task,
            "milestone": milestone,
            "origin": origin[:120],
            "target": target[:120],
            "reason": reason,
            "before": before,
            "after": after,
            "payload": payload,
        }
        self._rows.append({name: value for name, value in row.items() if value not in (None, "", {})})
        return self.case.log_seq

    def write(self, writes: Writes) -> None:
        """Hand the rows over; the caller writes `log_seq` with the case in the same batch."""
        if self._rows:
            by, rows = self.actor, values.dumps(self._rows)
            writes.call("cases_write_log", self.case.pk, self.at, by.person_id, by.post_id, rows)
            self._rows = []


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
