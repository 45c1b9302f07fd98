"""The `onegrid:` namespace read into definitions, and everything in it that is refused."""

import json
from pathlib import Path

import pytest

from onegrid.engine import extension as extension_package
from onegrid.engine.definitions import Assignment, Limit, Mapping, Outcome, TimeUnit
from onegrid.engine.extension import vocabulary
from onegrid.engine.normalise import normalise
from onegrid.engine.normalised import Loop, Normalised
from onegrid.engine.read import read
from tests.engine.drawing import END, START, chain, file_of, human, straight


def normalised(data: bytes) -> Normalised:
    return normalise(read(data))


def said(words: str, kind: str = "userTask", attributes: str = "") -> Normalised:
    extensions = f"<bpmn:extensionElements>{words}</bpmn:extensionElements>"
    return normalised(straight(f'<bpmn:{kind} id="t" name="任务" {attributes}>{extensions}</bpmn:{kind}>\n', "t"))


def found(model: Normalised) -> list[str]:
    return [problem.code for problem in model.problems]


def test_human_task_with_everything() -> None:
    model = said(
        '<onegrid:assignment role="handler" unit="=case.lead_unit" area="case.grid" mode="person" person="handler_id"'
        ' exclude="report, check"/>'
        '<onegrid:form ref="handling"/>'
        '<onegrid:limit standard="step" stage="handling" value="3" unit="work_day" onRework="restart"'
        ' pauses="hang suspend"/>'
        '<onegrid:operations allowed="claim transfer" opinionRequired="true" photoRequired="true"'
        ' signatureRequired="true" returnMode="straight" returnTargets="dispatch">'
        '<onegrid:label operation="complete" text="办结" textEn="Finish"/></onegrid:operations>'
        '<onegrid:outcome id="done" label="办结" labelEn="Done"/>'
        '<onegrid:outcome id="not_ours" label="退回" kind="return" requiresReason="true"/>'
        '<onegrid:out from="=standard" to="case.standard"/><onegrid:out from="note" to="last_note"/>'
    )
    assert found(model) == []
    task = model.human_tasks["t"]
    assert task.assignment == Assignment(
        "handler", "case.lead_unit", "case.grid", "person", "handler_id", ("report", "check")
    )
    assert task.form == "handling"
    assert task.limit == Limit("step", "handling", 3, TimeUnit.WORK_DAY, "restart", ("hang", "suspend"))
    assert task.operations.allowed == ("claim", "transfer")
    assert task.operations.labels == (("complete", "办结", "Finish"),)
    assert task.operations.opinion_required
    assert task.operations.photo_required
    assert task.operations.signature_required
    assert task.operations.return_mode == "straight"
    assert task.operations.return_targets == ("dispatch",)
    assert task.outcomes == (
        Outcome("done", "办结", "Done"),
        Outcome("not_ours", "退回", "", requires_reason=True, kind="return"),
    )
    assert task.out == (Mapping("standard", "case.standard"), Mapping("note", "last_note"))
    assert (task.element, task.process, task.name) == ("t", "p", "任务")


def test_defaults_of_a_human_task() -> None:
    task = said('<onegrid:assignment role="handler" unit="case.centre"/>').human_tasks["t"]
    assert task.outcomes == (Outcome("done", "完成", "Done"),)
    assert task.operations.allowed == ("claim", "release", "save_draft", "comment", "transfer", "copy_to")
    assert task.form is None
    assert task.limit is None


def test_lane_gives_the_role_the_inner_one_first() -> None:
    lanes = (
        '<bpmn:laneSet id="l"><bpmn:lane id="outer" name="指挥中心" onegrid:role="dispatcher">'
        "<bpmn:flowNodeRef>a</bpmn:flowNodeRef><bpmn:flowNodeRef>b</bpmn:flowNodeRef><bpmn:flowNodeRef>s</bpmn:flowNodeRef>"
        '<bpmn:childLaneSet id="c"><bpmn:lane id="inner" name="值班" onegrid:role="shift_leader">'
        "<bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
    )
    unit = '<bpmn:extensionElements><onegrid:assignment unit="case.centre"/></bpmn:extensionElements>'
    tasks = "".join(f'<bpmn:userTask id="{name}" name="{name}">{unit}</bpmn:userTask>' for name in "ab")
    inner = f'<bpmn:subProcess id="s" name="s"><bpmn:userTask id="n" name="n">{unit}</bpmn:userTask></bpmn:subProcess>'
    model = normalised(file_of(lanes + START + tasks + inner + END + chain("start", "a", "b", "s", "end")))
    roles = {name: task.assignment.role for name, task in model.human_tasks.items() if task.assignment}
    assert roles == {"a": "dispatcher", "b": "shift_leader", "n": "dispatcher"}
    assert model.human_tasks["b"].lane == "值班"


