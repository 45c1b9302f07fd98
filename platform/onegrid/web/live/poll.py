"""One look a second at what has changed, for all streams of a process together."""

import datetime as dt

from onegrid.cases.changes import Change, LogRow, changes_of, log_since
from onegrid.common import clock
from onegrid.jurisdictions import epoch
from onegrid.notices.selectors import told_since, unread_of

# An act's rows carry the moment at which it began and are seen when it has committed.
OVERLAP = dt.timedelta(seconds=15)


class Poll:
    """Remembers which rows of the last seconds it has told of."""

    def __init__(self) -> None:
        self._from: dt.datetime | None = None
        self._seen: set[tuple[int, int]] = set()

    def look(self) -> tuple[int, list[Change], dict[int, int]]:
        """(epoch of rights, cases that moved since the last look, person told something -> how many unread)."""
        now = clock.now()
        is_first = self._from is None
        since = (self._from or now) - OVERLAP
        rows = log_since(since)
        fresh = [] if is_first else [row for row in rows if (row.case_id, row.seq) not in self._seen]
        # Only now, when the reading has succeeded: what an outage hid is found by the next look.
        self._from, self._seen = now, {(row.case_id, row.seq) for row in rows}
        return epoch.current(), changes_of(fresh), _unread(fresh, since)


def _unread(rows: list[LogRow], since: dt.datetime) -> dict[int, int]:
    cases = {row.case_id for row in rows if row.kind == "notice.requested"}
    told = {person for _case, person in told_since(cases, since)} if cases else set()
    return {**dict.fromkeys(told, 0), **unread_of(told)} if told else {}
