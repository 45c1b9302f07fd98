"""抄送: the case is shown to somebody, once."""

from collections.abc import Sequence

from django.db import transaction

from onegrid.cases.acting import post_on
from onegrid.cases.copying import COPIES, posts_in_reach
from onegrid.cases.hot_path import lock_case
from onegrid.cases.log import append
from onegrid.cases.models import Copy
from onegrid.cases.sight import require_sight
from onegrid.common import clock
from onegrid.common.errors import Invalid, NotFound, Refused
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.policy import Actor


@transaction.atomic
def copy_to(*, actor: Actor, case_id: int, person_ids: Sequence[int], note: str = "") -> list[Copy]:
    """Rows of all of them; who had a copy already keeps the first. From then on they may read the case.

    Invalid where one of them is out of reach (`posts_in_reach`).
    """
    locked = lock_case(case_id)
    actor = policy.current(actor)
    if locked is None or actor.person_id is None:
        raise NotFound("cases.not_found")
    require_sight(actor, case_id)
    post = post_on(actor, locked.case, *COPIES)
    if post is None:
        raise Refused(
            "case.copy_refused",
            "Only who works on the case or supervises it shows it to others.",
            "只有承办或督导本案的岗位可以抄送。",
            mend_en="Ask one of them, or a supervisor of the units that take part, to show it.",
            mend_zh="请由承办人员或参与单位的督导人员抄送。",
        )
    wanted = [one for one in dict.fromkeys(person_ids) if one != actor.person_id]
    known = set(Copy.objects.filter(case_id=case_id, person_id__in=wanted).values_list("person_id", flat=True))
    in_reach = posts_in_reach(actor, locked.case).filter(person_id__in=wanted).values_list("person_id", flat=True)
    if not wanted or not set(wanted) <= known.union(in_reach):
        raise Invalid(
            "case.copy_person",
            "Name at least one colleague who may be shown this case.",
            "请至少选择一名可以抄送的人员。",
            field="persons",
            mend_en="People of the units of the case, of your unit and of those above and below it can be chosen.",
            mend_zh="可以抄送给办理本案的单位、您的单位及其上级、下级单位的人员。",
        )
    now = clock.now()
    fresh = [one for one in wanted if one not in known]
    Copy.objects.bulk_create(
        Copy(case_id=case_id, person_id=one, sender_id=actor.person_id, note=note, at=now) for one in fresh
    )
    if fresh:
        append(
            locked.case,
            actor=actor.acting_as(post),
            kind="case.copied",
            target=", ".join(map(str, fresh)),
            payload={"persons": fresh, "note": note},
        )
    return list(Copy.objects.filter(case_id=case_id, person_id__in=wanted).order_by("id"))


def open_copy(*, actor: Actor, case_id: int) -> None:
    """The reader has looked: the first time is kept."""
    Copy.objects.filter(case_id=case_id, person_id=actor.person_id or 0, opened_at=None).update(opened_at=clock.now())
