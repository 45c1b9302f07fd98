"""Normalising: each rule on a drawing that needs it, and nothing done to the original."""

import pytest
from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.normalise import normalise
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import ModelError
from onegrid.engine.read import read
from tests.engine.drawing import END, HEAD, START, chain, file_of, flow, human, straight

RED = 'outcome = "red"'


def normalised(data: bytes, process: str = "") -> Normalised:
    return normalise(read(data), process)


def edges(model: Normalised) -> set[tuple[str | None, str | None]]:
    return {(f.get("sourceRef"), f.get("targetRef")) for f in model.tree.iter(bpmn.tag("sequenceFlow"))}


def kinds(model: Normalised) -> dict[str | None, str]:
    return {node.get("id"): bpmn.kind(node) for p in bpmn.processes(model.tree) for node in bpmn.all_nodes(p)}


def test_flows_without_id_are_kept_and_named_apart() -> None:
    flows = flow("start", "t", identifier="") + flow("t", "end", identifier="") + flow("t", "end", identifier="")
    model = normalised(file_of(START + human("t") + END + flows))
    ids = [f.get("id") for f in model.tree.iter(bpmn.tag("sequenceFlow"))]
    assert None not in ids
    assert len(set(ids)) == len(ids)
    assert {"flow_start_t", "flow_t_end", "flow_t_end_2"} <= set(ids)


def test_node_without_id_is_an_error_with_its_line() -> None:
    model = normalised(file_of(START + '<bpmn:userTask name="无名"/>' + END + chain("start", "end")))
    assert [(p.code, p.line) for p in model.problems] == [("element.id_missing", 7)]


def test_unconditional_split_out_of_a_task() -> None:
    flows = chain("start", "t") + flow("t", "a") + flow("t", "b") + chain("a", "end") + chain("b", "end")
    model = normalised(file_of(START + human("t") + human("a") + human("b") + END + flows))
    assert model.inserted == {"t__split": "t", "t__to__t__split": "t"}
    assert kinds(model)["t__split"] == "parallelGateway"
    assert {("t", "t__split"), ("t__split", "a"), ("t__split", "b")} <= edges(model)


def test_conditional_split_out_of_a_task_keeps_default_and_unconditional_flows() -> None:
    flows = (
        chain("start", "t")
        + flow("t", "a", RED)
        + flow("t", "b")
        + flow("t", "end")
        + chain("a", "end")
        + chain("b", "end")
    )
    task = human("t", "red", "green", attributes='default="t-end"')
    model = normalised(file_of(START + task + human("a") + human("b") + END + flows))
    assert kinds(model)["t__split"] == "inclusiveGateway"
    gateway = next(node for node in model.tree.iter(bpmn.tag("inclusiveGateway")))
    assert gateway.get("default") == "t-end"
    conditions = {
        f.get("id"): bpmn.text_of(bpmn.named(f, "conditionExpression"))
        for f in model.tree.iter(bpmn.tag("sequenceFlow"))
        if f.get("sourceRef") == "t__split"
    }
    assert conditions == {"t-a": RED, "t-b": "true", "t-end": ""}


def test_single_condition_out_of_a_task() -> None:
    model = normalised(file_of(START + human("t", "red") + END + chain("start", "t") + flow("t", "end", RED)))
    assert kinds(model)["t__split"] == "inclusiveGateway"


def test_scope_without_start_and_end() -> None:
    inner = '<bpmn:subProcess id="s" name="s">' + human("a") + human("b") + "</bpmn:subProcess>"
    model = normalised(straight(inner, "s"))
    assert {
        ("s__start", "s__fork"),
        ("s__fork", "a"),
        ("s__fork", "b"),
        ("a", "a__end"),
        ("b", "b__end"),
    } <= edges(model)
    assert set(model.inserted.values()) == {"s", "a", "b"}


