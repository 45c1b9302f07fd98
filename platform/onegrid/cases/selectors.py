"""Reads of cases and work items, each already limited to what the actor may see."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from onegrid.cases.acting import post_on
from onegrid.cases.candidates import grids_of, post_to_lead, post_to_take
from onegrid.cases.copying import COPIES
from onegrid.cases.directory import unit_of
from onegrid.cases.form_defaults import form_defaults
from onegrid.cases.models import (
    Attachment,
    Case,
    CaseParty,
    CaseSource,
    Comment,
    Copy,
    EventRecord,
    Incident,
    ParkedMessage,
    WorkItem,
)
from onegrid.cases.possible import is_dispatched
from onegrid.cases.reach import may_send, operated_cases
from onegrid.cases.sight import at_own_units, copies_for, counted_cases, is_own, sees, sight_key, visible_cases
from onegrid.cases.taking import definition_of
from onegrid.cases.ways_back import ways_back
from onegrid.common import clock
from onegrid.common.compiled import models_of, reading_of, worded
from onegrid.common.errors import NotFound
from onegrid.engine.definitions import HumanTask
from onegrid.engine.problems import EngineError
from onegrid.jurisdictions.policy import Actor, Permission, PostView

_NUMBER = "the number that is asked for"  # stands in the kept wording; no case has it
_HEAVY = ("state", "data")
_FEW_VALUES = frozenset({"status", "sector", "urgency", "level"})
FACETS = ("status", "sector", "urgency", "level", "centre", "lead_unit", "category")


def cases_for(actor: Actor) -> QuerySet[Case]:
    """Cases that the actor sees, without what only the engine reads."""
    return visible_cases(actor).defer(*_HEAVY).select_related("division", "centre", "lead_unit", "registered_by")


def case_for(actor: Actor, number: str) -> Case:
    """One of them by its number; NotFound also where it exists for others only."""
    reading = worded(sight_key(actor, "case"), lambda: reading_of(cases_for(actor).filter(number=_NUMBER)))
    found = models_of(reading, {_NUMBER: number})
    if not found:
        raise NotFound("cases.not_found")
    return found[0]


def case_id_for(actor: Actor, number: str) -> int:
    """Only its id, for an act that locks it anyway."""
    found = visible_cases(actor).filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound("cases.not_found")
    return found


def facets(cases: QuerySet[Case], names: Sequence[str] = FACETS) -> dict[str, dict[str, int]]:
    """How many of these cases have which value, for each of the facets; "" where the fact is not known yet.

    Facets of few values are counted together, in one reading of the cases.
    """
    plain = cases.select_related(None).defer(None).order_by()
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    together = [name for name in names if name in _FEW_VALUES]
    for group in ([together] if together else []) + [[name] for name in names if name not in _FEW_VALUES]:
        for row in plain.values(*group).annotate(n=Count("pk")):
            for name in group:
                found[name][str(row[name] or "")] += row["n"]
    return {name: dict(sorted(found[name].items())) for name in names}


def open_cases_by_version(actor: Actor, version_ids: Iterable[int]) -> dict[int, int]:
    """How many of the cases that the actor may count are open on each version, none left out."""
    wanted = list(version_ids)
    cases = counted_cases(actor).filter(status=Case.Status.OPEN, version_id__in=wanted)
    rows = cases.values("version_id").annotate(n=Count("pk"))
    found = {row["version_id"]: row["n"] for row in rows.order_by()}
    return {version: found.get(version, 0) for version in wanted}


def events_of(case: Case) -> QuerySet[EventRecord]:
    """The log of a case that the actor has been shown."""
    return EventRecord.objects.filter(case_id=case.pk)


def work_items_of(case: Case) -> QuerySet[WorkItem]:
    """All visits of human tasks, first to last."""
    return _shown(WorkItem.objects.filter(case=case)).order_by("id")


def comments_of(case: Case) -> QuerySet[Comment]:
    """The thread."""
    return Comment.objects.filter(case=case).select_related("person")


def attachments_of(case: Case) -> QuerySet[Attachment]:
    """Its files, in the order in which they came; read as their case."""
    return Attachment.objects.filter(case=case).select_related("uploaded_by").order_by("id")


def sources_of(case: Case) -> QuerySet[CaseSource]:
    """The reports behind it. Personal data stand in them unmasked: `masking.py`."""
    return CaseSource.objects.filter(case=case).order_by("id")


def parties_of(case: Case) -> QuerySet[CaseParty]:
    """The units that take part, and as what."""
    return CaseParty.objects.filter(case=case).select_related("unit").order_by("since", "id")


def open_work_of_cases(cases: Sequence[Case]) -> QuerySet[WorkItem]:
    """The open tasks of cases that the actor has been shown, for a list of them."""
    rows = WorkItem.objects.filter(case__in=[case.pk for case in cases], status=WorkItem.Status.OPEN)
    return rows.select_related("unit", "owner").defer("draft").order_by("id")


def copies_of(case: Case) -> QuerySet[Copy]:
    """To whom the case was shown, and whether they have looked."""
    return Copy.objects.filter(case=case).select_related("person", "sender")


def inbox(actor: Actor, box: str) -> QuerySet[WorkItem]:
    """mine: open and owned by the actor. pool: open, nobody's, theirs to take. done: completed by the actor."""
    if box == "mine":
        rows = _mine(actor)
    elif box == "pool":
        rows = WorkItem.objects.filter(pool_of(actor), owner=None, status=WorkItem.Status.OPEN)
    else:
        rows = WorkItem.objects.filter(at_own_units(actor), done_by_id=actor.person_id, status=WorkItem.Status.DONE)
    return _shown(rows)


