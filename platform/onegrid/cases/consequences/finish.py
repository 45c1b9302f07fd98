"""The end of a case: status, final data kept once, nothing left waiting."""

from collections.abc import Mapping
from typing import Any

from onegrid.cases import values
from onegrid.cases.events import CaseFinished
from onegrid.cases.models import Case
from onegrid.cases.sheet import Sheet

_STATUS = {
    "rejected": Case.Status.REJECTED,
    "void": Case.Status.VOID,
    "withdrawn": Case.Status.WITHDRAWN,
}


def finish(sheet: Sheet, *, outcome: str | None, element: str, data: Mapping[str, Any]) -> None:
    """Rejected, void and withdrawn are no closure and stand apart; any other outcome of an end event is closed."""
    status = _STATUS.get(outcome or "", Case.Status.CLOSED)
    case = sheet.case
    sheet.set_column("status", str(status))
    sheet.set_column("outcome", outcome or "")
    sheet.set_column("finished_at", sheet.now)
    sheet.set_column("data", values.plain(data))
    case.state = None
    sheet.writes.call("cases_let_go", case.pk, sheet.now)
    sheet.book.add("case.finished", element=element, target=str(status), payload={"outcome": outcome})
    event = CaseFinished(case.pk, sheet.now, str(status), outcome)
    sheet.announce(lambda: event)
