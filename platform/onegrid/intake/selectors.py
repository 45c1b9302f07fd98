"""Reads of intake, limited to what the caller may see."""

from django.db.models import QuerySet

from onegrid.common.errors import NotFound
from onegrid.intake.models import ImportJob, Report, SourceSystem
from onegrid.jurisdictions import policy

HEAVY = ("case__state", "case__data", "case__description")
"""What only the engine and a case's own page read."""


def report_of(source: SourceSystem, report_id: int) -> Report:
    """A source sees its own reports only."""
    row = Report.objects.select_related("case").defer("body", *HEAVY).filter(source=source, pk=report_id).first()
    if row is None:
        raise NotFound
    return row


def sources_for(actor: policy.Actor) -> QuerySet[SourceSystem]:
    """Sources of the units for which the actor may import."""
    units = actor.unit_ids_with(policy.Permission.IMPORT_REPORTS)
    return SourceSystem.objects.select_related("unit").filter(unit_id__in=units).order_by("slug")


def imports_for(actor: policy.Actor) -> QuerySet[ImportJob]:
    """Imports of those sources."""
    units = actor.unit_ids_with(policy.Permission.IMPORT_REPORTS)
    return ImportJob.objects.select_related("source").filter(source__unit_id__in=units)


def import_of(actor: policy.Actor, job_id: int) -> ImportJob:
    """One of them."""
    job = imports_for(actor).filter(pk=job_id).first()
    if job is None:
        raise NotFound
    return job