def test_call_parameters_are_feel_or_text() -> None:
    model = said(
        '<onegrid:call connector="webhook" operation="reply" retries="0" perSource="true">'
        '<onegrid:parameter name="text" value="=note + &quot;!&quot;"/>'
        '<onegrid:parameter name="plain" value="他说 &quot;好&quot; \\ 完"/>'
        '<onegrid:result from="count(result)" to="replies"/></onegrid:call>',
        kind="serviceTask",
    )
    assert found(model) == []
    call = model.calls["t"]
    assert call.parameters == (("text", 'note + "!"'), ("plain", '"他说 \\"好\\" \\\\ 完"'))
    assert (call.connector, call.operation, call.retries, call.once_per_source) == ("webhook", "reply", 0, True)
    assert call.result == (Mapping("count(result)", "replies"),)


def test_notice_needs_whom_and_what() -> None:
    notice = said(
        '<onegrid:call notice="true"><onegrid:parameter name="role" value="handler"/></onegrid:call>', "sendTask"
    )
    assert notice.calls["t"].notice
    assert found(notice) == ["service.notice_text", "service.notice_text"]


def test_call_activity_and_rule() -> None:
    words = (
        '<onegrid:binding version="published"/><onegrid:in from="1" to="attempt"/>'
        '<onegrid:out from="outcome" to="verification"/>'
    )
    model = said(words, "callActivity", 'calledElement="report_verification"')
    assert model.bindings == {"t": "report_verification"}
    assert model.inputs == {"t": (Mapping("1", "attempt"),)}
    assert model.outputs == {"t": (Mapping("outcome", "verification"),)}
    rule = said('<onegrid:binding decision="route"/><onegrid:out from="result" to="route"/>', "businessRuleTask")
    assert rule.bindings == {"t": "route"}


def test_multi_instance() -> None:
    loop = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true" onegrid:inputCollection="=case.co_units"'
        ' onegrid:inputElement="unit" onegrid:outputCollection="answers" onegrid:outputElement="{unit: unit}">'
        "<bpmn:completionCondition>=numberOfCompletedInstances &gt; 1</bpmn:completionCondition>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    model = normalised(
        straight(f'<bpmn:scriptTask id="t" name="t">{loop}<bpmn:script>{{}}</bpmn:script></bpmn:scriptTask>', "t")
    )
    assert model.loops["t"] == Loop(
        sequential=True,
        collection="case.co_units",
        item="unit",
        output="answers",
        output_item="{unit: unit}",
        completion="numberOfCompletedInstances > 1",
    )


