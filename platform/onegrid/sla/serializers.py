"""Shapes of calendar, clocks and the demo clock; no rule inside."""

from typing import Any

from rest_framework import serializers

from onegrid.catalog.models import LimitUnit
from onegrid.sla.models import ClockKind, ClockState

_UNITS = LimitUnit.choices


class DayOutput(serializers.Serializer[Any]):
    """One day. is_provisional: its year is not published yet."""

    date = serializers.DateField()
    is_working = serializers.BooleanField()
    is_provisional = serializers.BooleanField()
    name = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class DayInput(serializers.Serializer[Any]):
    """A day as it shall be."""

    date = serializers.DateField()
    is_working = serializers.BooleanField()
    name = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class YearInput(serializers.Serializer[Any]):
    """Of which year days are asked for."""

    year = serializers.IntegerField(min_value=2000, max_value=2200, required=False)


class ChangeCalendarInput(serializers.Serializer[Any]):
    """Days to set, with the reason (a notice's number, for instance)."""

    days = DayInput(many=True, allow_empty=False, max_length=400)  # type: ignore[call-arg]
    reason = serializers.CharField(max_length=200)


class ChangedOutput(serializers.Serializer[Any]):
    """How many days changed."""

    changed = serializers.IntegerField()


class DeadlineInput(serializers.Serializer[Any]):
    """When is a limit used up?"""

    start = serializers.DateTimeField()
    value = serializers.IntegerField(min_value=1, max_value=1000)
    unit = serializers.ChoiceField(choices=_UNITS)


class DeadlineOutput(serializers.Serializer[Any]):
    """The answer."""

    at = serializers.DateTimeField()
    is_provisional = serializers.BooleanField()


class SpanOutput(serializers.Serializer[Any]):
    """One stretch of the ledger."""

    is_running = serializers.BooleanField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class ClockOutput(serializers.Serializer[Any]):
    """One clock with its ledger. light: green, amber, red; grey while paused."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ClockKind.choices)
    subject = serializers.CharField()
    work_item = serializers.IntegerField(source="work_item_id", allow_null=True)
    standard = serializers.CharField()
    stage = serializers.CharField()
    limit_value = serializers.IntegerField()
    limit_unit = serializers.ChoiceField(choices=_UNITS)
    state = serializers.ChoiceField(choices=ClockState.choices)
    started_at = serializers.DateTimeField()
    first_deadline_at = serializers.DateTimeField()
    deadline_at = serializers.DateTimeField(
        source="deadline", allow_null=True, help_text="null while the clock is paused"
    )
    is_provisional = serializers.BooleanField()
    warned_at = serializers.DateTimeField(allow_null=True)
    late_at = serializers.DateTimeField(allow_null=True)
    stopped_at = serializers.DateTimeField(allow_null=True)
    is_on_time = serializers.BooleanField(allow_null=True)
    light = serializers.ChoiceField(choices=["green", "amber", "red", "grey"])
    spans = SpanOutput(many=True)


class DemoClockOutput(serializers.Serializer[Any]):
    """Business time of the demo."""

    now = serializers.DateTimeField()
    offset_seconds = serializers.IntegerField()
    fired = serializers.IntegerField(required=False, help_text="due rows that fired on the way")


class DemoClockInput(serializers.Serializer[Any]):
    """Where to move."""

    to = serializers.DateTimeField()
