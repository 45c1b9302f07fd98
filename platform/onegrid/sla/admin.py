"""What the city's people edit by hand. Days are changed through the API, which counts deadlines anew."""

from typing import ClassVar

from django.contrib import admin

from onegrid.sla.models import CalendarDay, EscalationStep, OfficeHours


@admin.register(EscalationStep)
class EscalationStepAdmin(admin.ModelAdmin[EscalationStep]):
    """The ladder."""

    list_display = ("percent", "marks", "tells")


@admin.register(OfficeHours)
class OfficeHoursAdmin(admin.ModelAdmin[OfficeHours]):
    """Office hours from a date on."""

    list_display = ("since", "opens", "closes")


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin[CalendarDay]):
    """To look at only."""

    list_display = ("date", "is_working", "is_provisional", "name", "source")
    list_filter: ClassVar[list[str]] = ["is_provisional", "is_working"]
    date_hierarchy = "date"

    def has_add_permission(self, *_args: object) -> bool:
        """Through the API."""
        return False

    has_change_permission = has_delete_permission = has_add_permission
