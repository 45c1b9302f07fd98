"""Attachments and incidents as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from onegrid.cases.models import Attachment, Incident


class AttachmentInput(serializers.Serializer[Any]):
    """One file."""

    file = serializers.FileField()


class AttachmentOutput(serializers.ModelSerializer[Attachment]):
    """What the answers of a form name: its `key`."""

    class Meta:
        model = Attachment
        fields = ("key", "name", "media_type", "size", "sha256", "uploaded_at")


class IncidentCallOutput(serializers.Serializer[Any]):
    """The call outside that failed. Personal data are masked."""

    connector = serializers.CharField()
    operation = serializers.CharField()
    parameters = serializers.DictField()
    attempts = serializers.IntegerField()
    error_code = serializers.CharField()
    error = serializers.CharField()


class IncidentOutput(serializers.Serializer[Any]):
    """An element that could not go on, the data that it saw, and what can be done. Personal data are masked."""

    id = serializers.IntegerField(source="row.id")
    case = serializers.CharField(source="row.case.number")
    element = serializers.CharField(source="row.element")
    element_name = serializers.CharField(help_text="As the designer named it; may be empty.")
    code = serializers.CharField(source="row.code")
    message_zh = serializers.CharField()
    message_en = serializers.CharField()
    mend_zh = serializers.CharField(help_text="运维员可以怎样处理。")
    mend_en = serializers.CharField(help_text="What an operator can do.")
    ways = serializers.ListField(
        child=serializers.ChoiceField(choices=("retry", "skip")), help_text="What this kind of incident allows now."
    )
    data = serializers.DictField(help_text="Variables that the element sees while the incident is open.")  # type: ignore[assignment]
    call = IncidentCallOutput(allow_null=True)
    detail = serializers.CharField()
    state = serializers.ChoiceField(source="row.state", choices=Incident.State.choices)
    raised_at = serializers.DateTimeField(source="row.raised_at")
    settled_at = serializers.DateTimeField(source="row.settled_at", allow_null=True)
    reason = serializers.CharField(source="row.reason")


class RetryInput(serializers.Serializer[Any]):
    """Variables that are mended before the element tries again."""

    data = serializers.DictField(required=False, default=dict)  # type: ignore[assignment]


class SkipInput(serializers.Serializer[Any]):
    """Why, and the variables that the element would have set."""

    reason = serializers.CharField(max_length=2000)
    data = serializers.DictField(required=False, default=dict)  # type: ignore[assignment]
