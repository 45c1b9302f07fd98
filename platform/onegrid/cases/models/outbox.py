"""Calls to make outside, and elements that could not go on."""

from django.db import models


class Outbox(models.Model):
    """One call to one outside system, sent at least once; the receiver sees its key (docs/howto/add-a-connector.md).

    Rows of one engine call share (case, call); the last to be done lets the case go on. `next_attempt_at` and `lease`
    are real time. `failures`: answers that the case could not take in.
    """

    class State(models.TextChoices):
        PENDING = "pending", "待发送"
        LEASED = "leased", "发送中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"
        DROPPED = "dropped", "已取消"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="calls", db_index=False)
    call = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    source = models.ForeignKey(
        "cases.CaseSource", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.UUIDField(unique=True)
    process = models.CharField(max_length=120)
    element = models.CharField(max_length=120)
    name = models.CharField(max_length=200, blank=True)
    connector = models.CharField(max_length=60)
    operation = models.CharField(max_length=80, blank=True)
    parameters = models.JSONField(default=dict)
    retries = models.PositiveSmallIntegerField(default=5)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    error_code = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)
    failures = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "call", "part"], name="outbox_part")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state__in=["pending", "leased"]),
                name="outbox_waiting",
            ),
        ]


class Incident(models.Model):
    """An element that could not go on: visible, retriable, skippable with a reason.

    `held`, `held_id`: where the platform itself broke on a moment, a call's answer or a message, the row that waits
    until an operator lets it try again; the engine knows nothing of such an incident.
    """

    class Held(models.TextChoices):
        NOTHING = "", ""
        DUE = "due", "到期"
        CALL = "call", "调用"
        MESSAGE = "message", "消息"

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        RETRIED = "retried", "已重试"
        SKIPPED = "skipped", "已跳过"
        CLEARED = "cleared", "已消除"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="incidents")
    task = models.PositiveIntegerField()
    element = models.CharField(max_length=120)
    code = models.CharField(max_length=80)
    message_en = models.TextField()
    message_zh = models.TextField()
    detail = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        "jurisdictions.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField(blank=True)
    held = models.CharField(max_length=8, blank=True, choices=Held, default=Held.NOTHING, db_default="")
    held_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-id"], condition=models.Q(state="open"), name="incident_open"),
        ]
