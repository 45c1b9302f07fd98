"""What the city's people edit by hand. Days are changed through the API, which says what changed and why."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from onegrid.sla.models import CalendarDay, EscalationStep, OfficeHours
from onegrid.sla.services.renew_edition import renew_edition


class _Recounting(admin.ModelAdmin[Any]):
    """Whatever is saved or deleted here, running clocks are counted anew by it."""

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """With a new edition."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            renew_edition()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """With a new edition."""
        with transaction.atomic():
            super().delete_model(request, obj)
            renew_edition()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """With a new edition."""
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            renew_edition()


@admin.register(EscalationStep)
class EscalationStepAdmin(_Recounting):
    """The ladder."""

    list_display = ("percent", "marks", "tells")


@admin.register(OfficeHours)
class OfficeHoursAdmin(_Recounting):
    """Office hours from a date on."""

    list_display = ("since", "opens", "closes")


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin[CalendarDay]):
    """To look at only."""

    list_display = ("date", "is_working", "is_provisional", "name", "source")
    list_filter = ("is_provisional", "is_working")
    date_hierarchy = "date"

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Through the API."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: CalendarDay | None = None) -> bool:
        """Through the API."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: CalendarDay | None = None) -> bool:
        """Never."""
        return False
