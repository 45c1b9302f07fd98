"""沟通、批示: one line in the case's thread; never moves the flow."""

from uuid import UUID, uuid4

from django.db import transaction

from onegrid.cases.hot_path import lock_case
from onegrid.cases.log import append
from onegrid.cases.models import Case, CaseParty, Comment
from onegrid.cases.sight import open_work_of, require_sight
from onegrid.common import clock
from onegrid.common.errors import Conflict, Invalid, NotFound, Refused
from onegrid.jurisdictions.policy import Actor, Permission, PostView

LONGEST = 4000


@transaction.atomic
def comment(*, actor: Actor, case_id: int, text: str, is_instruction: bool = False, key: UUID | None = None) -> Comment:
    """By who sees the case and may comment. An instruction (批示) only by who supervises a unit that takes part."""
    locked = lock_case(case_id)
    if locked is None or actor.person_id is None:
        raise NotFound("cases.not_found")
    require_sight(actor, case_id)
    known = Comment.objects.filter(key=key, case_id=case_id, person_id=actor.person_id).first() if key else None
    if known is not None:
        return known
    if key is not None and Comment.objects.filter(key=key).exists():
        raise Conflict(
            "comment.key_used",
            "This key was used for another line.",
            "该幂等键已用于另一条内容。",
            field="key",
            mend_en="Send a new UUID with a new line.",
            mend_zh="新的内容请使用新的 UUID。",
        )
    by = _by_post(actor, locked.case, Permission.SUPERVISE if is_instruction else Permission.COMMENT_CASE)
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise Invalid(
            "comment.text",
            f"A comment has 1 to {LONGEST} characters.",
            f"内容应为 1 到 {LONGEST} 字。",
            field="text",
        )
    now = clock.now()
    row = Comment.objects.create(
        case_id=case_id,
        key=key or uuid4(),
        person_id=actor.person_id,
        post_id=by.post_id,
        text=words,
        is_instruction=is_instruction,
        at=now,
    )
    append(
        locked.case,
        actor=by,
        kind="case.instructed" if is_instruction else "case.commented",
        payload={"comment": row.pk, "text": words},
    )
    return row


def _by_post(actor: Actor, case: Case, permission: Permission) -> Actor:
    """A post that holds the right on a unit that takes part; the owner of an open task may too, who has a copy not."""
    post = post_with(actor, case, permission)
    if post is not None:
        return actor.acting_as(post)
    if permission is Permission.SUPERVISE:
        raise Refused(
            "comment.no_instruction",
            "Only who supervises a unit of the case writes instructions.",
            "只有督导本案承办单位的岗位可以批示。",
            field="is_instruction",
            mend_en="Write it as a comment.",
            mend_zh="请改用沟通。",
        )
    if not open_work_of(actor).filter(case_id=case.pk).exists():
        raise Refused(
            "comment.read_only",
            "You see this case, but no post of yours takes part in it: what was copied to you is for reading.",
            "您可以查看本案，但您的岗位未参与办理；抄送件只供阅读。",
            mend_en="Answer the person who copied it to you, or ask a unit that takes part to write.",
            mend_zh="请联系抄送人，或请承办单位代为填写。",
        )
    return actor


def post_with(actor: Actor, case: Case, permission: Permission) -> PostView | None:
    """The actor's post that holds the permission on some party of the case."""
    parties = set(CaseParty.objects.filter(case_id=case.pk).values_list("unit_id", flat=True))
    for post in actor.posts:
        if any(post.allows(permission, unit_id) for unit_id in parties):
            return post
    return None
