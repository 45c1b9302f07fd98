"""Checking: each finding on the smallest drawing that has it, at its element, and none on drawings without fault."""

# ruff: noqa: E501 - a table of small drawings, one a line

from pathlib import Path

import pytest

from onegrid.engine.check import State, check
from onegrid.engine.findings import FINDINGS, imports
from onegrid.engine.problems import Severity
from onegrid.engine.sources import Sources
from tests.engine.dmn.conftest import decision_xml, definitions, literal_xml, needs_xml, table_xml
from tests.engine.drawing import END, HEAD, START, chain, codes, file_of, flow, human, report_of, straight

MESSAGE = '<bpmn:message id="msg" name="答复"/>'
SIGNAL = '<bpmn:signal id="sig" name="汛情"/>'
ERROR = '<bpmn:error id="err" errorCode="E1"/><bpmn:error id="mute"/>'
KEY = '<bpmn:extensionElements><onegrid:message key="case.number"/></bpmn:extensionElements>'
CASE = 'onegrid:kind="case"'


def timer(text: str, part: str = "timeDuration", *, more: str = "") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{part}>{text}</bpmn:{part}>{more}</bpmn:timerEventDefinition>"


def catch(inside: str, identifier: str = "x", kind: str = "intermediateCatchEvent", attributes: str = "") -> str:
    return f'<bpmn:{kind} id="{identifier}" name="等待" {attributes}>{inside}</bpmn:{kind}>\n'


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def throw(inside: str, identifier: str = "x") -> str:
    return catch(inside, identifier, "intermediateThrowEvent")


UNDO = "<bpmn:compensateEventDefinition/>"


def waiting(inside: str, *, roots: str = "") -> bytes:
    return straight(catch(inside), "x", roots=roots)


def boundary(
    inside: str, attributes: str = 'attachedToRef="work"', host: str = "", *, more: str = "", roots: str = ""
) -> bytes:
    event = catch(inside, "x", "boundaryEvent", attributes)
    return file_of(
        START + (host or human("work")) + event + more + END + chain("start", "work", "end") + flow("x", "end"),
        roots=roots,
    )


def question(
    *flows: str, first: str = "", attributes: str = "", kind: str = "exclusiveGateway", name: str = "如何？"
) -> bytes:
    """start > work > x (a gateway) > a | b > end."""
    gateway = f'<bpmn:{kind} id="x" name="{name}" {attributes}/>'
    nodes = START + (first or human("work", "yes", "no")) + gateway + human("a") + human("b") + END
    return file_of(nodes + chain("start", "work", "x") + "".join(flows) + chain("a", "end") + chain("b", "end"))


YES, NO = flow("x", "a", 'outcome = "yes"', name="是"), flow("x", "b", 'outcome = "no"', name="否")


def script(text: str, attributes: str = "") -> bytes:
    return straight(
        f'<bpmn:scriptTask id="x" name="赋值" {attributes}><bpmn:script>{text}</bpmn:script></bpmn:scriptTask>\n', "x"
    )


def task(kind: str, inside: str = "", attributes: str = "", *, roots: str = "", process: str = "") -> bytes:
    return straight(
        f'<bpmn:{kind} id="x" name="任务" {attributes}>{inside}</bpmn:{kind}>\n', "x", roots=roots, attributes=process
    )


def extended(words: str) -> str:
    return f"<bpmn:extensionElements>{words}</bpmn:extensionElements>"


def race(*targets: str, more: str = "") -> bytes:
    flows = "".join(flow("x", name) + flow(name, "end") for name in targets)
    events = catch('<bpmn:signalEventDefinition signalRef="sig"/>', "s") + catch(timer("PT1H"), "t") + human("work")
    gateway = '<bpmn:eventBasedGateway id="x" name="先到先得"/>'
    rest = "".join(flow("start", name) for name in ("s", "t", "work") if name not in targets and more)
    return file_of(START + gateway + events + END + flow("start", "x") + flows + rest + more, roots=SIGNAL)


LOOP = '<bpmn:exclusiveGateway id="x" name=""/>'


def failing(caught: str = "", *, process: str = "p", attributes: str = "", deep: bool = False) -> bytes:
    """start > sub-process with an error end x > end; `caught` stands at the boundary."""
    stop = catch('<bpmn:errorEventDefinition errorRef="err"/>', "x", "endEvent")
    inner = '<bpmn:startEvent id="s2" name="开始"/>' + stop + chain("s2", "x")
    if deep:
        inner = (
            '<bpmn:startEvent id="s1" name="开始"/><bpmn:endEvent id="e1" name="结束"/>'
            f'<bpmn:subProcess id="deep" name="内层">{inner}</bpmn:subProcess>' + chain("s1", "deep", "e1")
        )
    content = START + f'<bpmn:subProcess id="sub" name="外层">{inner}</bpmn:subProcess>' + caught + END
    roots = ERROR + '<bpmn:error id="other" errorCode="E2"/>'
    return file_of(content + chain("start", "sub", "end"), roots=roots, process=process, attributes=attributes)


