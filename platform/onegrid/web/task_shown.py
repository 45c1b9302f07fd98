"""One task as its page needs it: the facts, what was said before, the outcomes, the form, the acts that are open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from onegrid.cases.form_scope import form_scope
from onegrid.cases.last_words import answers_of, last_answers, last_words
from onegrid.cases.models import Attachment, WorkItem
from onegrid.cases.selectors import WorkItemView, work_item_for
from onegrid.cases.serializers.shared import light_of
from onegrid.catalog import selectors as catalog
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.common import clock
from onegrid.common.asked import uuid_of, whole_number
from onegrid.common.errors import Detail, OneGridError
from onegrid.engine.definitions import HumanTask
from onegrid.jurisdictions.models import Division
from onegrid.jurisdictions.policy import Actor
from onegrid.web import forms
from onegrid.web.language import pick

_ABOUT = "_page"  # in a draft: what stands beside the answers, and which page wrote it
SIGNED = "signature_of_act"
SIGNATURE = FormSchema(
    slug="signature",
    title="手写签名",
    owner="",
    components=(
        Component(type="signature", key=SIGNED, label="手写签名", label_en="Signature", validate={"required": True}),
    ),
)
_BESIDE = ("outcome", "opinion", "reason", "signature")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person has filled in. `key`: that of the page, new with each page."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    opinion: str = ""
    reason: str = ""
    signature: UUID | None = None
    revision: int | None = None
    key: UUID = field(default_factory=uuid4)

    @classmethod
    def of(cls, post: QueryDict, answers: Mapping[str, Any], *, signature: Any = None) -> "Typed":
        """As it was sent; a spoilt key or revision counts as none."""
        return cls(
            answers=answers,
            outcome=post.get("outcome") or None,
            opinion=post.get("opinion", ""),
            reason=post.get("reason", ""),
            signature=uuid_of(str(signature or "")),
            revision=revision_of(post),
            key=uuid_of(post.get("key", "")) or uuid4(),
        )

    def as_draft(self, revision: int | None) -> dict[str, Any]:
        """The answers, and beside them what is no field; `revision`: that of the task before it is kept."""
        about = {name: str(value) for name in _BESIDE if (value := getattr(self, name))}
        return {**self.answers, _ABOUT: {**about, "key": str(self.key), "revision": (revision or 0) + 1}}


def revision_of(post: QueryDict) -> int | None:
    """That of the task when the page was made; a spoilt one counts as none."""
    return whole_number(post.get("revision", ""), most=999_999_999)


def read_revision(item: WorkItem, typed: Typed) -> int | None:
    """The revision on which a page stands: its own drafts moved the task's, and are no change by somebody else."""
    about = (item.draft or {}).get(_ABOUT) or {}
    if about.get("key") == str(typed.key) and about.get("revision") == item.revision:
        return item.revision
    return typed.revision


def drafted(item: WorkItem) -> Typed:
    """What the draft holds, on a new page; where there is none: nothing."""
    draft = dict(item.draft or {})
    about = draft.pop(_ABOUT, None) or {}
    return Typed(
        answers=draft,
        outcome=about.get("outcome"),
        opinion=about.get("opinion", ""),
        reason=about.get("reason", ""),
        signature=uuid_of(about.get("signature", "")),
    )


def task_shown(
    actor: Actor, work_item_id: int, *, typed: Typed | None = None, error: OneGridError | None = None
) -> dict[str, Any]:
    """For web/parts/task.html; NotFound where the task is not for the actor's eyes."""
    view = work_item_for(actor, work_item_id)
    item = view.item
    scope = form_scope(actor, item)
    filled = typed or drafted(item)
    shown = {
        "item": item,
        "case": item.case,
        "case_address": reverse("cases_case", args=[item.case.number]),
        "facts": _facts(item, scope["case"]),
        "light": light_of(item.warn_at, item.deadline_at) if item.status == WorkItem.Status.OPEN else "",
        "documentation": view.definition.documentation,
        "said": [_said(one) for one in last_words(item.case)],
        "photos": _photos(item),
        "before": _before(actor, item, scope),
        "operations": view.operations,
        "labels": {operation: pick(zh, en) for operation, zh, en in view.definition.operations.labels},
        "may_fill": _may_fill(actor, view),
        "acts": _acts(view),
        "comment_key": uuid4(),
        "is_mine": item.owner_id == actor.person_id,
    }
    if shown["may_fill"]:
        return shown | _form(actor, view, scope, filled, error)
    if item.status == WorkItem.Status.DONE:
        shown |= _done(actor, view, scope)
    return shown | {"kept": _kept(actor, view, scope, typed)}


def _may_fill(actor: Actor, view: WorkItemView) -> bool:
    """In the pool a task is claimed first, so that two do not fill in the same form."""
    if "complete" not in view.operations:
        return False
    return view.item.owner_id == actor.person_id or "claim" not in view.operations


_ACTS: dict[str, tuple[str, str, Callable[[], str]]] = {
    "return_to": ("work_return", "undo", lambda: _("Return")),
    "transfer": ("work_transfer", "swap", lambda: _("Transfer")),
    "release": ("work_release", "inbox", lambda: _("Put back into the pool")),
    "copy_to": ("work_copy", "users", lambda: _("Copy to colleagues")),
    "withdraw": ("work_withdraw", "trash", lambda: _("Withdraw the case")),
}


def _acts(view: WorkItemView) -> list[dict[str, Any]]:
    """Those that would not be refused, by the process's own word where it has one."""
    own = {operation: pick(zh, en) for operation, zh, en in view.definition.operations.labels}
    return [
        {"address": reverse(name, args=[view.item.pk]), "icon": icon, "word": word(), "stored": own.get(operation, "")}
        for operation, (name, icon, word) in _ACTS.items()
        if operation in view.operations
    ]


