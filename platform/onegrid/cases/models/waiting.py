"""What a case waits for besides people: moments, messages, signals."""

from django.core.validators import MinValueValidator
from django.db import models


class Due(models.Model):
    """The one table of due moments (decision 7). A row exists while its moment is still to be acted on.

    flow: `subject` is the engine's timer, written by `apply_step`. clock: `subject` is a clock, written by `sla`.
    `at` is business time; `lease` is real time until which a sweep holds the row. `failures`: acts that broke on it;
    after some of them it is held until an operator lets it go on (held_acts.py).
    """

    class Kind(models.TextChoices):
        FLOW = "flow", "流程"
        CLOCK = "clock", "时限"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=5, choices=Kind)
    subject = models.BigIntegerField()
    at = models.DateTimeField()
    lease = models.DateTimeField(null=True)
    failures = models.SmallIntegerField(default=0, db_default=0, validators=[MinValueValidator(0)])

    class Meta:
        indexes = [models.Index(fields=["at"], name="due_at")]


class Subscription(models.Model):
    """A living task that waits for a message (name and key) or a signal (name)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    subscription = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=300, blank=True)
    element = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "subscription"], name="subscription_once")]
        indexes = [models.Index(fields=["kind", "name", "key"], name="subscription_match")]


class ParkedMessage(models.Model):
    """An event on its way to a case.

    A message without a taker waits here for one hour, then is answered with the reason (decision 17). A signal has one
    row per case that waited when it was thrown, so that each hears it once, whatever is killed meanwhile.
    `sent_by`: the person who sent it; it reaches only cases that this person operates (reach.py). Null: thrown by a
    case of ours. Held: its case broke on it more than once; an operator lets it go on.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        DELIVERED = "delivered", "已送达"
        EXPIRED = "expired", "无人接收"
        HELD = "held", "投递受阻"

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=8, default="message")
    name = models.CharField(max_length=200)
    correlation = models.CharField(max_length=300, blank=True)
    payload = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_by = models.ForeignKey(
        "jurisdictions.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    failures = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["name", "correlation", "id"],
                condition=models.Q(state="waiting"),
                name="parked_message_waiting",
            ),
        ]
