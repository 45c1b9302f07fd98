"""Reads of notices: one's own, nobody else's, whatever the post."""

from django.db.models import QuerySet

from onegrid.jurisdictions.actor import Actor
from onegrid.notices.models import Notice


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """None for the system."""
    return Notice.objects.filter(person_id=actor.person_id) if actor.person_id else Notice.objects.none()
