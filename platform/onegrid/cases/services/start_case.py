"""登记: a report becomes a case on the version that is current now."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from onegrid.cases import attachments, refusals
from onegrid.cases.consequences.facts import FACTS, as_column, fact_guard
from onegrid.cases.consequences.work_items import add_party
from onegrid.cases.context import case_context
from onegrid.cases.events import CaseRegistered
from onegrid.cases.headlines import give_title, summary_of
from onegrid.cases.hot_path import Locked
from onegrid.cases.inputs import NewSource
from onegrid.cases.models import Attachment, Case, CaseParty, CaseSource, EventRecord
from onegrid.cases.numbering import next_number
from onegrid.cases.services.apply_step import apply_step
from onegrid.cases.sheet import open_sheet
from onegrid.cases.sight import sees
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.common.digests import digest_of
from onegrid.common.errors import Conflict, Invalid
from onegrid.engine import run
from onegrid.engine.problems import EngineError
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import Actor, Permission

_COLUMN = {"centre": "centre_id", "lead_unit": "lead_unit_id", "division": "division_id"}


@dataclass(frozen=True, slots=True)
class _New:
    workflow_slug: str
    unit_id: int
    facts: Mapping[str, Any]
    sources: tuple[NewSource, ...]
    data: Mapping[str, Any]
    attachment_ids: tuple[UUID, ...]
    key: UUID | None

    def content(self) -> str:
        """A digest of what was said, whenever it came: by it the same is known that is sent again."""
        files = Attachment.objects.filter(key__in=self.attachment_ids).values_list("sha256", flat=True)
        return digest_of(
            {
                "workflow": self.workflow_slug,
                "unit": self.unit_id,
                "facts": {name: value for name, value in self.facts.items() if name != "reported_at"},
                "sources": [{**asdict(one), "reported_at": None} for one in self.sources],
                "data": dict(self.data),
                "files": sorted(files),
            }
        )


def start_case(
    *,
    actor: Actor,
    workflow_slug: str,
    unit_id: int,
    facts: Mapping[str, Any],
    sources: Sequence[NewSource] = (),
    data: Mapping[str, Any] | None = None,
    attachment_ids: Sequence[UUID] = (),
    key: UUID | None = None,
) -> Case:
    """The new case, its first tasks open. The same `key` with the same content again answers with the first case, with
    another content it is refused (Conflict).

    facts: title, description, place, division, latitude, longitude, reported_at, and any fact of the context that a
    mapping may set. `unit_id` registers and is the first party.
    """
    new = _New(workflow_slug, unit_id, facts, tuple(sources), data or {}, tuple(attachment_ids), key)
    if (known := _known(actor, new)) is not None:
        return known
    try:
        with transaction.atomic():
            return _start(actor, new)
    except (IntegrityError, Conflict):  # Conflict: the same report was quicker, and its case was there at a second look
        if (known := _known(actor, new)) is not None:
            return known
        _refuse_known_sources(actor, sources)
        raise


def _known(actor: Actor, new: _New) -> Case | None:
    case = Case.objects.filter(start_key=new.key).first() if new.key else None
    if case is None:
        return None
    first = EventRecord.objects.filter(case_id=case.pk, kind="case.registered").order_by("seq").first()
    if first is not None and first.payload.get("content") == new.content():
        return case
    is_seen = sees(actor, case.pk)
    raise Conflict(
        "case.key_used",
        f"This form was used for {f'case {case.number}' if is_seen else 'another case'} already.",
        f"该表单已用于登记{f'案件 {case.number}' if is_seen else '另一案件'}。",
        mend_en="If this is another matter, register it under a new key.",
        mend_zh="如属另一事项，请使用新的幂等键登记。",
        extra={"case_number": case.number} if is_seen else {},
    )


def _start(actor: Actor, new: _New) -> Case:
    post = policy.require(actor, Permission.REGISTER_REPORT, new.unit_id)
    by = actor if actor.is_system else actor.acting_as(post)
    _refuse_known_sources(actor, new.sources)
    version = catalog.current_version(new.workflow_slug)
    spec = catalog.spec_of(version.pk)
    now = clock.now().astimezone(clock.zone())  # the engine's `now`: FEEL is meant in its zone
    unit = Unit.objects.get(pk=new.unit_id)
    case = Case(
        number=next_number(spec.process.number, now),
        version=version,
        registered_by=unit,
        registered_at=now,
        reported_at=now,
        start_key=new.key,
        trusted=any(one.is_trusted for one in new.sources),
    )
    _set_facts(case, new.facts, actor.epoch)
    rows = [_source(one, case) for one in new.sources]
    shown = [_shown(one) for one in rows]
    context = case_context(case, shown, epoch=actor.epoch)
    told = give_title(case, spec, data=new.data, context=context, now=now)
    context["title"] = case.title
    case.summary = summary_of(case, spec, context=context, now=now)
    try:
        step = run.start(spec, data=dict(new.data), case=context, now=now, admit_fact=fact_guard(actor.epoch))
    except EngineError as error:
        raise refusals.from_engine(error) from error
    case.state = step.state
    case.save(force_insert=True)
    for row in rows:
        row.case = case
    CaseSource.objects.bulk_create(rows)
    photos = [attachments.Named(key, f"photos[{at}]") for at, key in enumerate(new.attachment_ids)]
    attachments.bind(photos, case=case, task=None, person_id=actor.person_id)
    sheet = open_sheet(Locked(case, [{**_shown(row), "id": row.pk} for row in rows], []), by, now)
    add_party(sheet, new.unit_id, CaseParty.Capacity.REGISTERED)
    sheet.announce(lambda: CaseRegistered(case.pk, now, case.number, version.pk, new.unit_id))
    act = {
        "kind": "case.registered",
        "target": unit.code,
        "after": {name: value for name, value in new.facts.items() if name != "description"},
        "payload": {
            "workflow": new.workflow_slug,
            **({"content": new.content()} if new.key else {}),
            "version": version.number,
            "data": dict(new.data),
            **told,
            "sources": [{"source": r.source, "channel": r.channel, "external_id": r.external_id} for r in rows],
        },
    }
    return apply_step(sheet=sheet, step=step, act=act)


def _set_facts(case: Case, facts: Mapping[str, Any], epoch: int) -> None:
    for name, value in facts.items():
        if name in FACTS:
            setattr(case, _COLUMN.get(name, name), as_column(name, value, epoch=epoch))
        elif name == "description":
            case.description = "" if value is None else str(value)
        elif name in ("latitude", "longitude"):
            setattr(case, name, _degrees(name, value))
        elif name == "reported_at" and isinstance(value, datetime) and value.tzinfo is not None:
            case.reported_at = value
        else:
            raise _unknown_fact(name)


def _degrees(name: str, value: Any) -> Decimal | None:
    if value is None:
        return None
    try:
        found = Decimal(str(value)).quantize(Decimal("0.000001"))
    except InvalidOperation:
        found = Decimal(999)
    most = 90 if name == "latitude" else 180
    if abs(found) > most:
        raise Invalid(
            "case.fact_invalid",
            f"{name} must be a number between -{most} and {most}.",
            f"{name} 应为 -{most} 到 {most} 之间的数字。",
            field=name,
            mend_en="Give it in degrees, or leave it out.",
            mend_zh="请以度为单位填写，或不填。",
        )
    return found


def _source(one: NewSource, case: Case) -> CaseSource:
    return CaseSource(
        source=one.source,
        channel=one.channel,
        external_id=one.external_id,
        reported_at=one.reported_at or case.reported_at,
        is_trusted=one.is_trusted,
        reporter_name=one.reporter_name,
        reporter_phone=one.reporter_phone,
        reply_connector=one.reply_connector,
        reply_address=one.reply_address,
    )


def _shown(row: CaseSource) -> dict[str, Any]:
    return {
        "source": row.source,
        "channel": row.channel,
        "external_id": row.external_id,
        "has_reply_address": bool(row.reply_address),
        "is_trusted": row.is_trusted,
    }


def _refuse_known_sources(actor: Actor, sources: Sequence[NewSource]) -> None:
    for one in sources:
        known = CaseSource.objects.filter(source=one.source, external_id=one.external_id).select_related("case").first()
        if known is not None:
            is_seen = sees(actor, known.case_id)
            raise Conflict(
                "case.source_known",
                f"Report {one.external_id} of {one.source} is already "
                + (f"case {known.case.number}." if is_seen else "a case."),
                f"来源 {one.source} 的工单 {one.external_id} 已登记"
                + (f"，案件号 {known.case.number}。" if is_seen else "。"),
                field="external_id",
                mend_en="Do not send it again; a reply goes out from the existing case.",
                mend_zh="请勿重复报送，将由已有案件统一回复。",
                extra={"case_number": known.case.number} if is_seen else {},
            )


def _unknown_fact(name: str) -> Invalid:
    return Invalid(
        "case.fact_unknown",
        f"{name} is no fact with which a case can start.",
        f"{name} 不是登记时可填写的案件要素。",
        field=name,
        mend_en="See docs/architecture.md, section 3.",
        mend_zh="请参见 docs/architecture.md 第 3 节。",
    )
