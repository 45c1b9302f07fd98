"""Ends a post or changes its sectors and grids."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from onegrid.common import audit
from onegrid.common.errors import Conflict, Invalid, NotFound
from onegrid.jurisdictions import days, posting
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Post
from onegrid.jurisdictions.permissions import Permission
from onegrid.jurisdictions.policy import require
from onegrid.jurisdictions.selectors import posts_visible_to
from onegrid.jurisdictions.services.give_post import describe


@transaction.atomic
def change_post(
    *,
    actor: Actor,
    post_id: int,
    until: dt.date | None = None,
    sectors: Sequence[str] | None = None,
    grids: Sequence[str] | None = None,
    reason: str = "",
) -> Post:
    """None leaves a field as it is. `until` = today ends the post now; the past is never rewritten."""
    post = Post.objects.select_for_update(of=("self",)).select_related("unit", "role").filter(pk=post_id).first()
    if post is None or not posts_visible_to(actor).filter(pk=post_id).exists():
        raise NotFound("jurisdictions.post_not_found")
    require(actor, Permission.ADMINISTER, post.unit_id)
    today = days.today()
    if post.until is not None and post.until <= today:
        raise Conflict(
            "jurisdictions.post_ended",
            "This post has ended.",
            "该岗位已结束。",
            mend_en="Give a new post.",
            mend_zh="请重新任命。",
        )
    if until is not None and until < max(today, post.since):
        raise Invalid(
            "jurisdictions.post_span",
            "A post can end today or later, and not before it began.",
            "岗位只能在今天或以后结束，且不早于开始日期。",
            field="until",
            mend_en="Choose today to end it now.",
            mend_zh="如需立即结束，请填写今天。",
        )
    before = describe(post)
    post.until = until if until is not None else post.until
    post.sectors = list(dict.fromkeys(sectors)) if sectors is not None else post.sectors
    post.grids = list(dict.fromkeys(grids)) if grids is not None else post.grids
    posting.check(unit=post.unit, role=post.role, sectors=post.sectors, grids=post.grids)
    post.save(update_fields=["until", "sectors", "grids"])
    audit.record(
        actor=actor,
        action="post.changed",
        subject_kind="post",
        subject_id=post.pk,
        reason=reason,
        before=before,
        after=describe(post),
    )
    return post
