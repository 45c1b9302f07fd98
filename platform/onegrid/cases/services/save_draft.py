"""暂存: the form is kept as it is, nothing moves."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from onegrid.cases import values
from onegrid.cases.log import append
from onegrid.cases.models import WorkItem
from onegrid.cases.taking import require_offered, require_open, require_owner, take
from onegrid.common import clock, keeping
from onegrid.common.errors import Invalid
from onegrid.jurisdictions.policy import Actor

LARGEST = 256 * 1024


@transaction.atomic
def save_draft(*, actor: Actor, work_item_id: int, draft: Mapping[str, Any], revision: int | None = None) -> WorkItem:
    """Kept as long as the task is open; answers need not hold yet. A pool task becomes the actor's."""
    taken = take(actor, work_item_id)
    item = taken.item
    require_open(taken, revision=revision)
    require_offered(taken, "save_draft")
    by = require_owner(taken, "save_draft")
    if (fault := keeping.fault_of(draft)) is not None:
        en, zh, mend_en, mend_zh = keeping.WORDS[fault[0]]
        raise Invalid("work_item.draft_unkept", en, zh, field=f"draft.{fault[1]}", mend_en=mend_en, mend_zh=mend_zh)
    kept = values.plain(draft)
    if len(values.dumps(kept)) > LARGEST:
        raise Invalid(
            "work_item.draft_too_large",
            f"A draft may have {LARGEST // 1024} kB; upload pictures as attachments.",
            f"草稿不能超过 {LARGEST // 1024} kB，图片请作为附件上传。",
            field="draft",
            mend_en="Shorten the texts, upload pictures first, and send only their ids.",
            mend_zh="请精简文字；图片请先上传，草稿中只填附件编号。",
        )
    item.draft, item.drafted_at, item.revision = kept, clock.now(), item.revision + 1
    if item.owner_id is None:
        item.owner_id, item.claimed_at = actor.person_id, item.drafted_at
        item.first_owner_id = item.first_owner_id or actor.person_id
    item.save(update_fields=["draft", "drafted_at", "revision", "owner", "first_owner", "claimed_at"])
    append(taken.case, actor=by, kind="task.drafted", process=item.process, element=item.element, task=item.task)
    return item
