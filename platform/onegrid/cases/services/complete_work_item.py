"""办理: a task is done with one of its declared outcomes, and the flow goes on. The hottest path of the house."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
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
    by = require_owner(taken, "complete")
    if actor.person_id is None:
        raise refusals.not_yours("complete")

    spec = catalog.spec_of(taken.case.version_id)
    sheet = open_sheet(taken.locked, by, clock.now())
    sent = _Sent(answers, opinion, reason, signature)
    chosen = _outcome(taken.definition, outcome)
    if chosen is None:
        raise _undecided(taken, sheet, spec, sent)
    _count(sheet, item, chosen, reason)
    case = context_of(sheet)
    cleaned, faults = _checked(taken, sheet, case, spec=spec, outcome=chosen, sent=sent)
    if faults:
        raise refusals.together(faults)
    _bind(taken, sheet, cleaned, signature)

    try:
        step = run.complete(
            spec,
            taken.case.engine_state,
            task=item.task,
            answers=cleaned,
            outcome=chosen.id,
            case=case,
            now=sheet.now,
            admit_fact=fact_guard(by.epoch, but=item.element),
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


@dataclass(frozen=True, slots=True)
class _Sent:
    """What came with the outcome."""

    answers: dict[str, Any]
    opinion: str
    reason: str
    signature: uuid.UUID | None


def _outcome(definition: HumanTask, wanted: str | None) -> Outcome | None:
    """None where there are several and none was named."""
    if wanted is None and len(definition.outcomes) == 1:
        return definition.outcomes[0]
    for one in definition.outcomes:
        if one.id == wanted:
            return one
    if wanted is None:
        return None
    raise refusals.undeclared_outcome(wanted, definition)


def _undecided(taken: Taken, sheet: Sheet, spec: Spec, sent: _Sent) -> Invalid:
    """The outcome is missing, and with it whatever each of the outcomes would find wrong: mended in one round."""
    case, common = context_of(sheet), None
    for outcome in taken.definition.outcomes:
        _cleaned, faults = _checked(taken, sheet, case, spec=spec, outcome=outcome, sent=sent)
        found = {(one.code, one.field): one for one in refusals.listed(faults)}
        common = found if common is None else {at: one for at, one in common.items() if at in found}
    wanted = refusals.missing("outcome", "An outcome", "办理结果", taken.definition.element)
    return refusals.together([wanted], more=tuple((common or {}).values()))


def _missing(definition: HumanTask, outcome: Outcome, sent: _Sent) -> list[Invalid]:
    """What the outcome and the task demand beside the form, and was not given."""
    operations, found = definition.operations, []
    if outcome.requires_reason and not sent.reason.strip():
        found.append(refusals.missing("reason", "A reason", "理由", definition.element))
    if operations.opinion_required and not sent.opinion.strip():
        found.append(refusals.missing("opinion", "An opinion", "办理意见", definition.element))
    if operations.signature_required and sent.signature is None:
        found.append(refusals.missing("signature", "A signature", "手写签名", definition.element))
    return found


def _checked(
    taken: Taken, sheet: Sheet, case: dict[str, Any], *, spec: Spec, outcome: Outcome, sent: _Sent
) -> tuple[dict[str, Any], list[Invalid]]:
    """Answers cleaned by the frozen form, and everything that is missing or wrong, to be told all at once."""
    item, faults = taken.item, _missing(taken.definition, outcome, sent)
    form = catalog.form_of(taken.case.version_id, item.form)
    scope = {
        **run.task_data(spec, taken.case.engine_state, task=item.task),
        "case": case,
        "outcome": outcome.id,
    }
    try:
        cleaned = forms.validate(form, sent.answers, scope=scope, now=sheet.now)
        has_photo = any(one.is_photo for one in attachments.named_in(form, cleaned))
    except Invalid as wrong:
        cleaned, faults = {}, [*faults, wrong]
        # Of answers that do not hold only this much is known: whether some photo was named or is asked for already.
        photos = {one.key for one in form.walk() if one.type == "photo"}
        has_photo = attachments.names_photo(form, sent.answers) or any(one.field in photos for one in wrong.details)
    if taken.definition.operations.photo_required and outcome.kind == "forward" and not has_photo:
        faults.append(refusals.missing("photo", "At least one photo", "至少一张照片", item.element))
    return cleaned, faults


def _bind(taken: Taken, sheet: Sheet, cleaned: dict[str, Any], signature: uuid.UUID | None) -> None:
    """The files that the answers name become the case's."""
    form = catalog.form_of(taken.case.version_id, taken.item.form)
    named = attachments.named_in(form, cleaned)
    if signature:
        named.append(attachments.Named(signature, "signature"))
    attachments.bind(named, case=taken.case, task=taken.item.task, person_id=sheet.actor.person_id)


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
