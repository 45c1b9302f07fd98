"""Throw one's own draft away; what is published stays."""

from django.db import transaction

from onegrid.catalog.models import DesignDraft, DesignKind
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id


def discard_draft(*, actor: Actor, kind: DesignKind, slug: str) -> None:
    """NotFound where the actor keeps none of it."""
    with transaction.atomic():
        rows = DesignDraft.objects.select_for_update().filter(person_id=actor.person_id or 0, kind=kind, slug=slug)
        found = rows.first()
        if found is None:
            raise NotFound("catalog.draft_not_found")
        require(actor, Permission.DESIGN_WORKFLOW, city_centre_id())
        found.delete()
