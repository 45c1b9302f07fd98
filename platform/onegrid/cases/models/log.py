"""The event log, which is the audit of every case (decision 6)."""

from django.core.validators import MinValueValidator
from django.db import models


class EventRecord(models.Model):
    """One append-only row per act on a case, human or engine. (case, seq) has no gaps.

    The table is partitioned by month of `at` and refuses UPDATE and DELETE (migration 0002; log_partitions.py). `at` is
    business time; person and post are null where the platform acted. Ids, no foreign keys: what is logged outlives
    what it names.
    """

    pk = models.CompositePrimaryKey("case_id", "seq")
    case_id = models.BigIntegerField()
    seq = models.IntegerField(validators=[MinValueValidator(0)])
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    person_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    process = models.CharField(max_length=120, blank=True)
    element = models.CharField(max_length=120, blank=True)
    task = models.PositiveIntegerField(null=True)
    milestone = models.CharField(max_length=20, blank=True)
    origin = models.CharField(max_length=120, blank=True)
    target = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    payload = models.JSONField(default=dict)
