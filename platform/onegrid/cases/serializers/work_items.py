"""Work items as the API shows and takes them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from onegrid.cases.models import WorkItem
from onegrid.cases.serializers.shared import LightField, PersonRef, UnitRef, light_of
from onegrid.engine.definitions import HumanTask


class CaseRef(serializers.Serializer[Any]):
    """The case of a work item, as an inbox shows it."""

    number = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    place = serializers.CharField()
    status = serializers.CharField()
    category = serializers.CharField()
    urgency = serializers.CharField()
    sector = serializers.CharField()
    rework_count = serializers.IntegerField()


class WorkItemOutput(serializers.ModelSerializer[WorkItem]):
    """A work item in a list."""

    case = CaseRef()
    unit = UnitRef()
    owner = PersonRef(allow_null=True)
    first_owner = PersonRef(allow_null=True)
    done_by = PersonRef(allow_null=True)
    light = LightField()

    class Meta:
        model = WorkItem
        fields = (
            *("id", "case", "process", "element", "name", "form", "round", "status", "revision"),
            *("role", "unit", "area", "owner", "first_owner", "is_on_duty_desk", "returned_from"),
            *("opened_at", "claimed_at", "warn_at", "deadline_at", "is_deadline_provisional", "light"),
            *("done_at", "done_by", "outcome"),
        )


_OWN = tuple(
    name
    for name in WorkItemOutput.Meta.fields
    if name not in ("case", "unit", "owner", "first_owner", "done_by", "light")
)
_CASE = tuple(CaseRef().fields)
_PEOPLE = ("owner", "first_owner", "done_by")
INBOX_COLUMNS = (
    *_OWN,
    *(f"case__{name}" for name in _CASE),
    *("unit__code", "unit__name"),
    *(f"{one}{name}" for one in _PEOPLE for name in ("_id", "__name")),
)


def inbox_row(row: dict[str, Any], zone: tzinfo) -> dict[str, Any]:
    """WorkItemOutput of a row of INBOX_COLUMNS, some ten times as quickly: an inbox is read more than anything else."""
    shown = {
        name: value.astimezone(zone).isoformat() if isinstance(value := row[name], datetime) else value for name in _OWN
    }
    shown["case"] = {name: row[f"case__{name}"] for name in _CASE}
    shown["unit"] = {"code": row["unit__code"], "name": row["unit__name"]}
    for one in _PEOPLE:
        person_id = row[f"{one}_id"]
        shown[one] = None if person_id is None else {"id": person_id, "name": row[f"{one}__name"]}
    shown["light"] = light_of(row["warn_at"], row["deadline_at"], row["done_at"])
    return shown


def item_json(item: WorkItem, zone: tzinfo) -> dict[str, Any]:
    """The same of a loaded work item."""
    row = {name: getattr(item, name) for name in _OWN}
    row |= {f"case__{name}": getattr(item.case, name) for name in _CASE}
    row |= {"unit__code": item.unit.code, "unit__name": item.unit.name}
    for one in _PEOPLE:
        person = getattr(item, one)
        row |= {f"{one}_id": person.pk if person else None, f"{one}__name": person.name if person else None}
    return inbox_row(row, zone)


class OutcomeOutput(serializers.Serializer[Any]):
    """One way to complete the task: a button."""

    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    label_en = serializers.CharField()
    kind = serializers.CharField()
    requires_reason = serializers.BooleanField()


class LabelOutput(serializers.Serializer[Any]):
    """What the process calls the button of an operation here, or of `complete`."""

    operation = serializers.CharField()
    text = serializers.CharField()
    text_en = serializers.CharField()


class WorkItemDetailOutput(serializers.Serializer[Any]):
    """A work item with what can be done to it now, by the caller."""

    item = WorkItemOutput()
    documentation = serializers.CharField(source="definition.documentation")
    outcomes = OutcomeOutput(many=True, source="definition.outcomes")
    opinion_required = serializers.BooleanField(source="definition.operations.opinion_required")
    photo_required = serializers.BooleanField(source="definition.operations.photo_required")
    signature_required = serializers.BooleanField(source="definition.operations.signature_required")
    operations = serializers.ListField(child=serializers.CharField())
    labels = serializers.SerializerMethodField()
    draft = serializers.DictField(source="item.draft", allow_null=True)
    defaults = serializers.DictField(help_text="What the form suggests, by field, where it computes that.")
    version = serializers.IntegerField(source="item.case.version_id")

    @extend_schema_field(LabelOutput(many=True))
    def get_labels(self, view: Any) -> list[dict[str, str]]:
        """Those that the process renames."""
        return labels_of(view.definition)


_LABEL = ("operation", "text", "text_en")
_OUTCOME = ("id", "label", "label_en", "kind", "requires_reason")


def labels_of(definition: HumanTask) -> list[dict[str, str]]:
    """LabelOutput of each, by hand."""
    return [dict(zip(_LABEL, one, strict=True)) for one in definition.operations.labels]


def detail_json(
    item: WorkItem, definition: HumanTask, operations: Sequence[str], defaults: Mapping[str, Any], zone: tzinfo
) -> dict[str, Any]:
    """WorkItemDetailOutput, by hand: it answers every claim. What is not sent yet is for who may send it, not for all
    who see the case."""
    allowed = definition.operations
    return {
        "item": item_json(item, zone),
        "documentation": definition.documentation,
        "outcomes": [{name: getattr(one, name) for name in _OUTCOME} for one in definition.outcomes],
        "opinion_required": allowed.opinion_required,
        "photo_required": allowed.photo_required,
        "signature_required": allowed.signature_required,
        "operations": list(operations),
        "labels": labels_of(definition),
        "draft": item.draft if "complete" in operations else None,
        "defaults": defaults,
        "version": item.case.version_id,
    }


class RevisionInput(serializers.Serializer[Any]):
    """`revision`: that of the work item when it was read; left out, changes since then are not looked for."""

    revision = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)


class ClaimInput(RevisionInput):
    """Take a task out of its pool."""


class ReleaseInput(RevisionInput):
    """Put it back."""

    reason = serializers.CharField(max_length=1000, allow_blank=True, default="")


class DraftInput(RevisionInput):
    """The form as it stands."""

    draft = serializers.DictField()


class CompleteInput(RevisionInput):
    """How the task is done. `key`: the client's; the same key again answers with the first result."""

    outcome = serializers.CharField(max_length=80, required=False, allow_null=True, default=None)
    answers = serializers.DictField(required=False, default=dict)
    opinion = serializers.CharField(max_length=2000, allow_blank=True, default="")
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")
    signature = serializers.UUIDField(required=False, allow_null=True, default=None)
    key = serializers.UUIDField(required=False, allow_null=True, default=None)


