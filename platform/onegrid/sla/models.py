"""The working calendar and the clocks: ledgers of running and paused spans."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from onegrid.sla.ladder import Tells


class CalendarDay(models.Model):
    """One day of the city's working calendar; its people may edit it (source then says so)."""

    date = models.DateField(unique=True)
    is_working = models.BooleanField()
    is_provisional = models.BooleanField(default=False)
    name = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=60)


class OfficeHours(models.Model):
    """One span of office hours, in force from a date on; a date's spans are those of the newest `since`."""

    since = models.DateField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["since", "opens"]
        constraints = [
            models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="office_hours_in_order"),
            models.UniqueConstraint(fields=["since", "opens"], name="office_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.since} {self.opens:%H:%M}-{self.closes:%H:%M}"


class CalendarEdition(models.Model):
    """One row (id 1); its number grows with each change of days, office hours or ladder.

    Processes know by it when to read again, and which running clocks were counted by what no longer holds.
    """

    number = models.BigIntegerField(default=0)


class ClockKind(models.TextChoices):
    """task: one human task's limit, over all its visits. stage: the standard's limit for handling (bundle)."""

    TASK = "task", "环节时限"
    STAGE = "stage", "累计时限"


class ClockState(models.TextChoices):
    """A stopped clock has its verdict; a paused one has no deadline until it resumes."""

    RUNNING = "running", "计时"
    PAUSED = "paused", "暂停"
    STOPPED = "stopped", "停止"


class Clock(models.Model):
    """One limit on one case. Time used is the sum of its running spans, counted in the limit's unit."""

    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, related_name="clocks", db_index=False, db_constraint=False
    )
    work_item = models.ForeignKey(
        "cases.WorkItem", on_delete=models.PROTECT, null=True, related_name="clocks", db_constraint=False
    )
    kind = models.CharField(max_length=10, choices=ClockKind.choices)
    subject = models.CharField(max_length=250)
    standard = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    limit_value = models.IntegerField(validators=[MinValueValidator(0)])
    limit_unit = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ClockState.choices)
    started_at = models.DateTimeField()
    first_deadline_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    is_provisional = models.BooleanField(default=False)
    # Percent of the step of the ladder that was taken last.
    reached = models.SmallIntegerField(default=0, validators=[MinValueValidator(0)])
    warned_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    is_on_time = models.BooleanField(null=True)
    edition = models.BigIntegerField(default=0)  # of the calendar and ladder by which it was counted

    class Meta:
        indexes = [
            models.Index(fields=["case", "kind", "subject"]),
            models.Index(fields=["edition"], condition=models.Q(state="running"), name="clock_running_by_edition"),
        ]

    @property
    def deadline(self) -> datetime | None:
        """None while the clock is paused: when it ends depends on when it goes on."""
        return None if self.state == ClockState.PAUSED else self.deadline_at

    @property
    def light(self) -> str:
        """green, amber, red; grey while paused. Never shown without its word and icon."""
        if self.late_at is not None or self.is_on_time is False:
            return "red"
        if self.state == ClockState.PAUSED:
            return "grey"
        return "amber" if self.warned_at is not None else "green"


class ClockSpan(models.Model):
    """A stretch of a clock, running or paused; the open one has no end. Never changed after it is closed."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="spans", db_constraint=False)
    is_running = models.BooleanField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(until__isnull=True), name="one_open_span_a_clock"
            ),
        ]


def _known_words(value: Any) -> None:
    allowed = [str(one) for one in Tells]
    if not isinstance(value, list) or any(one not in allowed for one in value):
        raise ValidationError(f"a list of any of {', '.join(allowed)} / 只能由 {'、'.join(allowed)} 组成的列表")


class EscalationStep(models.Model):
    """One step of the city's ladder: at `percent` of a limit the light changes and people are told."""

    class Marks(models.TextChoices):
        WARNED = "warned", "预警"
        LATE = "late", "超期"
        PRESSED = "pressed", "督办"

    percent = models.PositiveSmallIntegerField(unique=True, validators=[MinValueValidator(1)])
    tells = models.JSONField(default=list, validators=[_known_words])
    marks = models.CharField(max_length=10, choices=Marks, default=Marks.PRESSED)

    class Meta:
        ordering = ["percent"]
        constraints = [models.CheckConstraint(condition=models.Q(percent__gte=1), name="escalation_after_the_start")]

    def __str__(self) -> str:
        return f"{self.percent} %"