def test_path_without_end_beside_an_end() -> None:
    flows = chain("start", "t") + flow("t", "a") + flow("t", "end")
    model = normalised(file_of(START + human("t") + human("a") + END + flows))
    assert ("a", "a__end") in edges(model)


def test_plain_task_becomes_an_empty_assignment_with_a_warning() -> None:
    model = normalised(straight('<bpmn:task id="t" name="看"/>', "t"))
    assert kinds(model)["t"] == "scriptTask"
    assert [p.code for p in model.problems] == ["task.untyped"]


def test_expressions_lose_their_sign_but_timers_keep_it() -> None:
    timer = "<bpmn:timerEventDefinition><bpmn:timeDuration> =limit </bpmn:timeDuration></bpmn:timerEventDefinition>"
    content = (
        START
        + '<bpmn:scriptTask id="t" name="t"><bpmn:script> ={a: 1} </bpmn:script></bpmn:scriptTask>'
        + f'<bpmn:intermediateCatchEvent id="w" name="w">{timer}</bpmn:intermediateCatchEvent>'
        + END
        + chain("start", "t", "w")
        + flow("w", "end")
    )
    tree = normalised(file_of(content)).tree
    assert [e.text for e in tree.iter(bpmn.tag("script"))] == ["{a: 1}"]
    assert [e.text for e in tree.iter(bpmn.tag("timeDuration"))] == ["=limit"]


def test_condition_of_a_default_flow_is_dropped() -> None:
    gateway = '<bpmn:exclusiveGateway id="g" name="？" default="g-b"/>'
    flows = (
        chain("start", "t", "g")
        + flow("g", "a", "=n > 1")
        + flow("g", "b", "n > 2")
        + chain("a", "end")
        + chain("b", "end")
    )
    model = normalised(file_of(START + human("t") + gateway + human("a") + human("b") + END + flows))
    conditions = {f.get("id"): bpmn.named(f, "conditionExpression") for f in model.tree.iter(bpmn.tag("sequenceFlow"))}
    assert bpmn.text_of(conditions["g-a"]) == "n > 1"
    assert conditions["g-b"] is None


def test_shared_event_definitions_are_copied_into_their_events() -> None:
    roots = '<bpmn:signal id="s" name="s"/><bpmn:signalEventDefinition id="d" signalRef="s"/>'
    event = (
        '<bpmn:intermediateCatchEvent id="w" name="w"><bpmn:eventDefinitionRef>d</bpmn:eventDefinitionRef>'
        "</bpmn:intermediateCatchEvent>"
    )
    model = normalised(straight(event, "w", roots=roots))
    caught = next(model.tree.iter(bpmn.tag("intermediateCatchEvent")))
    assert [d.get("signalRef") for d in bpmn.definitions_of(caught)] == ["s"]


def test_drawings_and_vendors_go_with_a_word() -> None:
    data = straight(
        '<bpmn:userTask id="t" name="t" camunda:assignee="x">'
        '<bpmn:extensionElements><camunda:p a="1"/></bpmn:extensionElements>'
        '<bpmn:dataInputAssociation id="i"><bpmn:targetRef>x</bpmn:targetRef></bpmn:dataInputAssociation>'
        '</bpmn:userTask><bpmn:dataObjectReference id="o" name="照片"/>'
        '<bpmn:textAnnotation id="n"><bpmn:text>注</bpmn:text></bpmn:textAnnotation>',
        "t",
    ).replace(b"xmlns:onegrid", b'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:onegrid')
    model = normalised(data)
    assert [(p.code, p.element, p.severity) for p in model.problems] == [
        ("data.variable", "o", "info"),
        ("vendor.role", "t", "warning"),
        ("vendor.replace", "t", "warning"),
    ]
    assert "camunda:p" in model.problems[2].message_en
    left = {bpmn.kind(e) for e in model.tree.iter(etree.Element)} | {
        str(k) for e in model.tree.iter() for k in e.attrib
    }
    assert not any("camunda" in word or "data" in word or "Annotation" in word for word in left)


