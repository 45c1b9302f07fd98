"""Shapes that several answers name."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from onegrid.common import clock


class UnitRef(serializers.Serializer[Any]):
    """A unit where it is only named."""

    code = serializers.CharField()
    name = serializers.CharField()


class PersonRef(serializers.Serializer[Any]):
    """A person where one is only named."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class DivisionRef(serializers.Serializer[Any]):
    """A place where it is only named."""

    code = serializers.CharField()
    name = serializers.CharField()


LIGHTS = ["none", "green", "pressed", "late"]


def light_of(warn_at: Any, deadline_at: Any, done_at: Any = None) -> str:
    """none: no limit, or its clock is paused; pressed: past the warning; late: past the deadline. As of now, or of the
    moment at which the task was done or withdrawn: what was in time stays so."""
    if deadline_at is None:
        return "none"
    at = done_at or clock.now()
    if at > deadline_at:
        return "late"
    return "pressed" if warn_at is not None and at >= warn_at else "green"


@extend_schema_field({"type": "string", "enum": LIGHTS, "description": "时限灯 none/green/pressed/late"})
class LightField(serializers.Field[Any, Any, Any, Any]):
    """The light of a work item, as of now; of a closed one as of its end."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.update(source="*", read_only=True)
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> str:
        """From the item's warning, deadline and end."""
        return light_of(value.warn_at, value.deadline_at, value.done_at)
