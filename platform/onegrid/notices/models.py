"""One row for each person who is told something."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """Told once per (request, person). It may outlive the recipient's sight of the case, so it holds no case data."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    # A plain number: notices stay when a case is archived.
    case_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    text_zh = models.TextField()
    text_en = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    key = models.UUIDField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "person"], name="notice_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["case_id"], name="notice_of_case"),
        ]
