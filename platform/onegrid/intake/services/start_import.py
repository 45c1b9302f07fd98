"""start_import: a file is taken in and read in the background."""

from typing import Any

from django.core.files.base import File
from django.db import transaction

from onegrid.common import audit, clock
from onegrid.common.errors import NotFound
from onegrid.intake.models import ImportJob, SourceSystem
from onegrid.intake.tasks import run_import
from onegrid.jurisdictions import policy


@transaction.atomic
def start_import(*, actor: policy.Actor, source_slug: str, file: "File[Any]") -> ImportJob:
    """Keep the file and ring for the worker after commit. NotFound where the source is not the actor's to feed."""
    source = SourceSystem.objects.filter(slug=source_slug, is_active=True).first()
    if source is None or source.unit_id not in actor.unit_ids_with(policy.Permission.IMPORT_REPORTS):
        raise NotFound
    job = ImportJob.objects.create(
        source=source,
        file=file,
        size=file.size or 0,
        created_at=clock.now(),
        created_by_id=actor.person_id,
    )
    audit.record(
        actor=actor,
        action="import.started",
        subject_kind="import",
        subject_id=job.pk,
        after={"source": source_slug, "bytes": job.size},
    )
    # A broker that is down refuses no file: the import is taken up by `resume_imports`.
    transaction.on_commit(lambda: run_import.apply_async((job.pk,), retry=False), robust=True)
    return job