def test_colours_of_the_canvas_are_no_foreign_setting() -> None:
    data = straight(human("t", attributes='bioc:stroke="#fff"'), "t")
    data = data.replace(b"xmlns:onegrid", b'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:onegrid')
    assert normalised(data).problems == ()


def test_incoming_and_outgoing_are_written_anew() -> None:
    stale = START.replace("/>", "><bpmn:outgoing>gone</bpmn:outgoing></bpmn:startEvent>")
    model = normalised(file_of(stale + human("t") + END + chain("start", "t", "end")))
    found = {
        (e.getparent().get("id"), bpmn.kind(e), e.text)
        for e in model.tree.iter()
        if bpmn.kind(e) in ("incoming", "outgoing")
    }
    assert found == {
        ("start", "outgoing", "start-t"),
        ("t", "incoming", "start-t"),
        ("t", "outgoing", "t-end"),
        ("end", "incoming", "t-end"),
    }


def test_the_original_is_untouched() -> None:
    document = read(file_of(human("t") + human("b")))
    before = etree.tostring(document.root)
    normalise(document)
    assert etree.tostring(document.root) == before


def two(first: str, second: str) -> bytes:
    return (
        HEAD + f'<bpmn:process id="a" {first}>{START}</bpmn:process><bpmn:process id="b" {second}/></bpmn:definitions>'
    ).encode()


def test_which_process() -> None:
    run, case = 'isExecutable="true"', 'isExecutable="true" onegrid:kind="case"'
    assert normalised(two(run, "")).process_id == "a"
    assert normalised(two("", run)).process_id == "b"
    assert normalised(two(run, case)).process_id == "b"
    assert normalised(two(run, run), "a").process_id == "a"
    for data, wanted, code in (
        (two(run, run), "", "process.several"),
        (two(case, case), "", "process.several"),
        (two("", ""), "", "process.several"),
        (two(run, run), "c", "process.unknown"),
        ((HEAD + "</bpmn:definitions>").encode(), "", "process.none"),
    ):
        with pytest.raises(ModelError) as refused:
            normalised(data, wanted)
        assert refused.value.problems[0].code == code


ASSOCIATED = (
    '<bpmn:dataObject id="d" name="{0}"/><bpmn:dataObjectReference id="o" name="请假单" dataObjectRef="d"/>'
    '<bpmn:userTask id="t" name="t"><bpmn:ioSpecification><bpmn:dataOutput id="out" name="{1}"/></bpmn:ioSpecification>'
    '<bpmn:dataOutputAssociation id="a"><bpmn:sourceRef>out</bpmn:sourceRef><bpmn:targetRef>o</bpmn:targetRef>{2}'
    "</bpmn:dataOutputAssociation></bpmn:userTask>"
)


def test_a_data_object_is_the_variable_of_its_name() -> None:
    """10.4: nothing is moved where the names are the same; what renames or computes is named."""
    computed = "<bpmn:transformation>1</bpmn:transformation>"
    for name, output, more, lost in (
        ("leave", "leave", "", 0),
        ("", "请假单", "", 0),
        ("leave", "form", "", 2),
        ("leave", "leave", computed, 2),
    ):
        said = normalised(file_of(ASSOCIATED.format(name, output, more))).problems
        assert [p.element for p in said if p.code == "drawing.not_read"] == ["t"] * lost
        assert {p.element for p in said if p.code == "data.variable"} >= {"o"}
        assert any((name or "请假单") in p.message_en for p in said if p.code == "data.variable")


def test_a_data_object_whose_name_is_no_variables_stays_a_drawing() -> None:
    said = normalised(file_of('<bpmn:dataObjectReference id="o" name="1 + 照片"/>')).problems
    assert [(p.code, p.element) for p in said] == [("drawing.kept", "o")]
