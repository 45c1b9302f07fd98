"""Uploads that no act has named within a day are removed, file and row."""

from django.db import transaction

from onegrid.cases.models import Attachment
from onegrid.common import clock


def wipe_unbound_attachments(*, limit: int = 1000) -> int:
    """How many went. Each in its own transaction: one that is being bound or uploaded again at this moment stays."""
    forgotten = Attachment.objects.filter(case=None, expires_at__lt=clock.real_now())
    ids = forgotten.values_list("pk", flat=True)[:limit]
    gone = 0
    for pk in list(ids):
        with transaction.atomic():
            row = forgotten.select_for_update(skip_locked=True).filter(pk=pk).first()
            if row is None:
                continue
            storage, name = row.file.storage, row.file.name
            row.delete()
            transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
            gone += 1
    return gone
