"""Tables that serve every app: the demo clock's offset and the audit of everything that is no case."""

from django.db import models


class ClockOffset(models.Model):
    """One row (id 1): seconds by which a demo installation's business time is ahead."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(seconds__gte=0), name="clock_forward_only")]


class AuditRecord(models.Model):
    """Who changed what outside cases: publishing, settings, permissions, exports. Append-only by trigger."""

    at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"]),
            models.Index(fields=["person_id", "id"]),
        ]
