"""Each rule that publishing can break: the refusal names the element, says what, and how to mend it, twice."""

from dataclasses import dataclass, field

import pytest

from onegrid.catalog.draft import Draft
from onegrid.catalog.models import WorkflowVersion
from onegrid.catalog.services.publish_version import publish_version
from onegrid.common.errors import Invalid
from onegrid.jurisdictions.policy import Actor
from tests.factories.catalog import NOTE_FORM, Step, draft, examples, straight

PHOTO = '<onegrid:operations photoRequired="true"/>'
SIGN = '<onegrid:operations signatureRequired="true"/>'


def _swapped(old: str, new: str) -> bytes:
    diagram = straight("small", Step("one", "第一步"), Step("two", "第二步")).decode()
    assert old in diagram
    return diagram.replace(old, new, 1).encode()


CALL = '<onegrid:call connector="{}" operation="{}"/>'
NOTICE = (
    '<onegrid:call notice="true"><onegrid:parameter name="role" value="{}"/>'
    '<onegrid:parameter name="unit" value="=case.centre"/><onegrid:parameter name="text" value="请知悉"/>'
    "</onegrid:call>"
)
LANE = (
    '<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="巫师" onegrid:role="wizard">'
    "<bpmn:flowNodeRef>one</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
)


def _calling(call: str) -> bytes:
    diagram = straight("small", Step("one"), Step("two")).decode()
    start, end = (
        diagram.index('    <bpmn:userTask id="two"'),
        diagram.rindex("</bpmn:userTask>") + len("</bpmn:userTask>"),
    )
    task = (
        '<bpmn:serviceTask id="two" name="外呼"><bpmn:documentation>呼。</bpmn:documentation>'
        f"<bpmn:extensionElements>{call}</bpmn:extensionElements></bpmn:serviceTask>"
    )
    return (diagram[:start] + task + diagram[end:]).encode()


def _form(more: str) -> dict[str, bytes]:
    return {"note": (NOTE_FORM + more).encode()}


@dataclass
class Case:
    """A broken draft, the finding's code, the element it must name, and a word its mend must hold."""

    code: str
    made: Draft
    element: str | None
    mend: str = ""
    words: list[str] = field(default_factory=list)


TYPO = _form("  - {type: textfeild, key: b, label: 乙}\n")
OTHER_ID = _swapped('<bpmn:process id="small"', '<bpmn:process id="tall"')
START = straight("small", Step("one"), Step("two")).decode().partition("<bpmn:startEvent ")[2].partition(">")[0]
BY_CLOCK = _swapped(
    f"<bpmn:startEvent {START}>",
    f"<bpmn:startEvent {START.rstrip('/')}><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration>"
    "</bpmn:timerEventDefinition></bpmn:startEvent>",
)
OTHER_SLUG = b"slug: tall\ntitle: a\nowner: o\ndescription: b\n"

