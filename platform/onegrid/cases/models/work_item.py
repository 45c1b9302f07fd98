"""A work item: one human task that waits, or waited, for somebody."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models


class WorkItem(models.Model):
    """One row per visit of a human task; the engine knows it as `task` of its case.

    `unit` and `role` say whose pool it is now; where nobody could act they are the duty desk's and `is_on_duty_desk`
    is set. `area` is kept only where somebody's grids cover it. `revision` moves with each change of this row.
    `warn_at` and `deadline_at` are its clock's, written by `sla` through `hot_path.give_deadline`; null without a limit
    or while the clock is paused.
    `sector` is the case's, kept so by the database itself (migration 0012): boxes are narrowed by it.
    `submission` is the key under which it was completed: the same key again answers with the first result.
    """

    class Status(models.TextChoices):
        OPEN = "open", "待办"
        DONE = "done", "已办"
        WITHDRAWN = "withdrawn", "已撤回"

    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, related_name="work_items", db_index=False, db_constraint=False
    )
    task = models.IntegerField(validators=[MinValueValidator(0)])
    process = models.CharField(max_length=120)
    element = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=120, blank=True)
    round = models.SmallIntegerField(default=1, validators=[MinValueValidator(0)])
    instance = models.IntegerField(null=True, validators=[MinValueValidator(0)])
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    revision = models.IntegerField(default=1, validators=[MinValueValidator(0)])

    role = models.CharField(max_length=40)
    unit = models.ForeignKey(
        "jurisdictions.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    area = models.CharField(max_length=20, blank=True)
    sector = models.CharField(max_length=20, blank=True, default="", db_default="", editable=False)
    mode = models.CharField(max_length=10, default="pool")
    excluded = ArrayField(models.BigIntegerField(), default=list)
    is_on_duty_desk = models.BooleanField(default=False)
    owner = models.ForeignKey(
        "jurisdictions.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    first_owner = models.ForeignKey(
        "jurisdictions.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    returned_from = models.CharField(max_length=120, blank=True)
    limit = models.JSONField(null=True)
    # Set by sla through hot_path.give_deadline while the task is open; the inbox shows and sorts by them.
    warn_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
    is_deadline_provisional = models.BooleanField(default=False)
    draft = models.JSONField(null=True)
    opened_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    drafted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        "jurisdictions.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    outcome = models.CharField(max_length=80, blank=True)
    submission = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "task"], name="work_item_task")]
        indexes = [
            models.Index(
                # An inbox comes out of it in order; its counts, and a filter by sector, need no row.
                fields=["owner", "deadline_at", "id"],
                include=["warn_at", "unit", "sector"],
                condition=models.Q(status="open", owner__isnull=False),
                name="work_item_own",
            ),
            models.Index(
                # A pool is (unit, role, nobody); the tasks of a whole unit are its first column.
                fields=["unit", "role", "owner", "id"],
                condition=models.Q(status="open"),
                name="work_item_unit",
            ),
            models.Index(fields=["done_by", "-done_at"], condition=models.Q(status="done"), name="work_item_done"),
        ]
