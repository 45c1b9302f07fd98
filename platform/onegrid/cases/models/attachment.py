"""Files of a case: uploaded first, bound by the act that names them (decision 8)."""

from django.db import models


class Attachment(models.Model):
    """One file. Unbound (`case` null) only its uploader sees it and it is wiped at `expires_at` (real time)."""

    key = models.UUIDField(unique=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="attachments")
    task = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="attachments/%Y/%m", max_length=300)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("jurisdictions.Person", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    bound_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], condition=models.Q(case__isnull=True), name="attachment_unbound"),
        ]

    @property
    def is_picture(self) -> bool:
        """Counts as a photo where a task requires one."""
        return self.media_type.startswith("image/")
