"""办理: a task is done with one of its declared outcomes, and the flow goes on. The hottest path of the house."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from onegrid.cases import attachments, refusals, values
from onegrid.cases.consequences.facts import fact_guard
from onegrid.cases.events import CaseReworked
from onegrid.cases.models import WorkItem
from onegrid.cases.services.apply_step import apply_step, context_of
from onegrid.cases.sheet import Completion, Sheet, open_sheet
from onegrid.cases.taking import Taken, require_open, require_owner, take
from onegrid.catalog import answers as forms
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.common.errors import Invalid
from onegrid.engine import run
from onegrid.engine.definitions import HumanTask, Outcome
from onegrid.engine.problems import EngineError
from onegrid.engine.specification import Spec
from onegrid.engine.step import Step
from onegrid.jurisdictions.policy import Actor


@transaction.atomic
def complete_work_item(
    *,
    actor: Actor,
    work_item_id: int,
    outcome: str | None = None,
    answers: Mapping[str, Any] | None = None,
    opinion: str = "",
    reason: str = "",
    signature: uuid.UUID | None = None,
    revision: int | None = None,
    key: uuid.UUID | None = None,
) -> WorkItem:
    """The work item, done. The same submission again (same `key`, or same content) answers with the first result."""
    answers = dict(answers or {})
    taken = take(actor, work_item_id)
    item = taken.item
    submission = key or _key_of_content(item, actor, outcome, answers, opinion, reason)
    if item.status == WorkItem.Status.DONE and item.submission == submission and item.done_by_id == actor.person_id:
        return item

    require_open(taken, revision=revision)
    by = require_owner(actor, taken, "complete")
    if actor.person_id is None:
        raise refusals.not_yours("complete")

    chosen = _outcome(taken.definition, outcome)
    missing = _missing(taken.definition, chosen, opinion=opinion, reason=reason, signature=signature)
    spec = catalog.spec_of(taken.case.version_id)
    sheet = open_sheet(taken.locked, by, clock.now())
    _count(sheet, item, chosen, reason)
    case = context_of(sheet)
    cleaned = _checked_answers(
        taken, sheet, case, spec=spec, outcome=chosen, answers=answers, signature=signature, missing=missing
    )

    try:
        step = run.complete(
            spec,
            taken.case.engine_state,
            task=item.task,
            answers=cleaned,
            outcome=chosen.id,
            case=case,
            now=sheet.now,
            admit_fact=fact_guard(actor.epoch, but=item.element),
        )
    except EngineError as error:
        raise refusals.from_engine(error) from error
    if chosen.kind == "reopen" and _goes_back(step):
        _count_rework(sheet, item, reason)
    sheet.completion = Completion(item, chosen.id, actor.person_id, submission)
    act = {
        "kind": "task.completed",
        "process": item.process,
        "element": item.element,
        "task": item.task,
        "target": chosen.id,
        "reason": reason,
        "payload": {
            "answers": cleaned,
            "kind": chosen.kind,
            **({"opinion": opinion} if opinion else {}),
            **({"signature": signature} if signature else {}),
        },
    }
    apply_step(sheet=sheet, step=step, act=act)
    return item


def _key_of_content(item: WorkItem, actor: Actor, *content: Any) -> uuid.UUID:
    """Without a client's key the content stands for it: a double click is the same submission."""
    return uuid.uuid5(uuid.NAMESPACE_OID, values.dumps([item.pk, actor.person_id, *content]))


def _outcome(definition: HumanTask, wanted: str | None) -> Outcome:
    if wanted is None and len(definition.outcomes) == 1:
        return definition.outcomes[0]
    for one in definition.outcomes:
        if one.id == wanted:
            return one
    if wanted is None:
        raise refusals.missing("outcome", "An outcome", "办理结果", definition.element)
    raise refusals.undeclared_outcome(wanted, definition)


def _missing(
    definition: HumanTask, outcome: Outcome, *, opinion: str, reason: str, signature: uuid.UUID | None
) -> list[Invalid]:
    """What the outcome and the task demand beside the form, and was not given."""
    operations, found = definition.operations, []
    if outcome.requires_reason and not reason.strip():
        found.append(refusals.missing("reason", "A reason", "理由", definition.element))
    if operations.opinion_required and not opinion.strip():
        found.append(refusals.missing("opinion", "An opinion", "办理意见", definition.element))
    if operations.signature_required and signature is None:
        found.append(refusals.missing("signature", "A signature", "手写签名", definition.element))
    return found


def _checked_answers(
    taken: Taken,
    sheet: Sheet,
    case: dict[str, Any],
    *,
    spec: Spec,
    outcome: Outcome,
    answers: dict[str, Any],
    signature: uuid.UUID | None,
    missing: list[Invalid],
) -> dict[str, Any]:
    """Cleaned by the frozen form; the files that they name become the case's. What is missing is told all at once."""
    item = taken.item
    form = catalog.form_of(taken.case.version_id, item.form)
    scope = {
        **run.task_data(spec, taken.case.engine_state, task=item.task),
        "case": case,
        "outcome": outcome.id,
    }
    try:
        cleaned = forms.validate(form, answers, scope=scope, now=sheet.now)
    except Invalid as wrong:
        raise refusals.together([*missing, wrong]) from wrong
    if missing:
        raise refusals.together(missing)
    named = attachments.named_in(form, cleaned)
    photos = named["photo"]
    if taken.definition.operations.photo_required and outcome.kind == "forward" and not photos:
        raise refusals.missing("photo", "At least one photo", "至少一张照片", item.element)
    ids = [*photos, *named["filepicker"], *named["signature"], *([signature] if signature else [])]
    attachments.bind(ids, case=taken.case, task=item.task, person_id=sheet.actor.person_id, pictures=photos)
    return cleaned


def _count(sheet: Sheet, item: WorkItem, outcome: Outcome, reason: str) -> None:
    """Rework and returns drawn in the diagram are counted before the step, so that its decisions see the number."""
    if outcome.kind == "rework":
        _count_rework(sheet, item, reason)
    elif outcome.kind == "return":
        sheet.set_column("return_count", sheet.case.return_count + 1)
        _announce(sheet, item, "return", reason)


def _goes_back(step: Step) -> bool:
    """A reopening may be declined by the process itself; no work was done again then, and none is counted."""
    return any(one.round > 1 for one in step.opened)


def _count_rework(sheet: Sheet, item: WorkItem, reason: str) -> None:
    sheet.set_column("rework_count", sheet.case.rework_count + 1)
    _announce(sheet, item, "rework", reason)


def _announce(sheet: Sheet, item: WorkItem, kind: str, reason: str) -> None:
    event = CaseReworked(sheet.case.pk, sheet.now, item.pk, kind, item.unit_id, reason)
    sheet.announce(lambda: event)
