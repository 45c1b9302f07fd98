"""Celery's entries into intake."""

from celery import shared_task
from django.db.models import Q

from onegrid.common import clock
from onegrid.intake.models import OVER, ImportJob
from onegrid.intake.services.import_chunk import import_chunk


@shared_task(name="onegrid.intake.tasks.run_import")
def run_import(job_id: int) -> None:
    """One chunk, then the next as a task of its own: short tasks are safe to kill."""
    clock.refresh()
    if import_chunk(job_id=job_id):
        run_import.apply_async((job_id,), retry=False)


@shared_task(name="onegrid.intake.tasks.resume_imports")
def resume_imports() -> None:
    """Imports whose worker died are taken up again."""
    stale = Q(leased_until__isnull=True) | Q(leased_until__lt=clock.real_now())
    for job_id in ImportJob.objects.filter(stale).exclude(state__in=OVER).values_list("pk", flat=True):
        run_import.delay(job_id)
