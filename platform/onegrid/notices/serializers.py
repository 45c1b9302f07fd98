"""Shapes of the API of notices."""

from typing import Any

from rest_framework import serializers

from onegrid.notices.models import Notice


class NoticeOutput(serializers.ModelSerializer[Notice]):
    """A notice to the caller."""

    class Meta:
        model = Notice
        fields = ("id", "case_id", "kind", "text_zh", "text_en", "link", "at", "read_at")


class AllReadOutput(serializers.Serializer[Any]):
    """How many were marked."""

    marked = serializers.IntegerField()


class UnreadOutput(serializers.Serializer[Any]):
    """How many wait."""

    unread = serializers.IntegerField()
