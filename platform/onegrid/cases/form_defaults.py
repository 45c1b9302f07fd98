"""What the form of an open task is filled with where its defaults are FEEL: suggestions that a person may change."""

from typing import Any

from onegrid.cases.context import case_context
from onegrid.cases.models import CaseSource, WorkItem
from onegrid.catalog import answers as forms
from onegrid.catalog import selectors as catalog
from onegrid.engine import run
from onegrid.jurisdictions.policy import Actor


def form_defaults(actor: Actor, item: WorkItem) -> dict[str, Any]:
    """By field: what completing now would take where it is left open. Forms without such defaults cost nothing."""
    if item.status != WorkItem.Status.OPEN:
        return {}
    form = catalog.form_of(item.case.version_id, item.form)
    if not form.computed_defaults():
        return {}
    case, spec = item.case, catalog.spec_of(item.case.version_id)
    sources = [source_facts(row) for row in case.sources.order_by("id")]
    scope = {
        **run.task_data(spec, case.engine_state, task=item.task),
        "case": case_context(case, sources, epoch=actor.epoch),
        "outcome": None,
    }
    return forms.defaults_of(form, scope=scope)


def source_facts(row: CaseSource) -> dict[str, Any]:
    """A source as the `case` context shows it."""
    return {
        "source": row.source,
        "channel": row.channel,
        "external_id": row.external_id,
        "has_reply_address": bool(row.reply_address),
    }
