"""What the form of an open task is filled with where its defaults are FEEL: suggestions that a person may change."""

from typing import Any

from onegrid.cases.form_scope import form_scope
from onegrid.cases.models import WorkItem
from onegrid.catalog import answers as forms
from onegrid.catalog import selectors as catalog
from onegrid.jurisdictions.policy import Actor


def form_defaults(actor: Actor, item: WorkItem) -> dict[str, Any]:
    """By field: what completing now would take where it is left open. Forms without such defaults cost nothing."""
    if item.status != WorkItem.Status.OPEN:
        return {}
    form = catalog.form_of(item.case.version_id, item.form)
    if not form.computed_defaults():
        return {}
    return forms.defaults_of(form, scope=form_scope(actor, item))
