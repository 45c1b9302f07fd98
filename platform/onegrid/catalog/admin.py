"""Django's admin: reading only. Versions never change; code sets come by `load_standards`, which checks and audits."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from onegrid.catalog.models import Category, ClosingStandard, Form, FormVersion, Workflow, WorkflowVersion
from onegrid.common.look_only import LookOnly

# Where a version was published from, and kinds of process: choices whose labels are no Chinese.
_NAMES = (_("folder"), _("studio"), _("api"), _("case"), _("part"))


@admin.register(Workflow)
class WorkflowAdmin(LookOnly):
    """Processes."""

    called = _("Processes")
    columns = (
        ("slug", _("Id")),
        ("title", _("Name")),
        ("kind", _("Kind")),
        ("owner", _("Person in charge")),
        ("current_version", _("Current version")),
    )
    details = (("description", _("Note")),)
    search_fields = ("slug", "title")


@admin.register(WorkflowVersion)
class WorkflowVersionAdmin(LookOnly):
    """Versions of processes; their files are read over the API."""

    called = _("Process versions")
    columns = (
        ("workflow", _("Process")),
        ("number", _("Version")),
        ("origin", _("From")),
        ("note", _("Note")),
        ("published_at", _("Published")),
        ("published_by", _("Published by")),
    )
    details = (
        ("checksum", _("Checksum")),
        ("callees", _("Versions of called processes")),
        ("forms", _("Form versions")),
    )
    heavy = ("sources",)
    list_filter = ("workflow", "origin")
    ordering = ("-id",)


@admin.register(Form)
class FormAdmin(LookOnly):
    """Forms."""

    called = _("Forms")
    columns = (
        ("slug", _("Id")),
        ("title", _("Name")),
        ("owner", _("Person in charge")),
        ("current_version", _("Current version")),
    )
    search_fields = ("slug", "title")


@admin.register(FormVersion)
class FormVersionAdmin(LookOnly):
    """Versions of forms."""

    called = _("Form versions")
    columns = (
        ("form", _("Form")),
        ("number", _("Version")),
        ("origin", _("From")),
        ("note", _("Note")),
        ("published_at", _("Published")),
    )
    ordering = ("-id",)


@admin.register(Category)
class CategoryAdmin(LookOnly):
    """Categories."""

    called = _("Categories")
    columns = (
        ("code", _("Code")),
        ("name", _("Name")),
        ("major_name", _("Major category")),
        ("sector", _("Sector")),
        ("is_invented", _("Invented for the demo")),
        ("basis", _("Basis")),
    )
    details = (("kind", _("Kind")),)
    list_filter = ("kind", "sector", "is_invented")
    search_fields = ("code", "name", "major_name")


@admin.register(ClosingStandard)
class ClosingStandardAdmin(LookOnly):
    """Limits of closing standards."""

    called = _("Closing standards")
    columns = (
        ("code", _("Code")),
        ("category", _("Category")),
        ("condition", _("Condition for filing")),
        ("stage", _("Stage")),
        ("limit_value", _("Time limit")),
        ("limit_unit", _("Unit")),
        ("since", _("In force from")),
        ("until", _("In force until")),
        ("is_invented", _("Invented for the demo")),
    )
    details = (("closing_condition", _("Condition for closing")), ("source", _("Source of the rule")))
    list_filter = ("stage", "is_invented", "source")
    search_fields = ("code", "condition", "category__name")