def catcher(reference: str, host: str = "sub") -> str:
    ref = f'errorRef="{reference}"' if reference else ""
    return catch(f"<bpmn:errorEventDefinition {ref}/>", "b", "boundaryEvent", f'attachedToRef="{host}"') + flow(
        "b", "end"
    )


FAULTS: dict[str, tuple[bytes, str | None]] = {
    "process.not_executable": ((HEAD + f'<bpmn:process id="p" name="p">{START}{END}{chain("start", "end")}</bpmn:process></bpmn:definitions>').encode(), "p"),
    "process.drawing_only": ((HEAD + f'<bpmn:process id="p" name="p" isExecutable="true">{START}</bpmn:process><bpmn:process id="q"/></bpmn:definitions>').encode(), "q"),
    "file.import": (straight(human("x"), "x", roots='<bpmn:import namespace="urn:x" location="other.bpmn" importType="x"/>'), None),
    "element.unknown": (file_of(START + END + chain("start", "end") + '<bpmn:magicTask id="x"/>'), "x"),
    "element.id_missing": (file_of(START + END + chain("start", "end") + '<bpmn:userTask name="x"/>'), "p"),
    "element.id_twice": (file_of(START + human("x") + human("x") + END + chain("start", "x", "end")), "x"),
    "element.id_shape": (straight(human("1x"), "1x"), "1x"),
    "element.unnamed": (straight(human("x").replace("办理 x", ""), "x"), "x"),
    "element.unnamed_event": (straight(catch(timer("PT1H")).replace("等待", ""), "x"), "x"),
    "element.no_documentation": (straight(human("x").replace("如何办理", ""), "x"), "x"),
    "task.untyped": (task("task"), "x"),
    "script.empty": (script(""), "x"),
    "script.python_off": (script("{a: 1}", 'scriptFormat="python"'), "x"),
    "script.language": (script("{a: 1}", 'scriptFormat="ruby"'), "x"),
    "script.not_context": (script("1 + 1"), "x"),
    "timer.empty": (waiting("<bpmn:timerEventDefinition/>"), "x"),
    "timer.several": (waiting(timer("PT1H", more="<bpmn:timeDate>2026-05-01T08:00:00Z</bpmn:timeDate>")), "x"),
    "timer.value": (waiting(timer("1 hour")), "x"),
    "timer.zone": (waiting(timer("2026-05-01T08:00:00", "timeDate")), "x"),
    "timer.cycle_endless": (boundary(timer("R/PT0S", "timeCycle"), 'attachedToRef="work" cancelActivity="false"'), "x"),
    "timer.cycle_count": (waiting(timer("R1001/PT1H", "timeCycle")), "x"),
    "link.no_target": (file_of(START + throw(link("A")) + chain("start", "x")), "x"),
    "link.no_source": (file_of(START + END + catch(link("A")) + chain("start", "end") + flow("x", "end")), "x"),
    "link.twice": (
        file_of(START + END + throw(link("A"), "t") + catch(link("A"), "y") + catch(link("A"))
                + chain("start", "t") + flow("x", "end") + flow("y", "end")), "x"),
    "condition.empty": (waiting("<bpmn:conditionalEventDefinition/>"), "x"),
    "loop.endless": (straight(human("x", more="").replace("</bpmn:userTask>", "<bpmn:standardLoopCharacteristics/></bpmn:userTask>"), "x"), "x"),
    "gateway.no_activation": (
        file_of(START + END + '<bpmn:parallelGateway id="s"/>' + human("a") + human("b") + '<bpmn:complexGateway id="x"/>'
                + chain("start", "s", "a", "x", "end") + chain("s", "b", "x")), "x"),
    "compensation.no_handler": (boundary(UNDO), "x"),
    "compensation.handler_unused": (file_of(START + END + human("x", attributes='isForCompensation="true"') + chain("start", "end")), "x"),
    "compensation.activity_unknown": (file_of(START + END + throw('<bpmn:compensateEventDefinition activityRef="z"/>') + chain("start", "x", "end")), "x"),
    "cancel.place": (boundary("<bpmn:cancelEventDefinition/>"), "x"),
    "cancel.uncaught": (
        straight('<bpmn:transaction id="tx" name="事务"><bpmn:startEvent id="s" name="s"/><bpmn:endEvent id="x" name="x"><bpmn:cancelEventDefinition/></bpmn:endEvent>'
                 + flow("s", "x") + "</bpmn:transaction>", "tx"), "x"),
    "boundary.nothing_escalates": (boundary("<bpmn:escalationEventDefinition/>"), "x"),
    "multi.no_input": (task("scriptTask", "<bpmn:multiInstanceLoopCharacteristics/><bpmn:script>{a: 1}</bpmn:script>"), "x"),
    "multi.two_inputs": (
        task("scriptTask", '<bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="[1]"><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics><bpmn:script>{a: 1}</bpmn:script>'),
        "x",
    ),
    "multi.output_incomplete": (
        task("scriptTask", '<bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="[1]" onegrid:outputCollection="all"/><bpmn:script>{a: 1}</bpmn:script>'),
        "x",
    ),
    "drawing.kept": (file_of(START + END + chain("start", "end") + '<bpmn:dataStoreReference id="x" name="库"/>'), "x"),
    "data.variable": (file_of(START + END + '<bpmn:dataObjectReference id="x" name="照片"/>' + chain("start", "end")), "x"),
    "drawing.not_read": (straight(human("x").replace("</bpmn:userTask>", '<bpmn:potentialOwner id="o"/></bpmn:userTask>'), "x"), "x"),
    "vendor.not_read": (straight(human("x", attributes='f:look="a"'), "x").replace(b"xmlns:onegrid", b'xmlns:f="http://www.signavio.com" xmlns:onegrid'), "x"),
    "flow.dangling": (file_of(START + human("work") + END + chain("start", "work", "end") + flow("work", "nowhere", identifier="x")), "x"),
    "flow.scope": (
        file_of(START + f'<bpmn:subProcess id="s" name="s">{human("inner")}</bpmn:subProcess>' + END + chain("start", "s", "end") + flow("inner", "end", identifier="x")),
        "x",
    ),
    "flow.not_allowed": (file_of(START + human("work") + END + chain("start", "work", "end") + flow("end", "work", identifier="x")), "x"),
    "flow.condition_place": (file_of(START + END + flow("start", "end", "1 = 1", identifier="x")), "x"),
    "flow.condition_on_default": (question(YES, NO, attributes='default="x-b"'), "x-b"),
    "flow.condition_single": (question(YES), "x-a"),
    "flow.unconditional": (question(flow("x", "a", name="是"), flow("x", "b", name="否")), "x-a"),
    "flow.unnamed": (question(YES, flow("x", "b", 'outcome = "no"')), "x-b"),
    "gateway.default_unknown": (question(YES, NO, attributes='default="start-work"'), "x"),
    "gateway.no_default": (question(flow("x", "a", "n > 1", name="多"), flow("x", "b", "n > 2", name="更多")), "x"),
    "gateway.pointless": (question(flow("x", "a"), kind="parallelGateway"), "x"),
    "gateway.may_wait": (
        file_of(
            START + '<bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="x"/>' + human("a") + human("b")
            + catch(timer("P3D"), "late", "boundaryEvent", 'attachedToRef="a"') + END
            + chain("start", "split", "a", "x", "end") + chain("split", "b", "x") + flow("late", "x")
        ),
        "x",
    ),
    "gateway.join_never": (
        file_of(START + '<bpmn:parallelGateway id="x"/>' + human("a") + '<bpmn:exclusiveGateway id="g" name="再来？" default="g-end"/>' + END + chain("start", "x", "a", "g") + flow("g", "x", "1 = 2", name="是") + flow("g", "end", name="否")),
        "x",
    ),
    "gateway.event_target": (race("s", "work"), "x"),
    "gateway.event_target_shared": (race("s", "t", more=flow("work", "t") + flow("start", "work")), "x"),
    "gateway.event_single": (race("s"), "x"),
    "flow.unreachable": (file_of(START + human("x") + END + chain("start", "end") + flow("x", "end")), "x"),
    "flow.no_way_out": (file_of(START + LOOP + human("b") + chain("start", "x", "b", "x")), "start"),
    "flow.endless": (file_of(START + LOOP + '<bpmn:scriptTask id="b" name="b"><bpmn:script>{a: 1}</bpmn:script></bpmn:scriptTask>' + chain("start", "x", "b", "x")), "start"),
    "start.several_none": (file_of(START + START.replace('"start"', '"again"') + END + chain("start", "end") + chain("again", "end")), "p"),
    "scope.empty": (straight('<bpmn:subProcess id="x" name="空"/>', "x"), "x"),
    "human.no_assignment": (task("userTask"), "x"),
    "human.no_role": (task("userTask", extended('<onegrid:assignment unit="case.centre"/>')), "x"),
    "human.no_unit": (task("userTask", extended('<onegrid:assignment role="handler"/>')), "x"),
    "human.no_form": (task("userTask"), "x"),
    "human.no_limit": (task("manualTask"), "x"),
    "human.excluded_elsewhere": (task("userTask", extended('<onegrid:assignment role="r" unit="u" exclude="other"/>')), "x"),
    "human.return_target_unknown": (straight(human("x", more='<onegrid:operations returnTargets="start"/>'), "x"), "x"),
    "human.return_straight": (straight(human("x", more='<onegrid:operations allowed="return_to" returnMode="straight"/>'), "x"), "x"),
    "human.operation_later": (straight(human("x", more='<onegrid:operations allowed="claim urge"/>'), "x"), "x"),
    "human.pause_later": (straight(human("x").replace('unit="work_day"', 'unit="work_day" pauses="hang"'), "x"), "x"),
    "human.label_idle": (straight(human("x", more='<onegrid:operations><onegrid:label operation="return_to" text="退"/></onegrid:operations>'), "x"), "x"),
    "human.return_idle": (straight(human("x", more='<onegrid:operations returnTargets="x"/>'), "x"), "x"),
    "human.person_idle": (straight(human("x").replace('role="handler"', 'role="handler" person="7"'), "x"), "x"),
    "process.only_case": (straight(human("x"), "x", attributes='onegrid:title="&quot;题&quot;"'), "p"),
    "event.no_payload": (straight(f'<bpmn:intermediateThrowEvent id="x" name="到此">{KEY}</bpmn:intermediateThrowEvent>', "x"), "x"),
    "outcome.unknown": (question(flow("x", "a", 'outcome = "yess"', name="是"), NO, attributes='default="x-b"'), "x-a"),
    "outcome.untaken": (question(YES, NO, first=human("work", "yes", "no", "maybe")), "x"),
    "milestone.on_branching": (
        straight(human("x", attributes='onegrid:milestone="filed"', more='<onegrid:outcome id="no" label="n" kind="reject"/>'), "x"),
        "x",
    ),
    "milestone.missing": (straight(human("x"), "x", attributes=CASE), "p"),
    "end.no_outcome": (straight(human("x"), "x", attributes=CASE), "end"),
    "end.outcome_unknown": (
        file_of(START + '<bpmn:endEvent id="x" name="完" onegrid:outcome="perfect"/>' + chain("start", "x"), attributes=CASE),
        "x",
    ),
    "expression.syntax": (question(flow("x", "a", "n &gt;&gt; 1", name="是"), flow("x", "b", name="否"), attributes='default="x-b"'), "x-a"),
    "expression.template": (straight(human("x", more='<onegrid:out from="${n}" to="m"/>'), "x"), "x"),
    "expression.language": (question(YES.replace("<bpmn:conditionExpression>", '<bpmn:conditionExpression language="xpath">'), NO), "x-a"),
    "expression.unknown_function": (straight(human("x", more='<onegrid:out from="uuid(1)" to="n"/>'), "x"), "x"),
    "expression.case_name": (straight(human("x", more='<onegrid:out from="case.levle" to="n"/>'), "x"), "x"),
    "rule.no_decision": (task("businessRuleTask"), "x"),
    "rule.unknown_decision": (task("businessRuleTask", extended('<onegrid:binding decision="route"/>')), "x"),
    "rule.no_out": (task("businessRuleTask", extended('<onegrid:binding decision="route"/>')), "x"),
    "call.no_process": (task("callActivity"), "x"),
    "call.not_checked": (task("callActivity", attributes='calledElement="q"'), "x"),
    "call.cycle": (task("callActivity", attributes='calledElement="p"'), "x"),
    "service.no_call": (task("serviceTask"), "x"),
    "send.both": (task("sendTask", extended('<onegrid:call connector="webhook"/><onegrid:message key="case.number"/>'), 'messageRef="msg"', roots=MESSAGE), "x"),
    "reference.missing": (task("receiveTask", KEY), "x"),
    "reference.unknown": (task("receiveTask", KEY, 'messageRef="sig"', roots=SIGNAL), "x"),
    "reference.unnamed": (waiting('<bpmn:signalEventDefinition signalRef="s"/>', roots='<bpmn:signal id="s"/>'), "x"),
    "message.no_key": (task("receiveTask", "", 'messageRef="msg"', roots=MESSAGE), "x"),
    "message.start_key": (
        file_of(catch(KEY + '<bpmn:messageEventDefinition messageRef="msg"/>', "x", "startEvent") + END + chain("x", "end"), roots=MESSAGE),
        "x",
    ),
    "error.no_code": (boundary('<bpmn:errorEventDefinition errorRef="mute"/>', roots=ERROR), "x"),
    "error.uncaught": (failing(), "x"),
    "error.twice": (
        boundary('<bpmn:errorEventDefinition/>', more=catch("<bpmn:errorEventDefinition/>", "y", "boundaryEvent", 'attachedToRef="work"') + flow("y", "end")),
        "y",
    ),
    "boundary.host": (boundary(timer("PT1H"), 'attachedToRef="nothing"'), "x"),
    "boundary.never": (boundary(timer("PT1H"), host='<bpmn:scriptTask id="work" name="w"><bpmn:script>{a: 1}</bpmn:script></bpmn:scriptTask>'), "x"),
}  # fmt: skip


