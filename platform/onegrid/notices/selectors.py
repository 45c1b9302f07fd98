"""Reads of notices: one's own, nobody else's, whatever the post."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, QuerySet

from onegrid.common.prepared import prepared
from onegrid.jurisdictions.actor import Actor
from onegrid.notices.models import Notice

_UNREAD = "SELECT count(*) FROM notices_notice WHERE person_id = $1 AND read_at IS NULL"


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """None for the system."""
    return Notice.objects.filter(person_id=actor.person_id) if actor.person_id else Notice.objects.none()


def unread_by(actor: Actor) -> int:
    """How many the actor has not read. By hand: it stands on every page."""
    return int(prepared(_UNREAD, (actor.person_id or 0,))[0][0])


def told_since(case_ids: Collection[int], moment: dt.datetime) -> set[tuple[int, int]]:
    """(case, person) of notices about these cases from this business moment on; for whoever renews open pages."""
    found = Notice.objects.filter(case_id__in=case_ids, at__gte=moment)
    return {(case_id, person_id) for case_id, person_id in found.values_list("case_id", "person_id") if case_id}


def unread_of(person_ids: Collection[int]) -> dict[int, int]:
    """How many each of these has not read; who has read all is left out."""
    unread = Notice.objects.filter(person_id__in=person_ids, read_at=None)
    return dict(unread.values_list("person_id").annotate(n=Count("pk")))
