"""Read shapes: each case's facts in one narrow row, and counts of them by scope. Written by `refresh_figures` alone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Dimension(models.TextChoices):
    """By what counts are kept; sector and day are part of every row."""

    UNIT = "unit", "单位"
    CATEGORY = "category", "类别"
    SOURCE = "source", "来源"
    PLACE = "place", "地区"


class CaseFact(models.Model):
    """What is counted of one case, as it stood when its log had `log_seq` rows.

    scopes: the units that take part and all above them: who supervises one of these counts the case.
    day: of registration, in the city's zone. place: township (9 digits), county (6), or empty.
    verdict: of the cumulative handling limit; empty where no limit began. due_at: when a pending one will be late.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, primary_key=True, related_name="fact")
    log_seq = models.IntegerField()
    scopes = ArrayField(models.BigIntegerField())
    day = models.DateField()
    unit = models.CharField(max_length=40)
    place = models.CharField(max_length=9)
    category = models.CharField(max_length=60)
    sector = models.CharField(max_length=20)
    source = models.CharField(max_length=60)
    state = models.CharField(max_length=10)
    is_filed = models.BooleanField()
    verdict = models.CharField(max_length=10)
    due_at = models.DateTimeField(null=True)
    is_reworked = models.BooleanField()
    is_returned = models.BooleanField()
    is_joint = models.BooleanField()
    satisfaction = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["day", "place"], name="fact_by_day_and_place"),
            models.Index(fields=["due_at"], condition=models.Q(verdict="pending"), name="fact_pending"),
            models.Index(fields=["due_at"], condition=models.Q(verdict="late_open"), name="fact_late_open"),
        ]


class FigureRow(models.Model):
    """Counts of the cases of one scope, registered on one day, of one sector, with one value of a dimension.

    A column for each of `indicators.COUNTERS`. Always the sum over `CaseFact`: both change in one statement.
    """

    pk = models.CompositePrimaryKey("scope", "dimension", "day", "sector", "value")
    scope = models.BigIntegerField()
    dimension = models.CharField(max_length=8, choices=Dimension)
    day = models.DateField()
    sector = models.CharField(max_length=20)
    value = models.CharField(max_length=60)
    registered = models.IntegerField()
    filed = models.IntegerField()
    closed = models.IntegerField()
    open = models.IntegerField()
    answered = models.IntegerField()
    rejected = models.IntegerField()
    void = models.IntegerField()
    withdrawn = models.IntegerField()
    due = models.IntegerField()
    closed_due = models.IntegerField()
    handled = models.IntegerField()
    on_time = models.IntegerField()
    late_closed = models.IntegerField()
    late_open = models.IntegerField()
    pending = models.IntegerField()
    hung = models.IntegerField()
    reworked = models.IntegerField()
    returned = models.IntegerField()
    joint = models.IntegerField()
    rated = models.IntegerField()
    satisfied = models.IntegerField()


class FigureState(models.Model):
    """One row (id 1): up to where the log has been read, and of when the figures are.

    read_to, as_of: business time; as_of is null until every case has been counted once. compared_at: real time of the
    last comparison of all cases. tree: fingerprint of the unit tree by which the scopes were made.
    """

    read_to = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)
    tree = models.CharField(max_length=32, default="")