@pytest.mark.parametrize("code", FAULTS)
def test_each_finding_at_its_element(code: str) -> None:
    data, element = FAULTS[code]
    found = [problem for problem in report_of(data).problems if problem.code == code]
    assert found, codes(data)
    assert found[0].element == element
    assert found[0].line is not None
    for words in (found[0].message_en, found[0].message_zh, found[0].mend_en, found[0].mend_zh):
        assert words
        assert "{" not in words or code in ("script.empty", "script.not_context", "expression.template")


ELSEWHERE = {
    "element.unsupported": "test_refused_elements.py",
    "node.unaccounted": "test_nothing_is_dropped_in_silence",
    "process.too_many_nodes": "test_limit_of_nodes",
    "process.too_many_processes": "test_limit_of_processes_beside_one_another",
    "process.too_many_lanes": "test_limits_of_lanes_message_flows_and_expressions",
    "process.too_many_message_flows": "test_limits_of_lanes_message_flows_and_expressions",
    "process.too_much_expression": "test_limits_of_lanes_message_flows_and_expressions",
    "process.too_many_flows": "hostile/payloads.py",
    "expression.unknown_name": "test_names_that_nothing_gives",
    "rule.input_missing": "test_names_between_task_and_decision",
    "rule.input_unused": "test_names_between_task_and_decision",
    "call.unknown_process": "test_called_processes",
    "call.not_part": "test_called_processes",
    "call.broken": "test_called_processes",
    "call.error_uncaught": "test_errors_of_called_processes",
    "service.notice_text": "test_extension.py",
    "process.none": "test_normalise.py",
    "process.unknown": "test_normalise.py",
    "process.several": "test_normalise.py",
    "outcome.twice": "test_extension.py",
    "human.person_missing": "test_extension.py",
    "script.python_lacks": "test_python_scripts.py",
    "script.python_off": "test_python_scripts.py",
}


