"""What is said about a case, and to whom it was shown; each row has its row in the log too."""

from django.db import models


class Comment(models.Model):
    """One line of the case's thread (沟通); `is_instruction` marks a leader's (批示). Never moves the flow."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="comments")
    key = models.UUIDField(unique=True)
    person = models.ForeignKey("jurisdictions.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    post_id = models.BigIntegerField(null=True)
    text = models.TextField()
    is_instruction = models.BooleanField(default=False)
    at = models.DateTimeField()


class Copy(models.Model):
    """The case was copied to a person (抄送), who may read it from then on. Once per person and case."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="copies", db_index=False)
    person = models.ForeignKey("jurisdictions.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    sender = models.ForeignKey("jurisdictions.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "copies"
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="copy_once")]
        indexes = [models.Index(fields=["person", "-id"], name="copy_of_person")]
