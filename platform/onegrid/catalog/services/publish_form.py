"""Make a form's content the one that processes published from now on will freeze."""

from collections.abc import Sequence

from django.db import transaction

from onegrid.catalog.models import FormVersion, Origin
from onegrid.catalog.services.keep_form import keep_form
from onegrid.catalog.services.publish_version import republish_current
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id


def publish_form(
    *, actor: Actor, slug: str, source: bytes, note: str = "", origin: str = Origin.API, republish: Sequence[str] = ()
) -> FormVersion:
    """The form's version. Processes that froze an older one keep it until they are published anew; those named by
    `republish` are."""
    with transaction.atomic():
        require(actor, Permission.PUBLISH_WORKFLOW, city_centre_id())
        version = keep_form(actor=actor, slug=slug, source=source, note=note, origin=origin)
        for dependent in republish:
            republish_current(actor=actor, slug=dependent, note=note or f"{slug} v{version.number}", origin=origin)
    return version