IMPORTS = {found.code for found in imports.FINDINGS}  # tests/engine/imports/test_words.py holds these


def test_every_code_is_tried_somewhere() -> None:
    areas = ("read.", "example.", "examples.")
    tried_there = (Path(__file__).parent / "test_extension.py").read_text(encoding="utf-8")
    extension = {code for code in FINDINGS if code.startswith("extension.")}
    assert {code for code in extension if f'"{code}"' not in tried_there} == set()
    untried = {
        code
        for code in FINDINGS
        if code not in FAULTS
        and code not in ELSEWHERE
        and code not in IMPORTS
        and not code.startswith((*areas, "extension."))
    }
    assert untried == set()


FINE = {
    "straight": straight(human("x"), "x"),
    "answers all taken": question(YES, NO),
    "default": question(YES, flow("x", "b", name="否"), attributes='default="x-b"'),
    "negation": question(YES, flow("x", "b", 'not(outcome = "yes")', name="否")),
    "list of answers": question(flow("x", "a", 'outcome in ("yes", "maybe")', name="是"), NO, first=human("work", "yes", "no", "maybe")),
    "message": waiting(KEY + '<bpmn:messageEventDefinition messageRef="msg"/>', roots=MESSAGE),
    "timers": waiting(timer("P1DT2H")),
    "date": waiting(timer("2026-05-01T08:00:00+08:00", "timeDate")),
    "timer in feel": waiting(timer('=duration("PT1H") * 2')),
    "cycle": boundary(timer("R3/PT1H", "timeCycle"), 'attachedToRef="work" cancelActivity="false"'),
    "any error": boundary("<bpmn:errorEventDefinition/>", host=human("work")),
    "race": race("s", "t"),
    "facts": straight(human("x", more='<onegrid:out from="case.units.county" to="case.centre"/>'), "x"),
    "script": script("{ 轮次: 1, note: if outcome = null then null else 2 }"),
    "names of other scripts": straight(human("处置"), "处置"),
}  # fmt: skip