def test_process_attributes() -> None:
    attributes = (
        'onegrid:kind="case" onegrid:title="=case.place" onegrid:number="SQ{sequence}" onegrid:summary="case.place"'
    )
    process = normalised(file_of(START + END + chain("start", "end"), attributes=attributes)).processes["p"]
    assert (process.kind, process.title, process.number, process.summary) == (
        "case",
        "case.place",
        "SQ{sequence}",
        "case.place",
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("<onegrid:asignment/>", "extension.unknown"),
        ('<onegrid:form ref="x" reff="x"/>', "extension.unknown"),
        ("<onegrid:operations><onegrid:button/></onegrid:operations>", "extension.unknown"),
        ('<onegrid:call connector="x"/>', "extension.misplaced"),
        ('<onegrid:form ref="a"/><onegrid:form ref="b"/>', "extension.twice"),
        ("<onegrid:form/>", "extension.missing"),
        ('<onegrid:limit value="3"/>', "extension.missing"),
        ("<onegrid:limit/>", "extension.missing"),
        ('<onegrid:limit standard="step" stage="handling"/>', "extension.limit_only_standard"),
        ('<onegrid:limit stage="x" value="1" unit="work_day"/>', "extension.missing"),
        ('<onegrid:outcome label="x"/>', "extension.missing"),
        ('<onegrid:out to="x"/>', "extension.missing"),
        ('<onegrid:limit value="0" unit="work_day"/>', "extension.value"),
        ('<onegrid:limit value="1.5" unit="work_day"/>', "extension.value"),
        ('<onegrid:limit value="٣" unit="work_day"/>', "extension.value"),
        ('<onegrid:limit value="1" unit="hour"/>', "extension.value"),
        ('<onegrid:limit standard="full" value="1" unit="work_day"/>', "extension.value"),
        ('<onegrid:limit value="1" unit="work_day" onRework="stop"/>', "extension.value"),
        ('<onegrid:limit value="1" unit="work_day" pauses="lunch"/>', "extension.value"),
        ('<onegrid:assignment role="r" unit="u" mode="team"/>', "extension.value"),
        ('<onegrid:operations allowed="fly"/>', "extension.value"),
        ('<onegrid:operations photoRequired="yes"/>', "extension.value"),
        ('<onegrid:outcome id="a" label="a" kind="maybe"/>', "extension.value"),
        ('<onegrid:outcome id="a b" label="a"/>', "extension.name"),
        ('<onegrid:out from="1" to="a b"/>', "extension.name"),
        ('<onegrid:out from="1" to="result"/>', "extension.reserved_name"),
        ('<onegrid:out from="1" to="case.number"/>', "extension.fact"),
        ('<onegrid:outcome id="a" label="a"/><onegrid:outcome id="a" label="b"/>', "outcome.twice"),
        ('<onegrid:assignment role="r" unit="u" mode="person"/>', "human.person_missing"),
    ],
)
def test_refused_words(words: str, code: str) -> None:
    assert found(said(words)) == [code]


@pytest.mark.parametrize(
    ("words", "kind", "code"),
    [
        ('<onegrid:in from="1" to="case.level"/>', "callActivity", "extension.fact_in"),
        ('<onegrid:binding version="latest"/>', "callActivity", "extension.value"),
        ("<onegrid:call/>", "serviceTask", "service.no_call"),
        ('<onegrid:call connector="x" retries="21"/>', "serviceTask", "extension.value"),
        (
            '<onegrid:call connector="x"><onegrid:parameter name="a b" value="1"/></onegrid:call>',
            "serviceTask",
            "extension.name",
        ),
    ],
)
def test_refused_words_of_other_elements(words: str, kind: str, code: str) -> None:
    assert found(said(words, kind, 'calledElement="q"' if kind == "callActivity" else "")) == [code]


def test_refused_attributes() -> None:
    assert found(said("", attributes='onegrid:milstone="filed"')) == ["extension.unknown"]
    assert found(said("", attributes='onegrid:milestone="field"')) == ["extension.value"]
    assert found(said("", attributes='onegrid:role="handler"')) == ["extension.misplaced"]
    assert found(normalised(file_of(START + END + chain("start", "end"), attributes='onegrid:kind="big"'))) == [
        "extension.value"
    ]


@pytest.mark.parametrize(
    ("pattern", "is_fine"),
    [
        ("SQ{date}{sequence}", True),
        ("{year}-{sequence}", True),
        ("SQ{date}", False),
        ("{sequence}{month}", False),
        ("{sequence", False),
    ],
)
def test_case_number(pattern: str, is_fine: bool) -> None:
    model = normalised(file_of(START + END + chain("start", "end"), attributes=f'onegrid:number="{pattern}"'))
    assert found(model) == ([] if is_fine else ["extension.number"])


def test_moddle_file_says_the_same_words() -> None:
    path = Path(extension_package.__file__).parents[1] / "onegrid-moddle.json"
    types = {kind["name"]: kind for kind in json.loads(path.read_text(encoding="utf-8"))["types"]}
    attributes = {
        name[0].lower() + name[1:]: {p["name"] for p in kind["properties"] if p.get("isAttr")}
        for name, kind in types.items()
        if "extends" not in kind
    }
    assert attributes == {name: set(words) for name, words in vocabulary.ATTRIBUTES.items()}
    for word, kinds in vocabulary.ELEMENTS.items():
        allowed = {kind.removeprefix("bpmn:") for kind in types[word[0].upper() + word[1:]]["meta"]["allowedIn"]}
        assert {kind[0].lower() + kind[1:] for kind in allowed} == set(kinds)
    extended = {p["name"] for kind in types.values() if "extends" in kind for p in kind["properties"]}
    assert extended == set(vocabulary.ON_ELEMENTS)


def test_task_of_a_complete_drawing_has_no_finding() -> None:
    assert found(normalised(straight(human("t"), "t"))) == []
