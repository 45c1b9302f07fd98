"""JSON Schema forms of spiff-arena become forms of ours; what a form can't say is told."""

# ruff: noqa: E501 - fields read best one a line

import json

from onegrid.engine.imports import import_files
from tests.engine.imports.drawn import extended, straight, user

SCHEMA = {
    "title": "请假",
    "type": "object",
    "required": ["days", "kind"],
    "properties": {
        "days": {"type": "integer", "title": "天数", "minimum": 0.5},
        "kind": {"type": "string", "enum": ["a", "b"], "enumNames": ["事假", "病假"]},
        "from": {"type": "string", "format": "date"},
        "grade": {"type": "string", "oneOf": [{"const": "x", "title": "甲"}, {"const": "y"}]},
        "paid": {"type": "boolean"},
        "why": {"type": "string", "maxLength": 20, "default": "-"},
        "case": {"type": "string"},
        "inside": {"type": "object", "properties": {}},
        "rows": {"type": "array"},
        "two words": {"type": "string"},
    },
}


def test_a_schema_named_by_a_task_becomes_its_form() -> None:
    properties = '<spiffworkflow:property name="formJsonSchemaFilename" value="forms/leave-schema.json"/>'
    model = straight(user("", extended(f"<spiffworkflow:properties>{properties}</spiffworkflow:properties>")))
    look = {"ui:order": ["kind", "days"], "why": {"ui:widget": "textarea"}}
    found = import_files(
        {
            "x.bpmn": model,
            "forms/leave-schema.json": json.dumps(SCHEMA).encode(),
            "forms/leave-uischema.json": json.dumps(look).encode(),
            "other.json": b'{"a": 1}',
        }
    )
    process = found.diagrams[0].processes[0]
    assert process.model is not None
    assert process.model.human_tasks["x"].form == "leave"
    form = found.forms["leave"]
    assert form["title"] == "请假"
    assert form["components"] == [
        {"type": "number", "decimalDigits": 0, "key": "days", "label": "天数", "validate": {"min": 0.5, "required": True}},
        {
            "type": "select", "key": "kind", "label": "kind", "validate": {"required": True},
            "values": [{"value": "a", "label": "事假"}, {"value": "b", "label": "病假"}],
        },
        {"type": "datetime", "key": "from", "label": "from"},
        {"type": "select", "key": "grade", "label": "grade", "values": [{"value": "x", "label": "甲"}, {"value": "y", "label": "y"}]},
        {"type": "checkbox", "key": "paid", "label": "paid"},
        {"type": "textfield", "key": "why", "label": "why", "validate": {"maxLength": 20}, "defaultValue": "-"},
        {"type": "textfield", "key": "case_", "label": "case"},
    ]  # fmt: skip
    told = {each.code: each.message_en for each in found.problems}
    assert {"import.form_schema", "import.form_lacks", "import.form_look", "import.unknown"} == set(told)
    assert "inside, rows, two words" in told["import.form_lacks"]