@pytest.mark.parametrize("name", FINE)
def test_nothing_to_find(name: str) -> None:
    report = report_of(FINE[name])
    race_task_stands_alone = {"flow.unreachable"} if name == "race" else set()
    assert {problem.code for problem in report.problems} - race_task_stands_alone == set()


def test_states() -> None:
    assert report_of(b"<html/>").state is State.UNREADABLE
    assert report_of(FAULTS["multi.no_input"][0]).state is State.DRAWING
    assert report_of(FAULTS["service.no_call"][0]).state is State.REHEARSABLE
    assert report_of(FAULTS["human.no_limit"][0]).state is State.REHEARSABLE
    assert report_of(FINE["straight"]).state is State.PUBLISHABLE


def test_errors_come_first_and_once() -> None:
    problems = report_of(task("userTask", attributes='onegrid:milestone="filed"')).problems
    assert len(set(problems)) == len(problems)
    order = [Severity.ERROR, Severity.WARNING, Severity.INFO]
    assert [p.severity for p in problems] == sorted((p.severity for p in problems), key=order.index)


def joined(between: str, *, merge: str = "parallelGateway") -> dict[str, str | None]:
    """split > a | b > join, with something more drawn between."""
    gateways = '<bpmn:parallelGateway id="split"/>' + f'<bpmn:{merge} id="join"/>'
    flows = chain("start", "split", "a", "join", "end") + chain("split", "b", "join")
    return codes(file_of(START + gateways + human("a", "yes", "no") + human("b") + END + flows + between))


