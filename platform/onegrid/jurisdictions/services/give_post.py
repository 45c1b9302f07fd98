"""Gives a person a post."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from onegrid.common import audit
from onegrid.common.errors import Conflict, Invalid, NotFound
from onegrid.jurisdictions import days, posting
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Person, Post, Role
from onegrid.jurisdictions.permissions import Permission
from onegrid.jurisdictions.policy import require
from onegrid.jurisdictions.selectors import unit_by_code


@transaction.atomic
def give_post(
    *,
    actor: Actor,
    username: str,
    unit_code: str,
    role_slug: str,
    sectors: Sequence[str] = (),
    grids: Sequence[str] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Post:
    """By an administrator of the unit or of one above. `since` is today unless said; a past day is refused."""
    person = Person.objects.select_for_update(of=("self",)).filter(username=username, is_active=True).first()
    unit = unit_by_code(unit_code)
    require(actor, Permission.ADMINISTER, unit.pk)
    role = Role.objects.filter(slug=role_slug).first()
    if person is None or role is None:
        raise NotFound("jurisdictions.person_not_found" if person is None else "jurisdictions.role_not_found")
    begins = since or days.today()
    _check_span(begins, until)
    posting.check(unit=unit, role=role, sectors=sectors, grids=grids)
    _check_not_held(person, unit.pk, role.pk, begins, until)
    post = Post.objects.create(
        person=person,
        unit=unit,
        role=role,
        sectors=list(dict.fromkeys(sectors)),
        grids=list(dict.fromkeys(grids)),
        since=begins,
        until=until,
    )
    audit.record(actor=actor, action="post.given", subject_kind="post", subject_id=post.pk, after=describe(post))
    return post


def describe(post: Post) -> dict[str, object]:
    """A post as the audit keeps it."""
    return {
        "person": post.person_id,
        "unit": post.unit.code,
        "role": post.role.slug,
        "sectors": post.sectors,
        "grids": post.grids,
        "since": post.since.isoformat(),
        "until": post.until.isoformat() if post.until else None,
    }


def _check_span(since: dt.date, until: dt.date | None) -> None:
    if since < days.today():
        raise Invalid(
            "jurisdictions.post_in_past",
            "A post can not begin before today: what was done then was done without it.",
            "岗位不能从过去的日期开始。",
            field="since",
            mend_en="Choose today or a later day.",
            mend_zh="请选择今天或以后的日期。",
        )
    if until is not None and until <= since:
        raise Invalid(
            "jurisdictions.post_span",
            "The post would end before it begins.",
            "岗位结束日期不晚于开始日期。",
            field="until",
            mend_en="`until` is the first day on which the post is no longer held.",
            mend_zh="until 为不再任职的第一天，应晚于 since。",
        )


def _check_not_held(person: Person, unit_id: int, role_id: int, since: dt.date, until: dt.date | None) -> None:
    same = Post.objects.filter(person=person, unit_id=unit_id, role_id=role_id)
    overlapping = same.filter(Q(until__isnull=True) | Q(until__gt=since))
    if until is not None:
        overlapping = overlapping.filter(since__lt=until)
    if (held := overlapping.first()) is not None:
        raise Conflict(
            "jurisdictions.post_held",
            "The person holds this post already in that time.",
            "该人员在此期间已担任该岗位。",
            mend_en="Change or end the existing post instead.",
            mend_zh="请修改或结束已有岗位。",
            extra={"post": held.pk},
        )
