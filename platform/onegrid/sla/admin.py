"""What the city's people edit by hand. Days are changed through the API, which says what changed and why."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from onegrid.common.look_only import LookOnly, call
from onegrid.sla.models import CalendarDay, Clock, EscalationStep, OfficeHours
from onegrid.sla.services.renew_edition import renew_edition


class _Recounting(admin.ModelAdmin[Any]):
    """Whatever is saved or deleted here, running clocks are counted anew by it."""

    called: ClassVar[str]

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        call(model, self.called)

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

    called = "催办阶梯"
    list_display = ("percent", "marks", "tells")


@admin.register(OfficeHours)
class OfficeHoursAdmin(_Recounting):
    """Office hours from a date on."""

    called = "办公时间"
    list_display = ("since", "opens", "closes")


@admin.register(CalendarDay)
class CalendarDayAdmin(LookOnly):
    """Days; changed over the API."""

    called = "工作日历"
    columns = (
        ("date", "日期"),
        ("is_working", "工作日"),
        ("is_provisional", "暂定"),
        ("name", "名称"),
        ("source", "来自"),
    )
    list_filter = ("is_provisional", "is_working")
    date_hierarchy = "date"
    ordering = ("date",)


@admin.register(Clock)
class ClockAdmin(LookOnly):
    """Limits that run or ran."""

    called = "计时"
    columns = (
        ("case__number", "案件编号"),
        ("kind", "种类"),
        ("subject", "对象"),
        ("limit_value", "时限"),
        ("limit_unit", "单位"),
        ("state", "状态"),
        ("deadline_at", "截止"),
        ("late_at", "超期"),
    )
    details = (
        ("standard", "立案结案标准"),
        ("stage", "环节"),
        ("started_at", "开始"),
        ("first_deadline_at", "最初截止"),
        ("is_provisional", "暂定"),
        ("warned_at", "预警"),
        ("stopped_at", "停止"),
        ("is_on_time", "按时"),
    )
    list_filter = ("state", "kind")
    search_fields = ("case__number",)
    ordering = ("-id",)
