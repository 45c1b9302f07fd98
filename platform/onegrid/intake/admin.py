"""Django's admin: reading only. What reporters wrote is not shown: it may be personal, and is read as its case."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onegrid.cases.sight import visible_cases
from onegrid.common.look_only import LookOnly
from onegrid.intake.models import ImportJob, Report, SourceSystem
from onegrid.jurisdictions.authentication import actor_from
from onegrid.jurisdictions.policy import Permission


@admin.register(SourceSystem)
class SourceSystemAdmin(LookOnly):
    """Sources; `manage.py register_source` changes them and gives keys."""

    called = _("Source systems")
    columns = (
        ("slug", _("Id")),
        ("name", _("Name")),
        ("channel", _("Channel")),
        ("unit", _("Registered by")),
        ("workflow", _("Process started")),
        ("is_trusted", _("Trusted")),
        ("is_active", _("Active")),
    )
    details = (
        ("reply_connector", _("Way of answering")),
        ("reply_address", _("Address for answers")),
        ("created_at", _("Registered at")),
    )
    heavy = ("key_hash",)
    list_filter = ("channel", "is_trusted", "is_active")
    search_fields = ("slug", "name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those of the units that the caller administers or imports for."""
        return super().get_queryset(request).filter(unit_id__in=_units(request))


@admin.register(Report)
class ReportAdmin(LookOnly):
    """Reports and the cases that they became."""

    called = _("Reports")
    columns = (
        ("received_at", _("Received at")),
        ("source__name", _("Source")),
        ("external_id", _("Number at the source")),
        ("case__number", _("Case number")),
        ("case__status", _("Status of the case")),
    )
    details = (("idempotency_key", _("Idempotency key")),)
    heavy = ("body",)
    search_fields = ("external_id", "case__number")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Of cases that the caller sees."""
        return super().get_queryset(request).filter(case__in=visible_cases(actor_from(request)).values("pk"))


@admin.register(ImportJob)
class ImportJobAdmin(LookOnly):
    """Imported files and how far each is; the lines that were not taken are read over the API."""

    called = _("Imports")
    columns = (
        ("created_at", _("Handed in at")),
        ("source__name", _("Source")),
        ("created_by", _("Handed in by")),
        ("state", _("Status")),
        ("line", _("Lines read")),
        ("accepted", _("Accepted")),
        ("repeated", _("Repeated")),
        ("failed", _("Failed")),
    )
    details = (("error", _("Reason of failure")),)
    list_filter = ("state",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Of those sources."""
        return super().get_queryset(request).filter(source__unit_id__in=_units(request))


def _units(request: HttpRequest) -> frozenset[int]:
    actor = actor_from(request)
    return actor.unit_ids_with(Permission.ADMINISTER) | actor.unit_ids_with(Permission.IMPORT_REPORTS)
