"""Django's admin: reading only, and without reporters' personal data, whose reading is an act that is logged."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from onegrid.cases.models import Attachment, Case, Due, EventRecord, Incident, Outbox, WorkItem
from onegrid.cases.sight import visible_cases
from onegrid.common.look_only import EMPTY, LookOnly, in_language, stored, value_at
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

    called = _("Cases")
    case_at = "pk"
    columns = (
        ("number", _("Case number")),
        ("title", _("Title")),
        ("status", _("Status")),
        ("centre", _("Command centre")),
        ("lead_unit", _("Unit in charge")),
        ("category", _("Category")),
        ("urgency", _("Urgency")),
        ("registered_at", _("Registered at")),
    )
    details = (
        ("version", _("Process versions")),
        ("registered_by", _("Registered by")),
        ("place", _("Place")),
        ("division", _("Division")),
        ("sector", _("Sector")),
        ("level", _("Level")),
        ("standard", _("Closing standard")),
        ("filed_at", _("Filed at")),
        ("finished_at", _("Ended at")),
        ("rework_count", _("Times redone")),
        ("return_count", _("Times returned")),
        ("satisfaction", _("Satisfaction")),
        ("score", _("Score")),
        ("parties", _("Units taking part")),
        ("sources", _("Sources and answers")),
        ("tasks", _("Stage")),
        ("log", _("Event log")),
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

    called = _("Tasks")
    columns = (
        ("case__number", _("Case number")),
        ("name", _("Stage")),
        ("status", _("Status")),
        ("unit", _("Unit")),
        ("role", _("Role")),
        ("owner", _("Owner")),
        ("opened_at", _("Opened at")),
        ("deadline_at", _("Due at")),
    )
    details = (
        ("process", _("Process")),
        ("element", _("Element")),
        ("round", _("Round")),
        ("area", _("Area of grids")),
        ("is_on_duty_desk", _("At the duty desk")),
        ("claimed_at", _("Claimed at")),
        ("warn_at", _("Warning at")),
        ("is_deadline_provisional", _("Provisional deadline")),
        ("done_at", _("Done at")),
        ("done_by", _("Done by")),
        ("outcome", _("Outcome")),
    )
    heavy = ("draft",)
    list_filter = ("status", "is_on_duty_desk")
    search_fields = ("case__number", "name")
    ordering = ("-id",)


@admin.register(Incident)
class IncidentAdmin(BySight):
    """What could not go on; operators retry or skip over the API."""

    called = _("Incidents")
    columns = (
        ("case__number", _("Case number")),
        ("element", _("Element")),
        ("code", _("Code")),
        ("message", _("Reason")),
        ("state", _("Status")),
        ("raised_at", _("Raised at")),
    )
    details = (
        ("detail", _("Detail")),
        ("settled_at", _("Settled at")),
        ("settled_by", _("Settled by")),
        ("reason", _("What was done")),
    )
    list_filter = ("state",)
    search_fields = ("case__number",)
    ordering = ("-id",)

    def message(self, incident: Incident) -> SafeString:
        """In the reader's language."""
        return stored(in_language(incident.message_zh, incident.message_en))


@admin.register(Outbox)
class OutboxAdmin(BySight):
    """Calls to systems outside; what they carry may be personal and is not shown."""

    called = _("Calls to other systems")
    columns = (
        ("case__number", _("Case number")),
        ("name", _("Stage")),
        ("connector", _("Connector")),
        ("operation", _("Operation")),
        ("state", _("Status")),
        ("attempts", _("Attempts")),
        ("next_attempt_at", _("Next attempt")),
        ("error_code", _("Error code")),
    )
    details = (
        ("key", _("Idempotency key")),
        ("created_at", _("Opened at")),
        ("done_at", _("Finished at")),
        ("error", _("Error")),
    )
    heavy = ("parameters", "result")
    list_filter = ("state",)
    search_fields = ("case__number", "key")
    ordering = ("-id",)


@admin.register(Due)
class DueAdmin(BySight):
    """Moments that are still to be acted on, the next first."""

    called = _("Due moments")
    columns = (
        ("at", _("Due moment")),
        ("case__number", _("Case number")),
        ("kind", _("Kind")),
        ("lease", _("Taken until")),
    )
    list_filter = ("kind",)
    search_fields = ("case__number",)
    ordering = ("at",)


@admin.register(Attachment)
class AttachmentAdmin(BySight):
    """Files by name; their content is read as their case."""

    called = _("Files")
    columns = (
        ("name", _("File name")),
        ("case__number", _("Case number")),
        ("media_type", _("Type")),
        ("size", _("Bytes")),
        ("uploaded_by", _("Uploaded by")),
        ("uploaded_at", _("Uploaded at")),
    )
    details = (
        ("key", _("Number")),
        ("sha256", _("Checksum")),
        ("bound_at", _("Bound at")),
        ("expires_at", _("Wiped if unbound at")),
    )
    search_fields = ("case__number", "name")
    ordering = ("-id",)


_HEADINGS = {
    "unit": _("Unit"),
    "capacity": _("Capacity"),
    "since": _("Since"),
    "source": _("Source"),
    "external_id": _("Number at the source"),
    "reply_state": _("Answer"),
    "replied_at": _("Answered at"),
    "name": _("Stage"),
    "round": _("Round"),
    "status": _("Status"),
    "opened_at": _("Opened"),
    "deadline_at": _("Due"),
    "done_at": _("Done"),
    "done_by": _("Owner"),
    "outcome": _("Outcome"),
    "seq": _("No."),
    "at": _("Time"),
    "kind": _("Act"),
    "element": _("Element"),
    "milestone": _("Milestone"),
    "person_id": _("Person no."),
    "target": _("Target"),
    "reason": _("Reason"),
}


def _table(rows: QuerySet[Any], *names: str) -> SafeString:
    """Rows of another table inside a page."""
    cells = [(format_html_join("", "<td>{}</td>", ((value_at(row, name),) for name in names)),) for row in rows]
    if not cells:
        return EMPTY
    head = format_html_join("", "<th>{}</th>", ((_HEADINGS[name],) for name in names))
    body = format_html_join("", "<tr>{}</tr>", cells)
    return format_html(
        '<div class="og-wide" tabindex="0"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>', head, body
    )
