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


class IncidentOutput(serializers.ModelSerializer[Incident]):
    """An element that could not go on."""

    case = serializers.CharField(source="case.number")

    class Meta:
        model = Incident
        fields = (
            *("id", "case", "element", "code", "message_zh", "message_en", "detail", "state"),
            *("raised_at", "settled_at", "reason"),
        )


class RetryInput(serializers.Serializer[Any]):
    """Variables that are mended before the element tries again."""

    data = serializers.DictField(required=False, default=dict)  # type: ignore[assignment]


class SkipInput(serializers.Serializer[Any]):
    """Why, and the variables that the element would have set."""

    reason = serializers.CharField(max_length=2000)
    data = serializers.DictField(required=False, default=dict)  # type: ignore[assignment]
