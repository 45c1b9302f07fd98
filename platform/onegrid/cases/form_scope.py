"""What FEEL of a task's form sees: the case context and the process data at the task."""

from typing import Any

from onegrid.cases.context import case_context
from onegrid.cases.models import CaseSource, WorkItem
from onegrid.catalog import selectors as catalog
from onegrid.engine import run
from onegrid.jurisdictions.policy import Actor


def form_scope(actor: Actor, item: WorkItem) -> dict[str, Any]:
    """For an item that the actor has been shown. A closed task has no process data any more, only the case."""
    case = item.case
    sources = [source_facts(row) for row in case.sources.order_by("id")]
    data: dict[str, Any] = {}
    if item.status == WorkItem.Status.OPEN:
        data = dict(run.task_data(catalog.spec_of(case.version_id), case.engine_state, task=item.task))
    return {**data, "case": case_context(case, sources, epoch=actor.epoch), "outcome": None}


def source_facts(row: CaseSource) -> dict[str, Any]:
    """A source as the `case` context shows it."""
    return {
        "source": row.source,
        "channel": row.channel,
        "external_id": row.external_id,
        "has_reply_address": bool(row.reply_address),
    }