def _facts(item: WorkItem, case: Mapping[str, Any]) -> dict[str, Any]:
    division = Division.objects.filter(code=item.case.division_id or "").values_list("name", flat=True).first()
    return {
        "description": case["description"],
        "place": case["place"],
        "division": division or "",
        "category": case["category_name"] or "",
        "closing_condition": case["closing_condition"] or "",
        "reported_at": case["reported_at"],
    }


def _said(one: Any) -> dict[str, Any]:
    what = {
        "task.returned": _("returned it"),
        "task.transferred": _("transferred it"),
        "case.commented": _("comment"),
        "case.instructed": _("instruction"),
    }.get(one.kind, "")
    return {
        "at": one.at,
        "task": one.task if one.kind.startswith("task.") else "",
        "what": what,
        "outcome": pick(one.outcome, one.outcome_en),
        "who": " · ".join(word for word in (one.person, one.unit, pick(one.role, one.role_en)) if word),
        "words": one.words,
    }


def _photos(item: WorkItem) -> list[Attachment]:
    rows = Attachment.objects.filter(case_id=item.case_id).order_by("uploaded_at", "id")
    return list(rows[:60])


def _before(actor: Actor, item: WorkItem, scope: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the task before filled in, as its own form shows it."""
    row = last_answers(item.case, before=item.task)
    spec = catalog.spec_of(item.case.version_id)
    definition = spec.human_tasks.get(row.element) if row else None
    if row is None or definition is None or not definition.form:
        return None
    form = catalog.form_of(item.case.version_id, definition.form)
    shown = forms.render(
        form,
        answers=row.payload["answers"],
        scope=scope,
        outcome=row.target,
        now=clock.now(),
        actor=actor,
        read_only=True,
    )
    return {"name": definition.name, "at": row.at, "form": shown}


def _form(
    actor: Actor, view: WorkItemView, scope: Mapping[str, Any], typed: Typed, error: OneGridError | None
) -> dict[str, Any]:
    item, definition = view.item, view.definition
    form = catalog.form_of(item.case.version_id, item.form)
    answers = {**view.defaults, **typed.answers}
    outcome = typed.outcome or _usual(definition)
    details = error.details if error else ()
    return {
        "outcomes": _outcomes(definition, outcome),
        "outcome": outcome,
        "form": forms.render(
            form,
            answers=answers,
            scope=scope,
            outcome=outcome,
            now=clock.now(),
            actor=actor,
            details=details,
            draft_url=reverse("work_draft", args=[item.pk]) if "save_draft" in view.operations else "",
        ),
        "typed": typed,
        "drafted_at": item.drafted_at if item.draft else None,
        "opinion_required": definition.operations.opinion_required,
        "reason_possible": any(one.requires_reason for one in definition.outcomes),
        "signature_form": _signature(actor, typed) if definition.operations.signature_required else "",
        "photo_required": definition.operations.photo_required,
        "wrong": _wrong(error),
    }


def _wrong(error: OneGridError | None) -> dict[str, str]:
    """What is wrong beside the form's own fields, by field: the result, opinion, reason, signature, photo."""
    found: list[OneGridError | Detail] = [] if error is None else [error, *error.details]
    return {
        one.field: pick(one.message_zh, one.message_en)
        for one in found
        if one.field and one.code.startswith("work_item.")
    }


def _signature(actor: Actor, typed: Typed) -> Any:
    answers = {SIGNED: str(typed.signature)} if typed.signature else {}
    return forms.render(SIGNATURE, answers=answers, scope={"case": {}}, outcome=None, now=clock.now(), actor=actor)


def _outcomes(definition: HumanTask, chosen: str | None) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "word": pick(one.label, one.label_en),
            "requires_reason": one.requires_reason,
            "is_chosen": one.id == chosen,
        }
        for one in definition.outcomes
    ]


def _usual(definition: HumanTask) -> str | None:
    """Chosen beforehand only where every other outcome sends the case back: a judgement is never suggested."""
    first, *others = definition.outcomes
    if not others:
        return first.id
    onward = first.kind in ("forward", "close")
    return first.id if onward and all(one.kind == "return" for one in others) else None


def _done(actor: Actor, view: WorkItemView, scope: Mapping[str, Any]) -> dict[str, Any]:
    item = view.item
    row = answers_of(item.case, item.task)
    outcome = next((one for one in view.definition.outcomes if one.id == item.outcome), None)
    form = None
    if row is not None:
        form = forms.render(
            catalog.form_of(item.case.version_id, item.form),
            answers=row.payload.get("answers") or {},
            scope=scope,
            outcome=item.outcome,
            now=clock.now(),
            actor=actor,
            read_only=True,
        )
    return {
        "done_form": form,
        "done_outcome": pick(outcome.label, outcome.label_en) if outcome else item.outcome,
        "done_words": [word for word in ((row.payload.get("opinion"), row.reason) if row else ()) if word],
    }


def _kept(actor: Actor, view: WorkItemView, scope: Mapping[str, Any], typed: Typed | None) -> dict[str, Any] | None:
    """What was typed into a task that is no longer the actor's: to be copied, not lost."""
    if typed is None:
        return None
    form = catalog.form_of(view.item.case.version_id, view.item.form)
    shown = forms.render(
        form,
        answers=typed.answers,
        scope=scope,
        outcome=typed.outcome,
        now=clock.now(),
        actor=actor,
        read_only=True,
    )
    return {"form": shown, "words": [word for word in (typed.opinion, typed.reason) if word]}
