"""Cases as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from onegrid.cases.masking import masked_name, masked_phone
from onegrid.cases.models import Case, CaseParty, CaseSource, Comment, Copy, EventRecord
from onegrid.cases.serializers.shared import DivisionRef, PersonRef, UnitRef


class CaseOutput(serializers.ModelSerializer[Case]):
    """A case in a list."""

    division = DivisionRef(allow_null=True)
    centre = UnitRef(allow_null=True)
    lead_unit = UnitRef(allow_null=True)
    registered_by = UnitRef()

    class Meta:
        model = Case
        fields: tuple[str, ...] = (
            *("number", "status", "outcome", "title", "summary", "place", "division", "latitude", "longitude"),
            *("category", "standard", "urgency", "sector", "level", "centre", "lead_unit", "co_units"),
            *("registered_by", "reported_at", "registered_at", "filed_at", "finished_at"),
            *("rework_count", "return_count", "satisfaction", "score", "revision"),
        )


class CaseSourceOutput(serializers.ModelSerializer[CaseSource]):
    """One report behind the case, and how far its reply has come. Personal data are masked."""

    reporter_name = serializers.SerializerMethodField()
    reporter_phone = serializers.SerializerMethodField()

    class Meta:
        model = CaseSource
        fields = (
            *("source", "channel", "external_id", "reported_at", "is_trusted"),
            *("reporter_name", "reporter_phone", "reply_state", "replied_at"),
        )

    def get_reporter_name(self, row: CaseSource) -> str:
        """Family name."""
        return masked_name(row.reporter_name)

    def get_reporter_phone(self, row: CaseSource) -> str:
        """Ends of the number."""
        return masked_phone(row.reporter_phone)


class UnmaskInput(serializers.Serializer[Any]):
    """Why the personal data are needed."""

    reason = serializers.CharField(max_length=500)


class ReporterOutput(serializers.ModelSerializer[CaseSource]):
    """A reporter in full."""

    class Meta:
        model = CaseSource
        fields = ("source", "external_id", "reporter_name", "reporter_phone")


class CasePartyOutput(serializers.ModelSerializer[CaseParty]):
    """A unit that takes part."""

    unit = UnitRef()

    class Meta:
        model = CaseParty
        fields = ("unit", "capacity", "since")


class WorkflowRef(serializers.Serializer[Any]):
    """The frozen version on which the case runs."""

    slug = serializers.CharField(source="workflow.slug")
    title = serializers.CharField(source="workflow.title")
    number = serializers.IntegerField()
    id = serializers.IntegerField()


class CaseDetailOutput(CaseOutput):
    """A case with its text, its sources and its parties."""

    version = WorkflowRef()
    sources = CaseSourceOutput(many=True)
    parties = CasePartyOutput(many=True)

    class Meta(CaseOutput.Meta):
        fields: tuple[str, ...] = (
            *CaseOutput.Meta.fields,
            "description",
            "reject_reason",
            "trusted",
            "version",
            "sources",
            "parties",
        )


class EventOutput(serializers.ModelSerializer[EventRecord]):
    """One row of the log. `person` and `post` are null where the platform acted."""

    class Meta:
        model = EventRecord
        fields = (
            *("seq", "at", "kind", "person_id", "post_id", "process", "element", "task", "milestone"),
            *("origin", "target", "reason", "before", "after", "payload"),
        )


class CommentInput(serializers.Serializer[Any]):
    """A line for the thread. `key`: the client's, so that sending twice writes once."""

    text = serializers.CharField(max_length=4000)
    is_instruction = serializers.BooleanField(default=False)
    key = serializers.UUIDField(required=False)


class CommentOutput(serializers.ModelSerializer[Comment]):
    """A line of the thread."""

    person = PersonRef()

    class Meta:
        model = Comment
        fields = ("key", "person", "text", "is_instruction", "at")


class CopyInput(serializers.Serializer[Any]):
    """To whom the case is shown."""

    persons = serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=50)
    note = serializers.CharField(max_length=500, allow_blank=True, default="")


class CopyOutput(serializers.ModelSerializer[Copy]):
    """A copy, and when it was first opened."""

    person = PersonRef()
    sender = PersonRef()

    class Meta:
        model = Copy
        fields = ("person", "sender", "note", "at", "opened_at")


class CopiedCaseOutput(serializers.ModelSerializer[Copy]):
    """A case that was copied to me."""

    number = serializers.CharField(source="case.number")
    title = serializers.CharField(source="case.title")
    status = serializers.CharField(source="case.status")
    sender = PersonRef()

    class Meta:
        model = Copy
        fields = ("number", "title", "status", "sender", "note", "at", "opened_at")


class WithdrawInput(serializers.Serializer[Any]):
    """Why the case is taken back."""

    reason = serializers.CharField(max_length=1000)


class FacetsOutput(serializers.Serializer[Any]):
    """Value -> number of cases, of those that I see and the filters leave; "" = not known yet."""

    status = serializers.DictField(child=serializers.IntegerField())
    sector = serializers.DictField(child=serializers.IntegerField())
    urgency = serializers.DictField(child=serializers.IntegerField())
    level = serializers.DictField(child=serializers.IntegerField())
    centre = serializers.DictField(child=serializers.IntegerField())
    lead_unit = serializers.DictField(child=serializers.IntegerField())
    category = serializers.DictField(child=serializers.IntegerField())
