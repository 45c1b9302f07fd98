"""Shapes of imports in the API; no rule lives here."""

from typing import Any

from rest_framework import serializers

from onegrid.catalog.import_report import COMPLETED, DRAWN, NEW, PUBLISHED, SAME
from onegrid.catalog.models import DesignImport
from onegrid.catalog.serializers import BothLanguages
from onegrid.engine.check import State
from onegrid.engine.problems import Severity

STATES = [str(state) for state in State]


class WorkflowImportInput(serializers.Serializer[Any]):
    """Several files under one name."""

    files = serializers.ListField(child=serializers.FileField())


class WorkflowImportProblemOutput(serializers.Serializer[Any]):
    """One finding; `file` is given where it is of no diagram."""

    severity = serializers.ChoiceField(choices=[str(one) for one in Severity])
    code = serializers.CharField(help_text="docs/reference/problems.md")
    element = serializers.CharField(allow_null=True)
    line = serializers.IntegerField(allow_null=True)
    file = serializers.CharField(allow_null=True)
    message = BothLanguages()
    mend = BothLanguages()


class WorkflowImportProcessOutput(serializers.Serializer[Any]):
    """One process: `slug` is that of its draft, `wanted` the name that was taken."""

    id = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="findings by severity")
    became = serializers.ChoiceField(choices=[NEW, SAME, COMPLETED, PUBLISHED, DRAWN])
    slug = serializers.CharField()
    wanted = serializers.CharField()
    tables = serializers.ListField(child=serializers.CharField())
    forms = serializers.ListField(child=serializers.CharField())
    renamed = serializers.DictField(child=serializers.CharField(), help_text="form as named -> its name in the draft")
    absent = serializers.ListField(child=serializers.CharField(), help_text="called processes and decisions not sent")


class WorkflowImportFileOutput(serializers.Serializer[Any]):
    """One diagram; `state` is that of its weakest process."""

    name = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    is_drawn = serializers.BooleanField()
    has_layout = serializers.BooleanField()
    processes = WorkflowImportProcessOutput(many=True)
    problems = WorkflowImportProblemOutput(many=True)


class WorkflowImportOutput(serializers.ModelSerializer[DesignImport]):
    """What an import found: `totals` by state; `problems` of files that are no diagrams; `unused`: tables and forms
    that no diagram names."""

    totals = serializers.DictField(source="report.totals", child=serializers.IntegerField())
    files = WorkflowImportFileOutput(source="report.files", many=True)
    problems = WorkflowImportProblemOutput(source="report.problems", many=True)
    unused = serializers.ListField(source="report.unused", child=serializers.CharField())

    class Meta:
        model = DesignImport
        fields = ("id", "made_at", "totals", "files", "problems", "unused")
