"""沟通、批示: one line in the case's thread; never moves the flow."""

from uuid import UUID, uuid4

from django.db import transaction

from onegrid.cases.acting import post_on
from onegrid.cases.hot_path import lock_case
from onegrid.cases.log import append
from onegrid.cases.models import Case, Comment
from onegrid.cases.sight import open_work_of, require_sight
from onegrid.common import clock
from onegrid.common.errors import Conflict, Invalid, NotFound, Refused
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.policy import Actor, Permission

LONGEST = 4000


@transaction.atomic
def comment(*, actor: Actor, case_id: int, text: str, is_instruction: bool = False, key: UUID | None = None) -> Comment:
    """By who sees the case and may comment. An instruction (批示) only by who supervises a unit that takes part.

    The same `key` again answers with the first line; with another text, or at another case, it is refused (Conflict).
    """
    locked = lock_case(case_id)
    actor = policy.current(actor)
    if locked is None or actor.person_id is None:
        raise NotFound("cases.not_found")
    require_sight(actor, case_id)
    words = text.strip()
    if (known := Comment.objects.filter(key=key).first() if key else None) is not None:
        said = (known.case_id, known.person_id, known.text, known.is_instruction)
        if said != (case_id, actor.person_id, words, is_instruction):
            raise _key_used()
        return known
    by = _by_post(actor, locked.case, Permission.SUPERVISE if is_instruction else Permission.COMMENT_CASE)
    if not words or len(words) > LONGEST:
        raise Invalid(
            "comment.text",
            f"A comment has 1 to {LONGEST} characters.",
            f"内容应为 1 到 {LONGEST} 字。",
            field="text",
            mend_en="Write something, or say it in several comments.",
            mend_zh="请填写内容；过长时请分几次发送。",
        )
    now = clock.now()
    row, is_new = Comment.objects.get_or_create(
        key=key or uuid4(),
        defaults={
            "case_id": case_id,
            "person_id": actor.person_id,
            "post_id": by.post_id,
            "text": words,
            "is_instruction": is_instruction,
            "at": now,
        },
    )
    if not is_new:  # at the same moment, at another case
        raise _key_used()
    append(
        locked.case,
        actor=by,
        kind="case.instructed" if is_instruction else "case.commented",
        payload={"comment": row.pk, "text": words},
    )
    return row


def _key_used() -> Conflict:
    return Conflict(
        "comment.key_used",
        "Another line was sent under this key.",
        "此次提交已发送过另一条内容。",
        field="key",
        mend_en="Send it once more; by the API under a new UUID.",
        mend_zh="如需再发，请再次发送（接口调用须使用新的 UUID）。",
    )


def _by_post(actor: Actor, case: Case, permission: Permission) -> Actor:
    """A post that holds the right on a unit that takes part; the owner of an open task may too, who has a copy not."""
    post = post_on(actor, case, permission)
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
