"""A case: its facts are columns and the truth (decision 12); its process state is opaque bytes."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models


class Case(models.Model):
    """One event on its way through one frozen version of a process.

    `state` is the engine's and written by `apply_step` alone; it is cleared when the case ends and `data` kept once.
    `revision` counts steps of the engine, `log_seq` rows of the log: both move only under this row's lock. Counters of
    rows that each act writes have no CHECK of their own: the server would read it anew at every write (ADR 15).
    """

    class Status(models.TextChoices):
        OPEN = "open", "办理中"
        CLOSED = "closed", "已结案"
        REJECTED = "rejected", "不予立案"
        VOID = "void", "作废"
        WITHDRAWN = "withdrawn", "已撤销"

    number = models.CharField(max_length=32, unique=True)
    version = models.ForeignKey("catalog.WorkflowVersion", on_delete=models.PROTECT, related_name="+")
    revision = models.IntegerField(default=0, validators=[MinValueValidator(0)])
    log_seq = models.IntegerField(default=0, validators=[MinValueValidator(0)])
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    outcome = models.CharField(max_length=80, blank=True)
    start_key = models.UUIDField(null=True, unique=True, editable=False)

    registered_by = models.ForeignKey("jurisdictions.Unit", to_field="code", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    title = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=300, blank=True, default="", db_default="")
    description = models.TextField(blank=True)
    place = models.CharField(max_length=300, blank=True)
    division = models.ForeignKey(
        "jurisdictions.Division", to_field="code", null=True, on_delete=models.PROTECT, related_name="+"
    )
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    category = models.CharField(max_length=60, blank=True)
    standard = models.CharField(max_length=80, blank=True)
    urgency = models.CharField(max_length=10, blank=True)
    sector = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=10, blank=True)
    centre = models.ForeignKey(
        "jurisdictions.Unit",
        to_field="code",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    lead_unit = models.ForeignKey(
        "jurisdictions.Unit",
        to_field="code",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    co_units = ArrayField(models.CharField(max_length=60), default=list)
    trusted = models.BooleanField(default=False)
    satisfaction = models.CharField(max_length=40, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    reject_reason = models.TextField(blank=True)
    rework_count = models.SmallIntegerField(default=0, validators=[MinValueValidator(0)])
    return_count = models.SmallIntegerField(default=0, validators=[MinValueValidator(0)])

    state = models.BinaryField(null=True)
    data = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-id"], condition=models.Q(status="open"), name="case_open"),
            models.Index(fields=["registered_at"], name="case_registered_at"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_state_while_open",
                condition=models.Q(status="open", state__isnull=False)
                | (~models.Q(status="open") & models.Q(state__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Still moving."""
        return self.status == self.Status.OPEN

    @property
    def engine_state(self) -> bytes:
        """The state of an open case."""
        if self.state is None:
            raise ValueError(f"case {self.number} has ended and has no state")
        return bytes(self.state)


class CaseSource(models.Model):
    """One report behind a case: where it came from and how it is answered (decision 8)."""

    class Reply(models.TextChoices):
        NONE = "none", "未回复"
        PENDING = "pending", "回复中"
        SENT = "sent", "已回复"
        FAILED = "failed", "回复失败"
        IMPOSSIBLE = "impossible", "无回复地址"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sources")
    source = models.CharField(max_length=60)
    channel = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    reported_at = models.DateTimeField()
    is_trusted = models.BooleanField(default=False)
    reporter_name = models.CharField(max_length=80, blank=True)
    reporter_phone = models.CharField(max_length=40, blank=True)
    reply_connector = models.CharField(max_length=60, blank=True)
    reply_address = models.CharField(max_length=500, blank=True)
    reply_state = models.CharField(max_length=10, choices=Reply, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~models.Q(external_id=""), name="case_source_once"
            ),
        ]


class CaseParty(models.Model):
    """Sight is by taking part: one row for each unit and capacity (decision 9)."""

    class Capacity(models.TextChoices):
        REGISTERED = "registered", "登记"
        TASKED = "tasked", "承办"
        CO_ORGANISER = "co_organiser", "协办"
        CHECKER = "checker", "核查"

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="parties", db_index=False, db_constraint=False
    )
    unit = models.ForeignKey(
        "jurisdictions.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    capacity = models.CharField(max_length=12, choices=Capacity)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "unit", "capacity"], name="case_party_once"),
        ]
        indexes = [models.Index(fields=["unit", "-case"], name="case_party_by_unit")]