@pytest.mark.parametrize(
    "element",
    [
        human("x").replace('role="handler"', 'role="handler" mode="person" person="n +"'),
        human("x").replace("case.centre", "n +"),
        human("x", more='<onegrid:out from="n +" to="m"/>'),
        catch(timer("=n +")),
        '<bpmn:scriptTask id="x" name="记" scriptFormat="feel"><bpmn:script>n +</bpmn:script></bpmn:scriptTask>',
    ],
)
def test_a_faulty_expression_is_told_once_with_its_line(element: str) -> None:
    (found,) = [one for one in report_of(straight(element, "x")).errors if one.code == "expression.syntax"]
    assert (found.element, found.mend_en) == ("x", FINDINGS["expression.syntax"].mend_en)
    assert found.line


def test_joins_that_always_fire_are_not_suspected() -> None:
    aside = catch(timer("P1D"), "t", "boundaryEvent", 'attachedToRef="a" cancelActivity="false"')
    assert joined("") == {}
    assert joined(aside + human("c") + '<bpmn:endEvent id="e" name="完"/>' + chain("t", "c", "e")) == {}
    stop = '<bpmn:endEvent id="e" name="停"><bpmn:terminateEventDefinition/></bpmn:endEvent>'
    assert joined(aside.replace('"false"', '"true"') + stop + chain("t", "e")) == {}


def test_join_behind_a_way_that_leaves() -> None:
    left = (
        catch(timer("P1D"), "t", "boundaryEvent", 'attachedToRef="a"')
        + '<bpmn:endEvent id="e" name="完"/>'
        + flow("t", "e")
    )
    assert joined(left) == {"gateway.may_wait": "join"}
    assert joined(left, merge="inclusiveGateway") == {}


def test_outcome_narrowed_at_one_question_is_not_asked_for_at_the_next() -> None:
    """`no` has left at the first gateway: the second must not complain that nobody takes it."""
    second = '<bpmn:exclusiveGateway id="y" name="多少？"/>' + human("c")
    data = question(
        flow("x", "y", 'outcome != "no"', name="继续"),
        NO,
        flow("y", "a", 'outcome = "much"', name="多"),
        flow("y", "c", 'outcome = "little"', name="少"),
        flow("c", "end"),
        first=human("work", "much", "little", "no") + second,
    )
    assert codes(data) == {}


def test_outcome_through_a_sub_process_and_after_a_boundary() -> None:
    inner = f'<bpmn:subProcess id="work" name="内">{human("deep", "yes", "no")}</bpmn:subProcess>'
    assert codes(question(YES, NO, first=inner)) == {}
    wrong = codes(question(YES, flow("x", "b", 'outcome = "never"', name="否"), first=inner))
    assert wrong == {"outcome.unknown": "x-b", "outcome.untaken": "x"}


def test_condition_that_never_ends_does_not_stop_the_check() -> None:
    endless = "count(for i in 1..1000000, j in 1..1000000 return i) &gt; 1"
    assert codes(question(flow("x", "a", endless, name="是"), NO)) == {"gateway.no_default": "x"}


def test_called_processes() -> None:
    caller = Sources(task("callActivity", attributes='calledElement="q"'), process_id="p")
    part = Sources(file_of(START + END + chain("start", "end"), process="q"), process_id="q")
    case = Sources(file_of(START + END + chain("start", "end"), process="q", attributes=CASE), process_id="q")
    back = Sources(
        file_of(
            START + '<bpmn:callActivity id="b" name="b" calledElement="p"/>' + END + chain("start", "b", "end"),
            process="q",
        ),
        process_id="q",
    )

    def found(callees: dict[str, Sources]) -> list[str]:
        return [problem.code for problem in check(caller, callees).problems]

    assert found({"q": part}) == []
    assert found({}) == ["call.unknown_process"]
    assert found({"q": case}) == ["call.not_part"]
    assert found({"q": back}) == ["call.cycle"]
    assert found({"q": Sources(b"<html/>", process_id="q")}) == ["call.broken"]


