"""Ends every token and session of a person: sign out everywhere."""

from django.db import transaction
from django.db.models import F

from onegrid.common import audit
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Person


@transaction.atomic
def end_tokens(*, actor: Actor) -> None:
    """One's own only. Tokens: the epoch moves, so every process learns of it at its next request. Sessions: they
    hold the serial (`Person.get_session_auth_hash`)."""
    person_id = actor.person_id or 0
    if not Person.objects.filter(pk=person_id).update(token_serial=F("token_serial") + 1):
        raise NotFound("jurisdictions.person_not_found")
    audit.record(actor=actor, action="tokens.ended", subject_kind="person", subject_id=person_id)
