"""What a person is told when an operation on a work item or a case is not possible: code, words, mend."""

from collections.abc import Sequence

from onegrid.cases.models import Case, WorkItem
from onegrid.common.errors import Conflict, Detail, Invalid, OneGridError, Refused
from onegrid.engine.definitions import HumanTask
from onegrid.engine.problems import EngineError

LABELS = {
    "claim": ("claim", "认领"),
    "release": ("release", "释放"),
    "save_draft": ("save a draft", "暂存"),
    "comment": ("comment", "沟通"),
    "transfer": ("transfer", "转办"),
    "copy_to": ("copy", "抄送"),
    "return_to": ("return", "退回"),
}


def stale(item: WorkItem, sent: int) -> Conflict:
    """Somebody changed the work item since it was read."""
    return Conflict(
        "work_item.stale",
        f"This task has changed since you read it: you sent revision {sent}, it is at {item.revision}.",
        f"该任务在您打开后已有变化：您提交的版本为 {sent}，当前版本为 {item.revision}。",
        field="revision",
        mend_en="Read it again, look at what changed, then send with the present revision.",
        mend_zh="请刷新查看变化后，以当前版本号重新提交。",
        extra={"sent": sent, "current": item.revision},
    )


def not_open(item: WorkItem) -> Conflict:
    """Done by somebody or withdrawn."""
    done = item.status == WorkItem.Status.DONE
    return Conflict(
        "work_item.done" if done else "work_item.withdrawn",
        "This task has been completed already." if done else "This task has been withdrawn; the case went another way.",
        "该任务已办结。" if done else "该任务已被撤回，案件已转入其他环节。",
        mend_en="Look at the case to see where it stands.",
        mend_zh="请查看案件当前环节。",
        extra={
            "done_by": item.done_by.name if item.done_by else None,
            "done_at": item.done_at.isoformat() if item.done_at else None,
            "outcome": item.outcome or None,
        },
    )


def taken(item: WorkItem) -> Conflict:
    """Two at once: the other was first."""
    owner = item.owner.name if item.owner else ""
    return Conflict(
        "work_item.taken",
        f"{owner} has this task.",
        f"该任务已由{owner}认领。",
        mend_en="Take another one, or ask them to release or transfer it.",
        mend_zh="请办理其他任务，或请对方释放、转办。",
        extra={"owner": owner, "claimed_at": item.claimed_at.isoformat() if item.claimed_at else None},
    )


def not_yours(operation: str) -> Refused:
    """Seen, but not theirs to act on."""
    en, zh = LABELS.get(operation, (operation, operation))
    return Refused(
        "work_item.not_yours",
        f"None of your posts lets you {en} here.",
        f"您的岗位不能对该任务进行“{zh}”操作。",
        mend_en="It belongs to another person, role or unit; they can transfer it to you.",
        mend_zh="该任务属于其他人员、岗位或单位，可由其转办给您。",
    )


def excluded() -> Refused:
    """Somebody else must do it: four eyes, or the receiver of a return."""
    return Refused(
        "work_item.excluded",
        "You did an earlier step of this case that rules you out here; somebody else has to do it.",
        "您已办理过本案件中与此互斥的环节（或接收过此环节的退回），须由他人办理。",
        mend_en="Leave it in the pool, or transfer it to a colleague.",
        mend_zh="请留待同岗位其他人员认领，或转办给同事。",
    )


def not_offered(operation: str, item: WorkItem) -> Refused:
    """The process does not offer it at this task."""
    en, zh = LABELS.get(operation, (operation, operation))
    return Refused(
        "work_item.operation_not_offered",
        f"This task does not offer: {en}.",
        f"该环节未开放“{zh}”操作。",
        element=item.element,
        mend_en="The process decides which operations a task offers.",
        mend_zh="每个环节可用的操作由流程定义。",
    )


def undeclared_outcome(outcome: str, definition: HumanTask) -> Invalid:
    """An outcome that the task does not have."""
    declared = [one.id for one in definition.outcomes]
    return Invalid(
        "work_item.outcome_undeclared",
        f"This task has no outcome “{outcome}”; it has: {', '.join(declared)}.",
        f"该环节没有办理结果“{outcome}”，可选：{'、'.join(one.label for one in definition.outcomes)}。",
        field="outcome",
        element=definition.element,
        mend_en="Send one of the declared outcomes.",
        mend_zh="请选择已定义的办理结果。",
        extra={"outcomes": declared},
    )


def missing(field: str, en: str, zh: str, element: str) -> Invalid:
    """Something that the task or the outcome demands."""
    return Invalid(
        f"work_item.{field}_required",
        f"{en} is required here.",
        f"此处必须填写{zh}。",
        field=field,
        element=element,
        mend_en="Add it and send again.",
        mend_zh=f"请补充{zh}后重新提交。",
    )


def together(found: Sequence[Invalid], *, more: Sequence[Detail] = ()) -> Invalid:
    """Several refusals of one act as one, so that a person mends all in one round; one alone stays as it is."""
    if len(found) == 1 and not more:
        return found[0]
    details = [*listed(found), *more]
    return Invalid(
        "answers.invalid",
        f"{len(details)} of the answers do not hold.",
        f"有 {len(details)} 处填写不符合要求。",
        field=details[0].field,
        mend_en="Change the fields that are named and send again.",
        mend_zh="请按所列各项修改后重新提交。",
        details=details,
    )


def listed(found: Sequence[Invalid]) -> list[Detail]:
    """One by one."""
    return [one for each in found for one in (each.details or (_as_detail(each),))]


def _as_detail(one: Invalid) -> Detail:
    return Detail(
        one.code,
        one.message_en,
        one.message_zh,
        field=one.field,
        element=one.element,
        mend_en=one.mend_en,
        mend_zh=one.mend_zh,
    )


def case_ended(case: Case) -> Conflict:
    """Nothing moves any more."""
    return Conflict(
        "case.ended",
        f"The case has ended ({case.status}).",
        f"案件已结束（{case.get_status_display()}）。",
        mend_en="Nothing can be done to it any more.",
        mend_zh="案件已结束，不能再办理。",
        extra={"status": case.status},
    )


def from_engine(error: EngineError) -> OneGridError:
    """The engine's own words, as a conflict of the act with where the case stands."""
    return Conflict(
        error.code,
        error.message_en,
        error.message_zh,
        element=error.element,
        mend_en="Read the case again; it may have moved.",
        mend_zh="请刷新案件后再试。",
    )