def _mine(actor: Actor) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(at_own_units(actor), owner_id=actor.person_id, status=WorkItem.Status.OPEN)


def unit_work(actor: Actor) -> QuerySet[WorkItem]:
    """Every open task of the units whose tasks the actor may give to someone else, owned or not."""
    led = Q(pk__in=())
    for post in actor.posts:
        if units := post.grants.get(Permission.REASSIGN_TASK):
            led |= Q(unit_id__in=units) & (Q(sector__in=[*post.sectors, ""]) if post.sectors else Q())
    return _shown(WorkItem.objects.filter(led, status=WorkItem.Status.OPEN))


def pool_of(actor: Actor) -> Q:
    """The condition under which a pool task is the actor's to take: the same rule as `candidates.post_to_take`."""
    condition = Q(pk__in=())
    for post in actor.posts:
        if post.allows(Permission.ACT_ON_TASK, post.unit_id):
            condition |= _pool_of_post(post, actor.epoch)
    return condition & ~Q(excluded__contains=[actor.person_id])


def _pool_of_post(post: PostView, epoch: int) -> Q:
    area = Q(area="") | _lies_in(post.grids)
    # What lay with somebody whose post has ended is the whole pool's again: the rule of `candidates.is_covered`.
    area |= ~_lies_in(sorted(grids_of(post.role, post.unit_id, epoch)))
    condition = Q(unit_id=post.unit_id, role=post.role) & area
    if post.sectors:
        condition &= Q(sector__in=[*post.sectors, ""])
    return condition


def _lies_in(grids: Sequence[str]) -> Q:
    """Codes nest by prefix: the task's area is one of these, lies in one, or holds one."""
    holding = {grid[:length] for grid in grids for length in (4, 6, 9, 12, 15) if length <= len(grid)}
    found = Q(area__in=sorted(holding))
    for grid in grids:
        if len(grid) < 15:
            found |= Q(area__startswith=grid)
    return found


def copied_to(actor: Actor) -> QuerySet[Copy]:
    """抄送我的: read-only."""
    return copies_for(actor).select_related("case", "sender").defer("case__state")


def counts(actor: Actor) -> dict[str, int]:
    """The numbers beside the boxes of an inbox."""
    mine = _mine(actor).aggregate(
        mine=Count("pk"),
        mine_late=Count("pk", filter=Q(deadline_at__lt=clock.now())),
        mine_pressed=Count("pk", filter=Q(warn_at__lte=clock.now(), deadline_at__gte=clock.now())),
    )
    return {
        **mine,
        "pool": inbox(actor, "pool").select_related(None).count(),
        "copied_unread": copies_for(actor).filter(opened_at=None).count(),
        "incidents": incidents_for(actor).filter(state=Incident.State.OPEN).count(),
    }


@dataclass(frozen=True, slots=True)
class WorkItemView:
    """One work item with what the actor can do to it now. `operations`: ids of those that would not be refused.

    `defaults`: what the form suggests, where it computes that.
    """

    item: WorkItem
    definition: HumanTask
    operations: tuple[str, ...]
    defaults: Mapping[str, Any]


