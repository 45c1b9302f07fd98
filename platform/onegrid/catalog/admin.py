"""Django's admin: reading only. Versions never change; code sets come by `load_standards`, which checks and audits."""

from django.contrib import admin

from onegrid.catalog.models import Category, ClosingStandard, Form, FormVersion, Workflow, WorkflowVersion
from onegrid.common.look_only import LookOnly


@admin.register(Workflow)
class WorkflowAdmin(LookOnly):
    """Processes."""

    called = "流程"
    columns = (
        ("slug", "标识"),
        ("title", "名称"),
        ("kind", "种类"),
        ("owner", "负责人"),
        ("current_version", "现行版本"),
    )
    details = (("description", "说明"),)
    search_fields = ("slug", "title")


@admin.register(WorkflowVersion)
class WorkflowVersionAdmin(LookOnly):
    """Versions of processes; their files are read over the API."""

    called = "流程版本"
    columns = (
        ("workflow", "流程"),
        ("number", "版本"),
        ("origin", "来自"),
        ("note", "说明"),
        ("published_at", "发布时间"),
        ("published_by", "发布人"),
    )
    details = (("checksum", "校验和"), ("callees", "所调用流程的版本"), ("forms", "表单版本"))
    heavy = ("sources",)
    list_filter = ("workflow", "origin")
    ordering = ("-id",)


@admin.register(Form)
class FormAdmin(LookOnly):
    """Forms."""

    called = "表单"
    columns = (("slug", "标识"), ("title", "名称"), ("owner", "负责人"), ("current_version", "现行版本"))
    search_fields = ("slug", "title")


@admin.register(FormVersion)
class FormVersionAdmin(LookOnly):
    """Versions of forms."""

    called = "表单版本"
    columns = (("form", "表单"), ("number", "版本"), ("origin", "来自"), ("note", "说明"), ("published_at", "发布时间"))
    ordering = ("-id",)


@admin.register(Category)
class CategoryAdmin(LookOnly):
    """Categories."""

    called = "类别"
    columns = (
        ("code", "编码"),
        ("name", "名称"),
        ("major_name", "大类"),
        ("sector", "治理领域"),
        ("is_invented", "演示自拟"),
        ("basis", "依据"),
    )
    list_filter = ("kind", "sector", "is_invented")
    search_fields = ("code", "name", "major_name")


@admin.register(ClosingStandard)
class ClosingStandardAdmin(LookOnly):
    """Limits of closing standards."""

    called = "立案结案标准"
    columns = (
        ("code", "编码"),
        ("category", "类别"),
        ("condition", "立案条件"),
        ("stage", "环节"),
        ("limit_value", "时限"),
        ("limit_unit", "单位"),
        ("since", "起用"),
        ("until", "停用"),
        ("is_invented", "演示自拟"),
    )
    details = (("closing_condition", "结案条件"), ("source", "出处"))
    list_filter = ("stage", "is_invented", "source")
    search_fields = ("code", "condition", "category__name")
