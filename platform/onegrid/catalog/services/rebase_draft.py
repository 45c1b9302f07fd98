"""Lay one's own changes over what somebody else has published meanwhile."""

from django.db import transaction

from onegrid.catalog import drafts
from onegrid.catalog.models import DesignDraft, DesignKind
from onegrid.catalog.services.save_draft import lay_over
from onegrid.common import clock
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id


def rebase_draft(*, actor: Actor, kind: DesignKind, slug: str) -> DesignDraft:
    """The draft on today's versions: each file changed here stays as it is here, all others are today's."""
    with transaction.atomic():
        rows = DesignDraft.objects.select_for_update().filter(person_id=actor.person_id or 0, kind=kind, slug=slug)
        found = rows.first()
        if found is None:
            raise NotFound("catalog.draft_not_found")
        require(actor, Permission.DESIGN_WORKFLOW, city_centre_id())
        found.base = drafts.current_number(kind, slug)
        found.form_bases = {form: drafts.current_number(DesignKind.FORM, form) for form in found.form_bases}
        lay_over(found, {})
        found.revision += 1
        found.saved_at = clock.now()
        found.save()
    return found