def work_item_for(actor: Actor, work_item_id: int) -> WorkItemView:
    """Seen by who sees its case or may take it; NotFound for others."""
    found = _shown(WorkItem.objects.filter(pk=work_item_id)).first()
    if found is None:
        raise NotFound("work_items.not_found")
    post = post_to_take(actor, found, found.case)
    if post is None and not is_own(actor, found) and not sees(actor, found.case_id):
        raise NotFound("work_items.not_found")
    definition = definition_of(found.case, found)
    possible = tuple(_possible(actor, found, definition, post))
    return WorkItemView(found, definition, possible, form_defaults(actor, found))


def _possible(actor: Actor, item: WorkItem, definition: HumanTask, post: PostView | None) -> list[str]:
    if item.status != WorkItem.Status.OPEN:
        return []
    allowed = definition.operations.allowed
    is_owner = item.owner_id == actor.person_id
    is_lead = post_to_lead(actor, item, item.case) is not None
    may_do = post is not None and (is_owner or item.owner_id is None)
    possible = ["complete"] if may_do else []
    if may_do and "save_draft" in allowed:
        possible.append("save_draft")
    if may_do and "return_to" in allowed and _has_way_back(item, definition):
        possible.append("return_to")
    if item.owner_id is None and post is not None and "claim" in allowed:
        possible.append("claim")
    if item.owner_id is not None and item.mode != "person" and (is_owner or is_lead) and "release" in allowed:
        possible.append("release")
    if (may_do or is_owner or is_lead) and "transfer" in allowed:
        possible.append("transfer")
    return possible + _on_the_case(actor, item, allowed, post)


def _has_way_back(item: WorkItem, definition: HumanTask) -> bool:
    """Read without a lock: where somebody else has just ended the task, nothing can be returned."""
    try:
        return item.case.state is not None and bool(ways_back(item.case, item, definition))
    except EngineError:
        return False


def _on_the_case(actor: Actor, item: WorkItem, allowed: tuple[str, ...], post: PostView | None) -> list[str]:
    """Acts on the case that the task shows beside its own; the case's page offers them by right all the same."""
    possible = [one for one in ("comment",) if one in allowed]
    if "copy_to" in allowed and (post or post_on(actor, item.case, *COPIES)):
        possible.append("copy_to")
    registered_by = unit_of(item.case.registered_by_id, actor.epoch) if "withdraw" in allowed else None
    registers = registered_by and post_on(actor, item.case, Permission.WITHDRAW_CASE, parties=[registered_by.pk])
    if registers and not is_dispatched(item.case_id):
        possible.append("withdraw")
    return possible


def incidents_for(actor: Actor) -> QuerySet[Incident]:
    """Incidents of cases that the actor sees and operates."""
    rows = Incident.objects.filter(case__in=operated_cases(actor).values("pk"))
    return rows.select_related("case").defer("case__state")


def message_for(actor: Actor, message_id: int) -> ParkedMessage:
    """A message that the actor sent and could still send; nobody else's."""
    rows = ParkedMessage.objects.select_related("case").defer("case__state", "case__data")
    found = rows.filter(pk=message_id, sent_by_id=actor.person_id or 0).first()
    if found is None or not may_send(actor):
        raise NotFound("messages.not_found")
    return found


def attachment_for(actor: Actor, key: Any) -> Attachment:
    """A file: the uploader's while unbound, then whoever sees its case."""
    found = Attachment.objects.filter(key=key).first()
    if found is None or not _sees_file(actor, found):
        raise NotFound("attachments.not_found")
    return found


def attachments_for(actor: Actor, keys: Collection[UUID]) -> dict[UUID, Attachment]:
    """Those of the files that `attachment_for` would show."""
    found = list(Attachment.objects.filter(key__in=keys))
    cases = {one.case_id for one in found if one.case_id is not None}
    seen = set(visible_cases(actor).filter(pk__in=cases).values_list("pk", flat=True)) if cases else set()
    return {
        one.key: one
        for one in found
        if (one.uploaded_by_id == actor.person_id if one.case_id is None else one.case_id in seen)
    }


def _sees_file(actor: Actor, found: Attachment) -> bool:
    if found.case_id is None:
        return found.uploaded_by_id == actor.person_id
    return sees(actor, found.case_id)


def _shown(rows: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    return rows.select_related("case", "unit", "owner", "first_owner", "done_by").defer(
        "case__state", "case__data", "case__description"
    )
