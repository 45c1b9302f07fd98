"""Django's admin: reading only, and without reporters' personal data, whose reading is an act that is logged."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from onegrid.cases.models import Attachment, Case, Due, EventRecord, Incident, Outbox, WorkItem
from onegrid.cases.sight import visible_cases
from onegrid.common.look_only import EMPTY, LookOnly, value_at
from onegrid.jurisdictions.authentication import actor_from


class BySight(LookOnly):
    """Who may open the administration sees here the cases that their posts see, and no others."""

    case_at: ClassVar[str] = "case"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows of visible cases; of files, what is bound to none yet is only its uploader's and not shown."""
        seen = visible_cases(actor_from(request)).values("pk")
        return super().get_queryset(request).filter(**{f"{self.case_at}__in": seen})


@admin.register(Case)
class CaseAdmin(BySight):
    """Cases, with the tasks and the log of each."""

    called = "案件"
    case_at = "pk"
    columns = (
        ("number", "案件编号"),
        ("title", "标题"),
        ("status", "状态"),
        ("centre", "指挥中心"),
        ("lead_unit", "牵头单位"),
        ("category", "类别"),
        ("urgency", "紧急程度"),
        ("registered_at", "登记时间"),
    )
    details = (
        ("version", "流程版本"),
        ("registered_by", "登记单位"),
        ("place", "地点"),
        ("division", "行政区划"),
        ("sector", "治理领域"),
        ("level", "层级"),
        ("standard", "立案结案标准"),
        ("filed_at", "立案时间"),
        ("finished_at", "办结时间"),
        ("rework_count", "返工次数"),
        ("return_count", "退回次数"),
        ("satisfaction", "满意度"),
        ("score", "得分"),
        ("parties", "参与单位"),
        ("sources", "来源与回复"),
        ("tasks", "环节"),
        ("log", "事件日志"),
    )
    heavy = ("state", "data", "description")
    list_filter = ("status",)
    search_fields = ("number", "title")
    ordering = ("-id",)

    def parties(self, case: Case) -> SafeString:
        """Units that take part and therefore see it."""
        return _table(case.parties.select_related("unit").order_by("id"), "unit", "capacity", "since")

    def sources(self, case: Case) -> SafeString:
        """Where it came from and whether it was answered; nobody's name."""
        return _table(case.sources.order_by("id"), "source", "external_id", "reply_state", "replied_at")

    def tasks(self, case: Case) -> SafeString:
        """Every visit of a human task."""
        rows = case.work_items.select_related("unit", "done_by").order_by("id")
        return _table(
            rows, "name", "round", "status", "unit", "opened_at", "deadline_at", "done_at", "done_by", "outcome"
        )

    def log(self, case: Case) -> SafeString:
        """In order, without a gap; answers are left to those who may see the case."""
        rows = EventRecord.objects.filter(case_id=case.pk).order_by("seq")
        return _table(rows, "seq", "at", "kind", "element", "milestone", "person_id", "target", "reason")


@admin.register(WorkItem)
class WorkItemAdmin(BySight):
    """Tasks."""

    called = "待办"
    columns = (
        ("case__number", "案件编号"),
        ("name", "环节"),
        ("status", "状态"),
        ("unit", "单位"),
        ("role", "角色"),
        ("owner", "办理人"),
        ("opened_at", "产生时间"),
        ("deadline_at", "截止时间"),
    )
    details = (
        ("process", "流程"),
        ("element", "节点"),
        ("round", "轮次"),
        ("area", "网格范围"),
        ("is_on_duty_desk", "转值班台"),
        ("claimed_at", "认领时间"),
        ("warn_at", "预警时间"),
        ("is_deadline_provisional", "暂定截止"),
        ("done_at", "办理时间"),
        ("done_by", "实际办理人"),
        ("outcome", "办理结果"),
    )
    heavy = ("draft",)
    list_filter = ("status", "is_on_duty_desk")
    search_fields = ("case__number", "name")
    ordering = ("-id",)


@admin.register(Incident)
class IncidentAdmin(BySight):
    """What could not go on; operators retry or skip over the API."""

    called = "异常"
    columns = (
        ("case__number", "案件编号"),
        ("element", "节点"),
        ("code", "代码"),
        ("message_zh", "原因"),
        ("state", "状态"),
        ("raised_at", "发生时间"),
    )
    details = (
        ("message_en", "Reason"),
        ("detail", "详情"),
        ("settled_at", "处理时间"),
        ("settled_by", "处理人"),
        ("reason", "处理说明"),
    )
    list_filter = ("state",)
    search_fields = ("case__number",)
    ordering = ("-id",)


@admin.register(Outbox)
class OutboxAdmin(BySight):
    """Calls to systems outside; what they carry may be personal and is not shown."""

    called = "对外调用"
    columns = (
        ("case__number", "案件编号"),
        ("name", "环节"),
        ("connector", "连接器"),
        ("operation", "操作"),
        ("state", "状态"),
        ("attempts", "已尝试"),
        ("next_attempt_at", "下次尝试"),
        ("error_code", "错误代码"),
    )
    details = (("key", "幂等键"), ("created_at", "产生时间"), ("done_at", "完成时间"), ("error", "错误"))
    heavy = ("parameters", "result")
    list_filter = ("state",)
    search_fields = ("case__number", "key")
    ordering = ("-id",)


@admin.register(Due)
class DueAdmin(BySight):
    """Moments that are still to be acted on, the next first."""

    called = "到期时刻"
    columns = (("at", "到期时刻"), ("case__number", "案件编号"), ("kind", "种类"), ("lease", "占用至"))
    list_filter = ("kind",)
    search_fields = ("case__number",)
    ordering = ("at",)


@admin.register(Attachment)
class AttachmentAdmin(BySight):
    """Files by name; their content is read as their case."""

    called = "附件"
    columns = (
        ("name", "文件名"),
        ("case__number", "案件编号"),
        ("media_type", "类型"),
        ("size", "字节"),
        ("uploaded_by", "上传人"),
        ("uploaded_at", "上传时间"),
    )
    details = (("key", "编号"), ("sha256", "SHA-256"), ("bound_at", "归档时间"), ("expires_at", "未归档则清除于"))
    search_fields = ("case__number", "name")
    ordering = ("-id",)


_HEADINGS = {
    "unit": "单位",
    "capacity": "身份",
    "since": "起始",
    "source": "来源",
    "external_id": "来源编号",
    "reply_state": "回复",
    "replied_at": "回复时间",
    "name": "环节",
    "round": "轮次",
    "status": "状态",
    "opened_at": "产生",
    "deadline_at": "截止",
    "done_at": "办理",
    "done_by": "办理人",
    "outcome": "结果",
    "seq": "序号",
    "at": "时间",
    "kind": "动作",
    "element": "节点",
    "milestone": "里程碑",
    "person_id": "人员编号",
    "target": "去向",
    "reason": "理由",
}


def _table(rows: QuerySet[Any], *names: str) -> SafeString:
    """Rows of another table inside a page."""
    cells = [(format_html_join("", "<td>{}</td>", ((value_at(row, name),) for name in names)),) for row in rows]
    if not cells:
        return EMPTY
    head = format_html_join("", "<th>{}</th>", ((_HEADINGS[name],) for name in names))
    body = format_html_join("", "<tr>{}</tr>", cells)
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body)