CASES = [
    Case("lint.start_by_itself", draft(process_bpmn=BY_CLOCK), "start", "message"),
    Case("lint.role_unknown", draft("small", Step("one", role="wizard"), Step("two")), "one", "handler"),
    Case("lint.role_unknown", draft(process_bpmn=_calling(NOTICE.format("wizard"))), "two", "handler"),
    Case("lint.role_unknown", draft(process_bpmn=_swapped("<bpmn:startEvent ", LANE + "<bpmn:startEvent ")), "lane"),
    Case("lint.form_missing", draft("small", Step("one", form="nowhere"), Step("two")), "one", "forms/nowhere.yaml"),
    Case("lint.form_faulty", draft(forms=TYPO), "one", "forms/note.yaml"),
    Case("form.type_unknown", draft(forms=TYPO), "b", "textfield"),
    Case("lint.form_lacks_photo", draft("small", Step("one", more=PHOTO), Step("two")), "one", "photo"),
    Case("lint.form_lacks_signature", draft("small", Step("one", more=SIGN), Step("two")), "one", "signature"),
    Case("lint.connector_unknown", draft(process_bpmn=_calling(CALL.format("pigeon", "reply"))), "two", "webhook"),
    Case("lint.operation_unknown", draft(process_bpmn=_calling(CALL.format("webhook", "sing"))), "two", "reply"),
    Case(
        "lint.stage_unknown",
        draft("small", Step("one", limit='standard="step" stage="cooking" value="1" unit="work_day"'), Step("two")),
        "one",
        "handling",
    ),
    Case("lint.process_id", draft(process_bpmn=OTHER_ID), "tall", "small"),
    Case("lint.no_examples", draft(examples_yaml=b""), "small", "examples.md"),
    Case("manifest.missing", draft(workflow_yaml=b""), None, "Write"),
    Case("manifest.key_missing", draft(workflow_yaml=b"slug: small\ntitle: a\ndescription: b\n"), None, "owner"),
    Case("manifest.key_unknown", draft(workflow_yaml=b"slug: small\ntitel: a\n"), None, "title"),
    Case("manifest.slug_differs", draft(workflow_yaml=OTHER_SLUG), None, "same"),
    Case("yaml.syntax", draft(workflow_yaml=b"slug: [\n"), None, "indentation"),
    Case("call.unknown_process", draft("small", Step("one"), Step("two", call="ghost")), "two"),
    Case("human.no_limit", draft(process_bpmn=_swapped('<onegrid:limit value="2" unit="work_hour"/>', "")), "one"),
    Case("human.no_form", draft(process_bpmn=_swapped('<onegrid:form ref="note"/>', "")), "one"),
    Case("expression.syntax", draft(process_bpmn=_swapped('unit="case.centre"', 'unit="case.centre +"')), "one"),
    Case("element.unnamed", draft(process_bpmn=_swapped('id="one" name="第一步"', 'id="one"')), "one"),
    Case("read.xml", draft(process_bpmn=b"<bpmn"), None),
    Case("flow.unreachable", draft(process_bpmn=_swapped(
        '<bpmn:endEvent id="end"', '<bpmn:endEvent id="lost" name="失联"/><bpmn:endEvent id="end"')), "lost"),
    Case("example", draft(examples_yaml=examples(Step("one"), Step("two"), path="start, two, one, end")), None),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_refused(designer: Actor, case: Case) -> None:
    with pytest.raises(Invalid) as refused:
        publish_version(actor=designer, slug="small", sources=case.made)
    assert refused.value.status == 422
    found = [one for one in refused.value.details if one.code.startswith(case.code)]
    assert found, [one.code for one in refused.value.details]
    one = found[0]
    assert len(found) == len({(each.code, each.element, each.line) for each in found}), "each is told once"
    assert case.element is None or one.element == case.element
    assert one.message_en
    assert one.message_zh
    assert one.mend_en
    assert one.mend_zh
    assert case.mend in one.mend_en
    assert not WorkflowVersion.objects.exists()


def test_a_case_process_needs_its_milestones(designer: Actor) -> None:
    diagram = _swapped('onegrid:kind="part"', 'onegrid:kind="case"')
    with pytest.raises(Invalid) as refused:
        publish_version(actor=designer, slug="small", sources=draft(process_bpmn=diagram))
    said = [one for one in refused.value.details if one.code == "milestone.missing"]
    assert said
    assert "filed" in " ".join(one.message_en for one in said)


def test_all_findings_come_at_once(designer: Actor) -> None:
    broken = draft("small", Step("one", role="wizard", form="nowhere"), Step("two", role="witch"), examples_yaml=b"")
    with pytest.raises(Invalid) as refused:
        publish_version(actor=designer, slug="small", sources=broken)
    codes = [one.code for one in refused.value.details]
    assert codes.count("lint.role_unknown") == 2
    assert {"lint.form_missing", "lint.no_examples"} <= set(codes)
    lines = {one.line for one in refused.value.details if one.code == "lint.role_unknown"}
    assert len(lines) == 2, "each names its own line"


def test_a_foreign_file_is_refused(designer: Actor) -> None:
    made = draft()
    made = Draft(files={**made.files, "../evil.sh": b"x"}, forms=made.forms)
    with pytest.raises(Invalid) as refused:
        publish_version(actor=designer, slug="small", sources=made)
    assert refused.value.details[0].code == "folder.file_unknown"
