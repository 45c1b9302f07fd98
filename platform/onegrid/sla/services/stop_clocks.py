"""stop_clocks: a task, a stage or a whole case is over; each clock gets its verdict."""

import datetime as dt

from onegrid.cases.writes import Writes
from onegrid.sla import writes


def stop_clocks(
    *,
    case_id: int,
    at: dt.datetime,
    is_judged: bool,
    work_item_id: int | None = None,
    subject: str | None = None,
) -> None:
    """Close the open spans, drop the due rows. Without work item and subject: every clock of the case."""
    batch = Writes()
    writes.stop(batch, case_id, at, judged=is_judged, work_item_id=work_item_id, subject=subject)
    batch.flush()
