"""Shapes of reports, sources and imports; no rule inside."""

from typing import Any

from rest_framework import serializers

from onegrid.common.field_words import Wanted
from onegrid.intake.masking import masked_line
from onegrid.intake.models import Channel, ImportState


class ReporterInput(serializers.Serializer[Any]):
    """Who reports; never shown in lists, masked where the caller may not unmask."""

    name = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class DivisionCodeField(serializers.RegexField):
    """The code of a place, as sources know it."""

    wanted = Wanted(
        "the code of a place",
        "区划代码",
        "Send the digits alone: 6 of a county, 9 of a township, 12 of a village or 15 of a grid.",
        "请只填数字：县区 6 位、乡镇街道 9 位、村社区 12 位、网格 15 位。",
    )


class ReportInput(serializers.Serializer[Any]):
    """One report. `external_id`: the source's own number, kept and used in the reply."""

    external_id = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    category = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    division = DivisionCodeField(
        r"^\d{6}(\d{3}(\d{3}(\d{3})?)?)?$",
        required=False,
        allow_blank=True,
        default="",
        help_text="code of a county (6 digits), township (9), village (12) or grid (15)",
    )
    place = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    latitude = serializers.DecimalField(max_digits=9, decimal_places=6, required=False, min_value=-90, max_value=90)
    longitude = serializers.DecimalField(max_digits=9, decimal_places=6, required=False, min_value=-180, max_value=180)
    reported_at = serializers.DateTimeField(required=False)
    reporter = ReporterInput(required=False)
    reply_address = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ReportOutput(serializers.Serializer[Any]):
    """What a source gets back."""

    id = serializers.IntegerField()
    external_id = serializers.CharField()
    case_number = serializers.CharField(source="case.number")
    status = serializers.CharField(source="case.status")
    received_at = serializers.DateTimeField()


class SourceOutput(serializers.Serializer[Any]):
    """A source as administrators see it; the key is shown once, when it is made."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    unit = serializers.CharField(source="unit.code")
    is_trusted = serializers.BooleanField()
    is_active = serializers.BooleanField()


class ImportInput(serializers.Serializer[Any]):
    """A file of reports, one JSON object a line; each line may carry its own `idempotency_key`."""

    source = serializers.SlugField()  # type: ignore[assignment]
    file = serializers.FileField()


class ImportOutput(serializers.Serializer[Any]):
    """How far an import is. percent: of the file's bytes. error: why it failed as a whole, else null."""

    id = serializers.IntegerField()
    source = serializers.CharField(source="source.slug")  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=ImportState.choices)
    created_at = serializers.DateTimeField()
    lines = serializers.IntegerField(source="line")
    accepted = serializers.IntegerField()
    repeated = serializers.IntegerField()
    failed = serializers.IntegerField()
    error = serializers.JSONField(allow_null=True)
    percent = serializers.SerializerMethodField()

    def get_percent(self, job: Any) -> int:
        """Whole percent of the file read."""
        return 100 if not job.size else int(100 * job.position / job.size)


class ImportRowErrorOutput(serializers.Serializer[Any]):
    """One line that was not taken, why, and what stood in it."""

    line = serializers.IntegerField()
    error = serializers.JSONField()
    text = serializers.SerializerMethodField()

    def get_text(self, row: Any) -> str:
        """The line, without names and numbers of people."""
        return masked_line(row.text)
