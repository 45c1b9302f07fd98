"""Sources, the reports that they sent, and imported files."""

from django.db import models


class Channel(models.TextChoices):
    """How a report reaches the city."""

    HOTLINE = "hotline", "12345热线"
    URBAN = "urban_management", "数字城管"
    POLICE = "police", "110非警情"
    RESIDENT = "resident", "群众上报"
    COLLECTOR = "collector", "网格巡查"
    SENSOR = "sensor", "感知设备"
    WARNING = "early_warning", "预警模型"


class SourceSystem(models.Model):
    """One outside system that may send reports; its key is kept as a hash only."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    unit = models.ForeignKey("jurisdictions.Unit", on_delete=models.PROTECT, related_name="+")
    workflow = models.SlugField(max_length=80, default="event_dispatch")
    key_hash = models.CharField(max_length=64, blank=True)
    is_trusted = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    reply_connector = models.SlugField(max_length=40, blank=True)
    reply_address = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()


class Report(models.Model):
    """One report as it came, and the case that it became. The body is never changed."""

    source = models.ForeignKey(SourceSystem, on_delete=models.PROTECT, related_name="reports")
    idempotency_key = models.UUIDField()
    external_id = models.CharField(max_length=80, blank=True)
    body = models.JSONField()
    body_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reports")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "idempotency_key"], name="report_once_by_key"),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~models.Q(external_id=""), name="report_once_by_number"
            ),
        ]


class ImportState(models.TextChoices):
    """A stopped import goes on where it was; a failed one can not."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    FAILED = "failed", "失败"


OVER = (ImportState.DONE, ImportState.FAILED)


class ImportJob(models.Model):
    """A file of reports, one JSON object a line; `position` is the byte from which it goes on.

    `error`: why it failed as a whole, in the shape of the API's errors.
    """

    source = models.ForeignKey(SourceSystem, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="imports/")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.WAITING)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("jurisdictions.Person", on_delete=models.PROTECT, null=True, related_name="+")
    size = models.BigIntegerField()
    position = models.BigIntegerField(default=0)
    line = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    repeated = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    error = models.JSONField(null=True)


class ImportRowError(models.Model):
    """Why one line of a file was not taken; the line itself is kept so that it can be mended."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="errors")
    line = models.BigIntegerField()
    error = models.JSONField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "line"], name="one_error_a_line")]
