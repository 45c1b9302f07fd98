"""Django's admin: reading only. What reporters wrote is not shown: it may be personal, and is read as its case."""

from django.contrib import admin

from onegrid.common.look_only import LookOnly
from onegrid.intake.models import ImportJob, Report, SourceSystem


@admin.register(SourceSystem)
class SourceSystemAdmin(LookOnly):
    """Sources; `manage.py register_source` changes them and gives keys."""

    called = "来源系统"
    columns = (
        ("slug", "标识"),
        ("name", "名称"),
        ("channel", "渠道"),
        ("unit", "登记单位"),
        ("workflow", "启动流程"),
        ("is_trusted", "免核实"),
        ("is_active", "启用"),
    )
    details = (("reply_connector", "回复方式"), ("reply_address", "回复地址"), ("created_at", "登记时间"))
    heavy = ("key_hash",)
    list_filter = ("channel", "is_trusted", "is_active")
    search_fields = ("slug", "name")


@admin.register(Report)
class ReportAdmin(LookOnly):
    """Reports and the cases that they became."""

    called = "上报"
    columns = (
        ("received_at", "接收时间"),
        ("source__name", "来源"),
        ("external_id", "来源编号"),
        ("case__number", "案件编号"),
        ("case__status", "案件状态"),
    )
    details = (("idempotency_key", "幂等键"),)
    heavy = ("body",)
    list_filter = ("source",)
    search_fields = ("external_id", "case__number")
    ordering = ("-id",)


@admin.register(ImportJob)
class ImportJobAdmin(LookOnly):
    """Imported files and how far each is; the lines that were not taken are read over the API."""

    called = "批量导入"
    columns = (
        ("created_at", "提交时间"),
        ("source__name", "来源"),
        ("created_by", "提交人"),
        ("state", "状态"),
        ("line", "已读行"),
        ("accepted", "受理"),
        ("repeated", "重复"),
        ("failed", "失败"),
    )
    details = (("error", "失败原因"),)
    list_filter = ("state",)
    ordering = ("-id",)
