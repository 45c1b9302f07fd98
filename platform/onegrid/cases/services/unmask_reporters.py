"""Read a case's reporters in full; who looked stays in the log."""

from django.db import transaction

from onegrid.cases.acting import post_on
from onegrid.cases.hot_path import lock_case
from onegrid.cases.log import append
from onegrid.cases.models import CaseSource
from onegrid.cases.sight import require_sight
from onegrid.common.errors import NotFound, Refused
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.policy import Actor, Permission


@transaction.atomic
def unmask_reporters(*, actor: Actor, case_id: int, reason: str) -> list[CaseSource]:
    """The sources with names and numbers. Only by a post that may unmask on a unit of the case."""
    locked = lock_case(case_id)
    actor = policy.current(actor)
    if locked is None:
        raise NotFound("cases.not_found")
    require_sight(actor, case_id)
    post = post_on(actor, locked.case, Permission.UNMASK)
    if post is None:
        raise Refused(
            "case.unmask_refused",
            "None of your posts may read personal data of this case.",
            "您的岗位不能查看本案的个人信息。",
            mend_en="Ask a supervisor of the case.",
            mend_zh="请联系本案督导员。",
        )
    append(locked.case, actor=actor.acting_as(post), kind="case.unmasked", reason=reason)
    return list(CaseSource.objects.filter(case_id=case_id).order_by("id"))