@pytest.mark.parametrize(
    ("caught", "deep", "expected"),
    [
        ("", False, True), ("", True, True), (catcher("err"), False, False), (catcher("err"), True, False),
        (catcher(""), True, False), (catcher("other"), False, True),
    ],
)  # fmt: skip
def test_errors_are_caught_around_their_end(caught: str, deep: bool, expected: bool) -> None:
    report = report_of(failing(caught, deep=deep))
    assert ("error.uncaught" in {problem.code for problem in report.problems}) == expected
    assert report.state is State.PUBLISHABLE


def test_errors_of_called_processes() -> None:
    """Judged at the case, for all that is called in turn; a circle of calls ends the search."""

    def calls(process: str, called: str, caught: str = "", attributes: str = "") -> bytes:
        activity = f'<bpmn:callActivity id="c" name="调用" calledElement="{called}"/>'
        content = START + activity + caught + END + chain("start", "c", "end")
        return file_of(content, process=process, attributes=attributes, roots=ERROR)

    def found(main: bytes, **parts: bytes) -> list[str | None]:
        callees = {name: Sources(data, process_id=name) for name, data in parts.items()}
        report = check(Sources(main, process_id="p"), callees)
        return [each.element for each in report.problems if each.code == "call.error_uncaught"]

    case = calls("p", "q", attributes=CASE)
    top = file_of(
        START + catch('<bpmn:errorEventDefinition errorRef="err"/>', "x", "endEvent") + chain("start", "x"),
        process="q",
        roots=ERROR,
    )
    assert report_of(top, "q").problems == ()
    assert found(case, q=top) == ["c"]
    assert found(case, q=failing(process="q")) == ["c"]
    assert found(case, q=failing(catcher("err"), process="q")) == []
    assert found(calls("p", "q", catcher("err", "c"), CASE), q=top) == []
    assert found(calls("p", "q", catcher("", "c"), CASE), q=top) == []
    assert found(calls("p", "q"), q=top) == []  # a part's caller may catch it
    below = top.replace(b'id="q"', b'id="r"')
    assert found(case, q=calls("q", "r"), r=below) == ["c"]
    assert found(case, q=calls("q", "r", catcher("err", "c")), r=below) == []
    assert found(case, q=calls("q", "r"), r=calls("r", "q")) == []


def test_scripts_do_not_write_what_would_be_hidden() -> None:
    """A variable `case` or `outcome` is there and never seen."""
    report = report_of(script('{case: 1, "outcome": 2, z: 3}'))
    named = [(p.code, p.element, p.severity) for p in report.problems]
    assert named == [("extension.reserved_name", "x", Severity.ERROR)] * 2
    assert all("loopCounter" in p.mend_en and "loopCounter" in p.mend_zh for p in report.problems)


def test_milestones_of_called_processes_count() -> None:
    def passing(*names: str) -> str:
        nodes = "".join(f'<bpmn:intermediateThrowEvent id="m{n}" name="m" onegrid:milestone="{n}"/>' for n in names)
        return nodes + chain("start", *(f"m{n}" for n in names), "end")

    main = (
        START
        + '<bpmn:callActivity id="c" name="c" calledElement="q"/>'
        + '<bpmn:endEvent id="end" name="完" onegrid:outcome="closed"/>'
        + passing("filed", "dispatched", "closed").replace('targetRef="end"', 'targetRef="c"')
        + flow("c", "end", identifier="last")
    )
    caller = Sources(file_of(main, attributes=CASE), process_id="p")
    whole = Sources(file_of(START + END + passing("handled", "checked"), process="q"), process_id="q")
    lacking = Sources(file_of(START + END + passing("handled"), process="q"), process_id="q")
    assert check(caller, {"q": whole}).problems == ()
    (missing,) = check(caller, {"q": lacking}).problems
    assert (missing.code, missing.element) == ("milestone.missing", "p")
    assert "checked" in missing.message_zh


def test_names_that_nothing_gives() -> None:
    data = straight(human("x", more='<onegrid:out from="noted" to="kept"/>'), "x", attributes=CASE)
    sources = Sources(data, process_id="p")

    def unknown(fields: dict[str, frozenset[str]]) -> list[str]:
        found = check(sources, fields=fields).problems
        return [problem.message_en for problem in found if problem.code == "expression.unknown_name"]

    assert unknown({"note": frozenset({"noted"})}) == []
    (words,) = unknown({"note": frozenset({"text"})})
    assert "“noted”" in words
    assert check(sources).problems == check(sources, fields=None).problems