class CompletedOutput(serializers.Serializer[Any]):
    """The work item, done, and where its case stands now."""

    id = serializers.IntegerField()
    status = serializers.CharField()
    outcome = serializers.CharField()
    revision = serializers.IntegerField()
    done_at = serializers.DateTimeField()
    case_number = serializers.CharField(source="case.number")
    case_status = serializers.CharField(source="case.status")
    case_revision = serializers.IntegerField(source="case.revision")


def completed_json(item: WorkItem, zone: tzinfo) -> dict[str, Any]:
    """CompletedOutput, by hand."""
    return {
        "id": item.pk,
        "status": str(item.status),
        "outcome": item.outcome,
        "revision": item.revision,
        "done_at": item.done_at.astimezone(zone).isoformat() if item.done_at else None,
        "case_number": item.case.number,
        "case_status": str(item.case.status),
        "case_revision": item.case.revision,
    }


class TransferInput(RevisionInput):
    """To whom, and why."""

    to_person = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=1000, allow_blank=True, default="")


class ReturnInput(RevisionInput):
    """To which passed task the case goes back, and why."""

    target = serializers.CharField(max_length=120)
    reason = serializers.CharField(max_length=2000)


class ReturnTargetOutput(serializers.Serializer[Any]):
    """A task to which the case can go back."""

    element = serializers.CharField()
    name = serializers.CharField()
    person_id = serializers.IntegerField(allow_null=True)


class ReturnPreviewOutput(serializers.Serializer[Any]):
    """What a return would do: other open tasks that would be withdrawn, elements that would open."""

    targets = ReturnTargetOutput(many=True)
    target = serializers.CharField(allow_null=True)
    withdrawn = WorkItemOutput(many=True)
    opens = serializers.ListField(child=serializers.CharField())


class CountsOutput(serializers.Serializer[Any]):
    """Numbers beside the boxes."""

    mine = serializers.IntegerField()
    mine_late = serializers.IntegerField()
    mine_pressed = serializers.IntegerField()
    pool = serializers.IntegerField()
    copied_unread = serializers.IntegerField()
    incidents = serializers.IntegerField()
