"""Django's admin: the audit of everything that is no case."""

from django.contrib import admin

from onegrid.common.look_only import LookOnly
from onegrid.common.models import AuditRecord


@admin.register(AuditRecord)
class AuditRecordAdmin(LookOnly):
    """Who changed what."""

    called = "审计记录"
    columns = (
        ("at", "时间"),
        ("action", "操作"),
        ("subject_kind", "对象类型"),
        ("subject_id", "对象"),
        ("person_id", "人员编号"),
        ("reason", "理由"),
    )
    details = (("post_id", "岗位编号"), ("before", "变更前"), ("after", "变更后"))
    search_fields = ("action", "subject_id")
    list_filter = ("subject_kind", "action")
    ordering = ("-id",)
