"""Which acts on a case as a whole would not be refused to the actor now: for the buttons of its page."""

from collections.abc import Collection

from onegrid.cases.acting import post_on
from onegrid.cases.copying import COPIES
from onegrid.cases.models import Case, EventRecord, WorkItem
from onegrid.cases.sight import open_work_of
from onegrid.cases.taking import definition_of
from onegrid.engine.definitions import Milestone
from onegrid.jurisdictions.policy import Actor, Permission

_RIGHTS = {
    "instruct": (Permission.SUPERVISE,),
    "copy": COPIES,
    "unmask": (Permission.UNMASK,),
    "operate": (Permission.OPERATE,),
}
_ENDS = frozenset({"reject", "void", "close"})


def acts_on(actor: Actor, case: Case, parties: Collection[int]) -> frozenset[str]:
    """Of comment, instruct, copy, withdraw, unmask, operate. `parties`: ids of the units that take part."""

    def holds(*rights: Permission, on: Collection[int] = parties) -> bool:
        return post_on(actor, case, *rights, parties=on) is not None

    found = {act for act, rights in _RIGHTS.items() if holds(*rights)}
    if holds(Permission.COMMENT_CASE) or open_work_of(actor).filter(case_id=case.pk).exists():
        found.add("comment")
    registers = case.is_open and holds(Permission.WITHDRAW_CASE, on=[case.registered_by.pk])
    if registers and not is_dispatched(case.pk) and not is_decided(case):
        found.add("withdraw")
    return frozenset(found)


def is_dispatched(case_id: int) -> bool:
    """Once it was, a case can no longer be withdrawn, wherever it has come back to since."""
    return EventRecord.objects.filter(case_id=case_id, milestone=Milestone.DISPATCHED).exists()


def is_decided(case: Case) -> bool:
    """A person has ended it (rejected, void, closed) and nobody has a task: only the reply is still under way."""
    items = WorkItem.objects.filter(case_id=case.pk)
    if items.filter(status=WorkItem.Status.OPEN).exists():
        return False
    last = items.filter(status=WorkItem.Status.DONE).order_by("-done_at", "-pk").first()
    if last is None:
        return False
    kinds = {outcome.id: outcome.kind for outcome in definition_of(case, last).outcomes}
    return kinds.get(last.outcome) in _ENDS
