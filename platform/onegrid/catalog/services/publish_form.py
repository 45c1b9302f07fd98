"""Make a form's content the one that processes published from now on will freeze."""

from collections.abc import Sequence

from django.db import transaction

from onegrid.catalog import drafts, selectors
from onegrid.catalog.models import DesignKind, FormVersion, Origin
from onegrid.catalog.services.keep_form import keep_form
from onegrid.catalog.services.publish_version import republish_current
from onegrid.common.errors import Conflict
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id


def publish_form(
    *,
    actor: Actor,
    slug: str,
    source: bytes,
    note: str = "",
    origin: str = Origin.API,
    base: int | None = None,
    republish: Sequence[str] = (),
) -> FormVersion:
    """The form's version. Processes that froze an older one keep it until they are published anew; those named by
    `republish` are. `base`: the number that the change was made on; Conflict if another one is current by now."""
    with transaction.atomic():
        selectors.lock_publishing()
        current = drafts.current_number(DesignKind.FORM, slug)
        require(actor, Permission.PUBLISH_WORKFLOW, city_centre_id())
        if base is not None and base != current:
            raise Conflict(
                "catalog.stale_base",
                f"The change was made on version {base}, but version {current} is current.",
                f"修改基于第 {base} 版，而现行版本已是第 {current} 版。",
                mend_en="Load the current version, bring your change into it and publish again.",
                mend_zh="请载入现行版本，合并修改后重新发布。",
                extra={"base": base, "current": current},
            )
        version = keep_form(actor=actor, slug=slug, source=source, note=note, origin=origin)
        for dependent in republish:
            republish_current(actor=actor, slug=dependent, note=note or f"{slug} v{version.number}", origin=origin)
    return version
