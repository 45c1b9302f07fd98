"""Shapes of the API of catalog; no rule lives here."""

from typing import Any

from rest_framework import serializers

from onegrid.catalog import plain_yaml
from onegrid.catalog.models import Category, ClosingStandard, Form, FormVersion, Stage, Workflow, WorkflowVersion


class BothLanguages(serializers.Serializer[Any]):
    """The same words twice."""

    zh = serializers.CharField()
    en = serializers.CharField()


class ProblemOutput(serializers.Serializer[Any]):
    """A finding: what is wrong, where, and how to mend it."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=["error", "warning", "info"])
    message = serializers.SerializerMethodField()
    mend = serializers.SerializerMethodField()
    element = serializers.CharField(allow_null=True)
    line = serializers.IntegerField(allow_null=True)
    file = serializers.CharField(allow_null=True)

    def get_message(self, found: Any) -> dict[str, str]:
        """Both languages."""
        return {"zh": found.message_zh, "en": found.message_en}

    def get_mend(self, found: Any) -> dict[str, str]:
        """Both languages."""
        return {"zh": found.mend_zh, "en": found.mend_en}


class CheckOutput(serializers.Serializer[Any]):
    """How far a draft may go, and everything found."""

    state = serializers.ChoiceField(choices=["unreadable", "drawing", "rehearsable", "publishable"])
    problems = ProblemOutput(many=True)


class ProcessDraftInput(serializers.Serializer[Any]):
    """Files by relative path and forms by slug. What is left out is taken from the current version; null takes away."""

    files = serializers.DictField(
        child=serializers.CharField(allow_null=True, trim_whitespace=False),
        required=False,
        help_text="workflow.yaml, process.bpmn, examples.yaml, README.md, decisions/<name>.dmn",
    )
    forms = serializers.DictField(
        child=serializers.CharField(trim_whitespace=False), required=False, help_text="YAML by slug of the form"
    )


class PublishInput(ProcessDraftInput):
    """A draft with why, and what it was made from."""

    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    base = serializers.IntegerField(
        min_value=0, required=False, allow_null=True, default=None, help_text="number of the version it was made from"
    )
    republish = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, default=list, help_text="dependents to publish anew"
    )


class PublishFormInput(serializers.Serializer[Any]):
    """A form's YAML with why."""

    yaml = serializers.CharField(trim_whitespace=False)
    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    republish = serializers.ListField(child=serializers.CharField(max_length=60), required=False, default=list)


class VersionOutput(serializers.ModelSerializer[WorkflowVersion]):
    """A published version. `process`: id of its BPMN process. `callees`: slug to version id; `forms`: form slug to
    form version id."""

    slug = serializers.CharField(source="workflow.slug")
    process = serializers.CharField(source="process_id")
    published_by = serializers.CharField(source="published_by.name", allow_null=True, default=None)
    is_current = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()
    callees = serializers.DictField(child=serializers.IntegerField())
    forms = serializers.DictField(child=serializers.IntegerField())

    class Meta:
        model = WorkflowVersion
        fields = (
            *("id", "slug", "process", "number", "is_current", "checksum", "origin", "note"),
            *("published_at", "published_by", "files", "callees", "forms"),
        )

    def get_is_current(self, version: WorkflowVersion) -> bool:
        """Whether new cases start on it."""
        return version.workflow.current_version_id == version.pk

    def get_files(self, version: WorkflowVersion) -> list[str]:
        """Relative paths."""
        return sorted(version.sources)


class PublishedOutput(VersionOutput):
    """A version just published, with the processes that still stand on what it replaced."""

    dependents = serializers.SerializerMethodField()

    class Meta:
        model = WorkflowVersion
        fields = (*VersionOutput.Meta.fields, "dependents")

    def get_dependents(self, _version: WorkflowVersion) -> list[str]:
        """Slugs; publish them anew with `republish`."""
        found: list[str] = self.context.get("dependents", [])
        return found


class WorkflowOutput(serializers.ModelSerializer[Workflow]):
    """A process with its current version."""

    current = VersionOutput(source="current_version")

    class Meta:
        model = Workflow
        fields = ("slug", "title", "title_en", "owner", "description", "description_en", "kind", "current")


class FormOutput(serializers.ModelSerializer[Form]):
    """A shared form."""

    number = serializers.IntegerField(source="current_version.number")
    published_at = serializers.DateTimeField(source="current_version.published_at")

    class Meta:
        model = Form
        fields = ("slug", "title", "title_en", "owner", "number", "published_at")


class FormVersionOutput(serializers.ModelSerializer[FormVersion]):
    """One version of a form: the YAML as written, and the same as JSON (docs/reference/forms.md)."""

    slug = serializers.CharField(source="form.slug")
    definition = serializers.SerializerMethodField()
    dependents = serializers.SerializerMethodField()

    class Meta:
        model = FormVersion
        fields = ("slug", "number", "checksum", "origin", "note", "published_at", "source", "definition", "dependents")

    def get_definition(self, version: FormVersion) -> dict[str, Any]:
        """The form as JSON."""
        data: dict[str, Any] = plain_yaml.load(version.source.encode(), file=version.form.slug).data
        return data

    def get_dependents(self, _version: FormVersion) -> list[str]:
        """Slugs of processes that froze an older version; filled when it is published."""
        found: list[str] = self.context.get("dependents", [])
        return found


class StageOutput(serializers.ModelSerializer[Stage]):
    """A stage with the limit that holds where a standard gives none."""

    class Meta:
        model = Stage
        fields = ("slug", "label", "label_en", "default_value", "default_unit", "is_invented")


class CategoryOutput(serializers.ModelSerializer[Category]):
    """A category; `basis` says where its name comes from."""

    class Meta:
        model = Category
        fields = ("code", "kind", "major", "minor", "major_name", "name", "sector", "is_invented", "basis")


class StandardOutput(serializers.ModelSerializer[ClosingStandard]):
    """One limit of a closing standard: rows of one `code` are its stages. `source`: the handbook of a real row."""

    category = serializers.CharField(source="category.code")
    category_name = serializers.CharField(source="category.name")

    class Meta:
        model = ClosingStandard
        fields = (
            *("code", "category", "category_name", "condition", "stage", "limit_value", "limit_unit"),
            *("closing_condition", "since", "until", "is_invented", "source", "source_category"),
        )