def test_names_between_task_and_decision() -> None:
    sector = needs_xml(inputs="category")
    table = table_xml(["substring(category, 1)", "sector"], ["lead"], [("-", "-", '"D"')], 'hitPolicy="FIRST"')
    decisions = definitions(
        '<inputData id="category" name="category"><variable name="category"/></inputData>'
        + decision_xml("sector", literal_xml("if urgent then category else list[item = spare][1]"), sector)
        + decision_xml("routing", table, needs_xml(decisions="sector", inputs="category"))
    )

    def found(
        *names: str, attributes: str = "", fields: dict[str, frozenset[str]] | None = None
    ) -> list[tuple[str, ...]]:
        mapped = "".join(f'<onegrid:in from="case.title" to="{name}"/>' for name in names)
        more = f'<onegrid:binding decision="routing"/>{mapped}<onegrid:out from="result" to="kept"/>'
        drawn = straight(
            f'<bpmn:businessRuleTask id="x" name="决策"><bpmn:extensionElements>{more}</bpmn:extensionElements>'
            "</bpmn:businessRuleTask>",
            "x",
            attributes=attributes,
        )
        report = check(Sources(drawn, {"routing.dmn": decisions}, process_id="p"), {}, fields=fields)
        wanted = [one for one in report.problems if one.code.startswith("rule.") or one.code.endswith("_name")]
        assert all(one.element == "x" and one.line and one.mend_zh for one in wanted)
        return [(one.code, one.message_zh.partition("用到“")[2].partition("”")[0]) for one in wanted]

    assert found("category", "urgent", "list") == []
    assert found("category", "urgent", "list", "spare") == [], "it stands in a filter"
    assert found("catgeory", "urgent", "list") == [("rule.input_missing", "category"), ("rule.input_unused", "")]
    assert found("category", "list") == [("rule.input_missing", "urgent")], "taken by a decision that it requires"
    assert found() == [], "all data is shown"
    unknown = [("expression.unknown_name", name) for name in ("category", "list", "urgent")]
    assert found(attributes=CASE, fields={}) == unknown
    assert found(attributes=CASE.replace("case", "part"), fields={}) == [], "callers may give more"


def test_limit_of_nodes() -> None:
    names = [f"m{number}" for number in range(3_001)]
    nodes = "".join(f'<bpmn:intermediateThrowEvent id="{name}" name="m"/>' for name in names)
    found = report_of(file_of(START + nodes + END + chain("start", *names, "end")))
    assert [problem.code for problem in found.errors] == ["process.too_many_nodes"]


def test_limit_of_processes_beside_one_another() -> None:
    one = '<bpmn:process id="p{0}" isExecutable="true"><bpmn:startEvent id="s{0}"/></bpmn:process>'
    for count, wanted in ((94, []), (95, ["process.too_many_processes"])):
        data = (HEAD + "".join(one.format(number) for number in range(count)) + "</bpmn:definitions>").encode()
        report = check(Sources(data, process_id="p1"))
        assert [found.code for found in report.errors if found.code.startswith("process.too")] == wanted


def test_limits_of_lanes_message_flows_and_expressions() -> None:
    lanes = "<bpmn:laneSet>" + "".join(f'<bpmn:lane id="l{n}"/>' for n in range(3_001)) + "</bpmn:laneSet>"
    messages = "".join(f'<bpmn:messageFlow id="m{n}" sourceRef="a" targetRef="b"/>' for n in range(6_001))
    plain = START + END + chain("start", "end")
    said = START + END + flow("start", "end", " and ".join(["a = 1"] * 25_100), identifier="f")
    for data, code, element in (
        (file_of(lanes + plain), "process.too_many_lanes", "p"),
        (
            file_of(plain, roots=f"<bpmn:collaboration>{messages}</bpmn:collaboration>"),
            "process.too_many_message_flows",
            "m6000",
        ),
        (file_of(said), "process.too_much_expression", "f"),
    ):
        assert [(found.code, found.element) for found in report_of(data).errors] == [(code, element)]
    prose = f"<bpmn:documentation>{'a = 1 ' * 50_000}</bpmn:documentation>"
    assert report_of(file_of(prose + plain)).state is State.PUBLISHABLE


def test_long_chains_need_no_recursion() -> None:
    names = [f"m{number}" for number in range(2_900)]
    nodes = "".join(f'<bpmn:intermediateThrowEvent id="{name}" name="m"/>' for name in names)
    assert report_of(file_of(START + nodes + END + chain("start", *names, "end"))).state is State.PUBLISHABLE


def test_nothing_is_dropped_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiler that loses a node is found out by the accounting."""
    from onegrid.engine.check import compiling

    honest = compiling.compile_sources

    def losing(*given: object) -> object:
        spec = honest(*given)  # type: ignore[arg-type]
        for scope in spec.scopes:
            scope.nodes = [node for node in scope.nodes if node.element != "x"]
        return spec

    monkeypatch.setattr(compiling, "compile_sources", losing)
    report = report_of(FINE["straight"])
    assert [(p.code, p.element) for p in report.problems] == [("node.unaccounted", "x")]
    assert report.state is State.DRAWING
