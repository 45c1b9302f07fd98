"""register_report 登记: a person at a desk or on the street takes in what somebody tells, or what they see."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from onegrid.cases.inputs import NewSource
from onegrid.cases.models import Case
from onegrid.cases.services.start_case import start_case
from onegrid.common import clock
from onegrid.common.errors import Invalid
from onegrid.intake.codes import check_codes
from onegrid.intake.models import Channel, SourceSystem
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import Actor, Permission, PostView

_PATROLS = "grid_staff"
_AT_DESK = (Channel.HOTLINE, Channel.RESIDENT, Channel.POLICE, Channel.URBAN)
_ON_PATROL = (Channel.COLLECTOR, Channel.RESIDENT)
_WORKFLOW = "event_dispatch"
_FACTS = ("title", "description", "place", "division", "category", "latitude", "longitude")


def channels_of(post: PostView) -> tuple[Channel, ...]:
    """By which ways reports reach who holds the post: grid staff see things themselves, desks take calls."""
    return _ON_PATROL if post.role == _PATROLS else _AT_DESK


def register_report(
    *,
    actor: Actor,
    unit_id: int,
    channel: str,
    facts: Mapping[str, Any],
    external_id: str = "",
    reporter_name: str = "",
    reporter_phone: str = "",
    attachment_ids: Sequence[UUID] = (),
    key: UUID,
) -> Case:
    """The new case, registered by the unit. The same `key` again answers with the first case.

    A report that names the number of its source is answered there as one that the source sent itself, if the actor
    registers for the source's own unit. Anybody else's is a number of their unit: it neither keeps the source from
    reporting its own, nor tells whether the source has.
    """
    posts = actor.posts_with(Permission.REGISTER_REPORT, unit_id)
    if posts and channel not in {one for post in posts for one in channels_of(post)}:
        raise Invalid(
            "report.channel",
            "Your post takes in no reports by this way.",
            "您的岗位不受理该渠道的诉求。",
            field="channel",
            mend_en="Choose one of the ways listed.",
            mend_zh="请从所列渠道中选择。",
        )
    check_codes(division=facts.get("division"), category=facts.get("category"))
    now = clock.now()
    system = _systems(channel, unit_id).first()
    is_trusted = bool(system and system.is_trusted and channel == Channel.COLLECTOR)
    speaks_for = (
        system if external_id and system and actor.posts_with(Permission.REGISTER_REPORT, system.unit_id) else None
    )
    if external_id and speaks_for is None:
        external_id = f"{Unit.objects.values_list('code', flat=True).get(pk=unit_id)}:{external_id}"
    return start_case(
        actor=actor,
        workflow_slug=system.workflow if system else _WORKFLOW,
        unit_id=unit_id,
        facts={
            **{name: facts[name] for name in _FACTS if facts.get(name) not in (None, "")},
            "reported_at": now,
            "trusted": is_trusted,
        },
        sources=[
            NewSource(
                source=system.slug if system else f"desk-{channel}",
                channel=channel,
                external_id=external_id or f"{key}",
                reported_at=now,
                is_trusted=is_trusted,
                reporter_name=reporter_name,
                reporter_phone=reporter_phone,
                reply_connector=speaks_for.reply_connector if speaks_for else "",
                reply_address=speaks_for.reply_address if speaks_for else "",
            )
        ],
        attachment_ids=attachment_ids,
        key=key,
    )


def _systems(channel: str, unit_id: int) -> QuerySet[SourceSystem]:
    """The source of that way which serves the unit: its own, or that of the nearest centre above."""
    path = Unit.objects.values_list("path", flat=True).get(pk=unit_id)
    parts = path.split("/")
    above = ["/".join(parts[: at + 1]) for at in range(len(parts))]
    rows = SourceSystem.objects.filter(channel=channel, is_active=True, unit__path__in=above)
    return rows.order_by("-unit__path", "id")
