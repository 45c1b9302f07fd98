"""Say what stands between a draft and publishing."""

from collections.abc import Mapping
from typing import Any

from onegrid.catalog import uploads
from onegrid.catalog.examine import Examination, examine
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id


def check_draft(*, actor: Actor, slug: str, sent: Mapping[str, Any]) -> Examination:
    """All findings of what was sent, laid over the current version. Changes nothing."""
    require(actor, Permission.DESIGN_WORKFLOW, city_centre_id())
    return examine(slug, uploads.draft_from(slug, sent))
