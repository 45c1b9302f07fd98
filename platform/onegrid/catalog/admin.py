"""Django's admin: reading only. Versions never change; code sets come by `load_standards`, which checks and audits."""

from django.contrib import admin
from django.http import HttpRequest

from onegrid.catalog.models import Category, ClosingStandard, Form, FormVersion, Workflow, WorkflowVersion


class _ReadOnly:
    """Changes go through services."""

    def has_add_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False


@admin.register(Workflow)
class WorkflowAdmin(_ReadOnly, admin.ModelAdmin[Workflow]):
    """Processes."""

    list_display = ("slug", "title", "kind", "owner", "current_version")


@admin.register(WorkflowVersion)
class WorkflowVersionAdmin(_ReadOnly, admin.ModelAdmin[WorkflowVersion]):
    """Versions of processes."""

    list_display = ("workflow", "number", "origin", "note", "published_at", "published_by")
    list_filter = ("workflow", "origin")
    list_select_related = ("workflow", "published_by")
    exclude = ("sources",)


@admin.register(Form)
class FormAdmin(_ReadOnly, admin.ModelAdmin[Form]):
    """Forms."""

    list_display = ("slug", "title", "owner", "current_version")


@admin.register(FormVersion)
class FormVersionAdmin(_ReadOnly, admin.ModelAdmin[FormVersion]):
    """Versions of forms."""

    list_display = ("form", "number", "origin", "note", "published_at")
    list_select_related = ("form",)


@admin.register(Category)
class CategoryAdmin(_ReadOnly, admin.ModelAdmin[Category]):
    """Categories."""

    list_display = ("code", "name", "major_name", "sector", "is_invented", "basis")
    list_filter = ("kind", "sector", "is_invented")
    search_fields = ("code", "name", "major_name")


@admin.register(ClosingStandard)
class ClosingStandardAdmin(_ReadOnly, admin.ModelAdmin[ClosingStandard]):
    """Limits of closing standards."""

    list_display = (
        "code",
        "stage",
        "condition",
        "limit_value",
        "limit_unit",
        "since",
        "until",
        "is_invented",
        "source",
    )
    list_filter = ("stage", "is_invented", "source")
    search_fields = ("code", "condition", "category__name")
