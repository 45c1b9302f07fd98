"""What becomes of the settings of Camunda 8 and SpiffWorkflow, and of Camunda 7's that `test_words` leaves."""

# ruff: noqa: E501 - files read best one a line

import pytest

from onegrid.engine.check import State
from onegrid.engine.definitions import Assignment, Limit, Mapping, TimeUnit
from onegrid.engine.normalised import Normalised
from onegrid.engine.tryout import try_process
from tests.engine.drawing import END, START, chain, flow
from tests.engine.imports.drawn import SPIFF, diagram, extended, foreign, imported, service, straight, told, user


def model_of(data: bytes) -> Normalised:
    (process,) = diagram(data).processes
    assert process.model is not None
    return process.model


def test_zeebe_people_form_and_limit() -> None:
    inside = (
        '<zeebe:assignmentDefinition assignee="= manager" candidateGroups="finance, hr"/><zeebe:formDefinition formId="leave"/>'
        '<zeebe:taskSchedule dueDate="=now() + duration(&quot;P2D&quot;)" followUpDate="x"/><zeebe:ioMapping><zeebe:output source="=days + 1" target="total"/></zeebe:ioMapping>'
    )
    task = model_of(straight(user("", extended(inside)))).human_tasks["x"]
    assert task.assignment == Assignment(role="finance", unit="", mode="person", person="manager")
    assert (task.form, task.limit) == ("leave", Limit(value=2, unit=TimeUnit.NATURAL_DAY))
    assert task.out == (Mapping("days + 1", "total"),)


def test_zeebe_job() -> None:
    inside = (
        '<zeebe:taskDefinition type="send-mail" retries="3"/><zeebe:taskHeaders><zeebe:header key="to.whom" value="all"/></zeebe:taskHeaders>'
        '<zeebe:ioMapping><zeebe:input source="= a + 1" target="n"/><zeebe:input source="text" target="t"/><zeebe:output source="= answer" target="said"/></zeebe:ioMapping>'
    )
    call = model_of(straight(service("", extended(inside)))).calls["x"]
    assert (call.connector, call.operation) == ("", "send-mail")
    assert call.parameters == (("to_whom", '"all"'), ("n", "a + 1"), ("t", '"text"'))
    assert call.result == (Mapping("answer", "said"),)


def test_zeebe_script_decision_loop_and_key() -> None:
    content = (
        START
        + '<bpmn:scriptTask id="s" name="s">' + extended('<zeebe:script expression="= a + 1" resultVariable="b"/>') + "</bpmn:scriptTask>"
        + '<bpmn:businessRuleTask id="r" name="r">' + extended('<zeebe:calledDecision decisionId="rate" resultVariable="rate"/>') + "</bpmn:businessRuleTask>"
        + '<bpmn:userTask id="u" name="u"><bpmn:multiInstanceLoopCharacteristics>' + extended('<zeebe:loopCharacteristics inputCollection="= people" inputElement="one" outputCollection="all" outputElement="= vote"/>') + "</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
        + '<bpmn:receiveTask id="m" name="m" messageRef="msg"/>' + END + chain("start", "s", "r", "u", "m", "end")
    )  # fmt: skip
    roots = (
        '<bpmn:message id="msg" name="paid">'
        + extended('<zeebe:subscription correlationKey="= order"/>')
        + "</bpmn:message>"
    )
    model = model_of(foreign(content, roots=roots))
    assert [each.text for each in model.tree.iter("{*}script")] == ["{ b: a + 1 }"]
    assert (model.bindings["r"], model.outputs["r"]) == ("rate", (Mapping("result", "rate"),))
    loop = model.loops["u"]
    assert (loop.collection, loop.item, loop.output, loop.output_item) == ("people", "one", "all", "vote")
    assert model.keys == {"m": "order"}


def test_form_of_camunda_8_inside_the_file_is_taken_over() -> None:
    inside = '<bpmn:extensionElements><zeebe:userTaskForm id="f1">{"components": [], "type": "default"}</zeebe:userTaskForm></bpmn:extensionElements>'
    data = foreign(
        inside
        + START
        + user("", extended('<zeebe:formDefinition formKey="camunda-forms:bpmn:f1"/>'))
        + END
        + chain("start", "x", "end")
    )
    found = imported(data)
    assert list(found.forms) == ["f1"]
    (process,) = found.diagrams[0].processes
    assert process.model is not None
    assert process.model.human_tasks["x"].form == "f1"


SPIFF_TASK = (
    "<spiffworkflow:instructionsForEndUser>Look at it.</spiffworkflow:instructionsForEndUser><spiffworkflow:properties>"
    '<spiffworkflow:property name="formJsonSchemaFilename" value="leave-schema.json"/></spiffworkflow:properties>'
    "<spiffworkflow:postScript>total = days * 2</spiffworkflow:postScript><spiffworkflow:preScript>import os</spiffworkflow:preScript>"
)


def test_spiff_task() -> None:
    data = straight(user("", extended(SPIFF_TASK)))
    task = model_of(data).human_tasks["x"]
    assert (task.documentation, task.form, task.out) == ("Look at it.", "leave", (Mapping("days * 2", "total"),))
    assert "preScript: import os" in told(data)["vendor.replace"].message_en


def test_spiff_script_condition_and_operator() -> None:
    operator = '<spiffworkflow:serviceTaskOperator id="http/Get" resultVariable="answer"><spiffworkflow:parameters><spiffworkflow:parameter id="url" type="str" value="&quot;http://x/&quot; + name"/></spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>'
    content = (
        START + "<bpmn:scriptTask id='s' name='s'><bpmn:script>n = 2\nname = 'a'</bpmn:script></bpmn:scriptTask>"
        + service("", extended(operator)) + '<bpmn:exclusiveGateway id="g" name="?" default="g-end"/><bpmn:task id="more" name="more"/>' + END
        + chain("start", "s", "x", "g", "end") + flow("g", "more", "n == 2 and not gone", name="more") + chain("more", "end")
    )  # fmt: skip
    found = diagram(foreign(content))
    assert found.state is State.PUBLISHABLE, [each.code for each in found.problems if each.severity == "error"]
    (process,) = found.processes
    assert process.spec is not None
    assert process.model is not None
    assert process.model.calls["x"].parameters == (("url", '"http://x/" + string(name)'),)
    tried = try_process(process.spec, [process.model])
    assert (tried.state, tried.path) == ("completed", ("start", "s", "x", "g", "more", "end"))


def test_python_that_does_more_stays_python() -> None:
    data = straight(
        "<bpmn:scriptTask id='x' name='x'><bpmn:extensionElements><spiffworkflow:unitTests/></bpmn:extensionElements><bpmn:script>for a in b:\n  c = a</bpmn:script></bpmn:scriptTask>"
    )
    assert told(data)["script.stays_python"].element == "x"
    (task,) = model_of(data).tree.iter("{*}scriptTask")
    assert task.get("scriptFormat") == "python"


CONDITIONS = {
    "a == 'x' && b != 2": 'a = "x" and b != 2',
    "bpmn:getDataObject('kind') = 'a'": 'kind = "a"',
    "not(getDataObject('approved'))": "approved != true",
}


@pytest.mark.parametrize("text", CONDITIONS)
def test_conditions_of_no_vendor(text: str) -> None:
    written = text.replace("&", "&amp;")
    gateway = '<bpmn:exclusiveGateway id="g" name="?" default="g-end"/><bpmn:task id="a" name="a"/>'
    data = foreign(
        START + gateway + END + chain("start", "g", "end") + chain("a", "end") + flow("g", "a", written, name="a")
    )
    model = model_of(data)
    (condition,) = model.tree.iter("{*}conditionExpression")
    assert condition.text == CONDITIONS[text]


SETTERS = {
    "execution.setVariable(\"a\", 1); execution.setVariable('b', a + 1)": "{ a: 1, b: a + 1 }",
    "def x = 1\nx = x + 1\nprintln x": "{ x: { x: 1, then: x + 1 }.then }",
    "// nothing\n": "{}",
}


@pytest.mark.parametrize("text", SETTERS)
def test_scripts_of_java_engines(text: str) -> None:
    script = (
        f'<bpmn:scriptTask id="x" name="x" scriptFormat="groovy"><bpmn:script>{text}</bpmn:script></bpmn:scriptTask>'
    )
    assert [each.text for each in model_of(straight(script)).tree.iter("{*}script")] == [SETTERS[text]]


def test_scripts_in_languages_that_nobody_reads_are_named() -> None:
    script = '<bpmn:scriptTask id="x" name="x" scriptFormat="ruby"><bpmn:script>a = 1</bpmn:script></bpmn:scriptTask>'
    assert told(straight(script))["script.language"].element == "x"


def test_our_own_words_win() -> None:
    inside = extended('<onegrid:assignment role="handler" unit="case.centre"/><onegrid:form ref="note"/>')
    task = model_of(straight(user('camunda:assignee="kermit" camunda:formKey="other"', inside))).human_tasks["x"]
    assert (task.assignment, task.form) == (Assignment(role="handler", unit="case.centre"), "note")


def test_call_activity_of_camunda() -> None:
    inside = '<camunda:in source="a" target="b"/><camunda:in variables="all"/><camunda:in businessKey="x"/><camunda:out sourceExpression="${c + 1}" target="d"/>'
    data = straight(
        f'<bpmn:callActivity id="x" name="c" calledElement="sub" camunda:calledElementBinding="latest">{extended(inside)}</bpmn:callActivity>'
    )
    model = model_of(data)
    assert (model.inputs["x"], model.outputs["x"]) == ((Mapping("a", "b"),), (Mapping("c + 1", "d"),))
    assert model.bindings == {"x": "sub"}


def test_loop_of_flowable() -> None:
    loop = '<bpmn:multiInstanceLoopCharacteristics isSequential="true" flowable:collection="assigneeList" flowable:elementVariable="assignee"><bpmn:completionCondition>${nrOfCompletedInstances / nrOfInstances &gt; 0.5}</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>'
    model = model_of(straight(user('flowable:assignee="${assignee}"', loop)))
    found = model.loops["x"]
    assert (found.sequential, found.collection, found.item) == (True, "assigneeList", "assignee")
    assert found.completion == "numberOfCompletedInstances / numberOfInstances > 0.5"
    assert model.human_tasks["x"].assignment == Assignment(role="", unit="", mode="person", person="assignee")


def test_what_camunda_8_computes_of_names_is_told_and_a_fixed_one_is_read() -> None:
    names = '<bpmn:message id="a" name="=&quot;paid&quot;"/><bpmn:message id="b" name="=&quot;no-&quot; + order"/>'
    content = (
        START + '<bpmn:receiveTask id="one" messageRef="a"/><bpmn:receiveTask id="two" messageRef="b"/>'
        + '<bpmn:businessRuleTask id="rule">' + extended('<zeebe:calledDecision decisionId="=chosen" resultVariable="r"/>')
        + "</bpmn:businessRuleTask>" + END + chain("start", "one", "two", "rule", "end")
    )  # fmt: skip
    data = foreign(content, roots=names)
    assert [each.get("name") for each in model_of(data).tree.iter("{*}message")] == ["paid", '="no-" + order']
    said = {(each.code, each.element) for each in diagram(data).problems}
    assert {("vendor.replace", "b"), ("vendor.replace", "rule"), ("rule.no_decision", "rule")} <= said
    assert ("vendor.replace", "a") not in said


def test_every_word_of_ruoyis_page_about_the_people_is_read_once() -> None:
    said = told(straight(user('flowable:userType="candidateUsers" flowable:dataType="ROLES" flowable:text="经理"')))
    assert "vendor.replace" not in said


def test_times_of_spiff_are_judged_as_what_they_become() -> None:
    time = "<bpmn:timeDuration>timedelta(hours=1)</bpmn:timeDuration>"
    event = f'<bpmn:intermediateCatchEvent id="x">{extended("<spiffworkflow:category>x</spiffworkflow:category>")}<bpmn:timerEventDefinition>{time}</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>'
    found = diagram(
        straight(
            event,
        )
    )
    assert "timer.value" not in {each.code for each in found.problems}
    assert found.processes[0].tried is not None
    assert found.processes[0].tried.waiting_on == ("x",)


@pytest.mark.parametrize(
    ("drawn", "reference", "collection"),
    [("", "rows", "rows"), ('<bpmn:dataObject id="d" name="people"/>', "d", "people")],
)
def test_a_loop_over_the_standards_own_data(drawn: str, reference: str, collection: str) -> None:
    loop = (
        f"<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>{reference}</bpmn:loopDataInputRef>"
        '<bpmn:loopDataOutputRef>votes</bpmn:loopDataOutputRef><bpmn:inputDataItem id="one" name="one"/>'
        '<bpmn:outputDataItem id="vote" name="vote"/></bpmn:multiInstanceLoopCharacteristics>'
    )
    model = model_of(foreign(START + drawn + user("", loop) + END + chain("start", "x", "end")))
    found = model.loops["x"]
    assert (found.collection, found.item, found.output, found.output_item) == (collection, "one", "votes", "vote")
    assert "multi.no_input" not in {each.code for each in model.problems}


def test_each_start_is_tried_and_a_key_has_a_value_to_try_with() -> None:
    roots = "".join(f'<bpmn:message id="{name}" name="{name}"/>' for name in "abc")
    events = "".join(
        f'<bpmn:startEvent id="on_{name}"><bpmn:messageEventDefinition messageRef="{name}"/></bpmn:startEvent>'
        for name in "ab"
    )
    key = extended('<onegrid:message key="order.number"/>')
    content = (
        events + user() + f'<bpmn:receiveTask id="wait" messageRef="c">{key}</bpmn:receiveTask>'
        + '<bpmn:serviceTask id="late"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>9999</bpmn:loopCardinality>'
        + "</bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>" + END
        + flow("on_a", "x") + flow("x", "wait") + flow("wait", "end") + flow("on_b", "late") + flow("late", "end", identifier="l")
    )  # fmt: skip
    (process,) = diagram(foreign(content, roots=roots)).processes
    assert process.tried is not None
    assert (process.tried.state, process.tried.waiting_on) == ("failed", ("late",))
    assert process.state is State.REHEARSABLE
    (process,) = diagram(foreign(content.replace("9999", "2"), roots=roots)).processes
    assert process.tried is not None
    assert (process.tried.state, process.tried.waiting_on) == ("waiting", ("wait",))


def test_a_decision_that_nobody_brought_stands_in_the_way_of_publishing() -> None:
    rule = '<bpmn:businessRuleTask id="x" camunda:decisionRef="gone" camunda:resultVariable="r"/>'
    found = diagram(straight(rule))
    assert found.state is State.REHEARSABLE
    assert told(straight(rule))["rule.absent"].element == "x"


@pytest.mark.parametrize("text", ["uuid(1) = 2", "[1, 2][max of(item) > 1]"])
def test_a_function_that_feel_does_not_have_is_named(text: str) -> None:
    script = f'<bpmn:scriptTask id="x"><bpmn:script>{{ a: {text.replace(">", "&gt;")}, f: function(n) n, b: f(1) }}</bpmn:script></bpmn:scriptTask>'
    found = told(straight(script))
    assert ("expression.unknown_function" in found) == text.startswith("uuid")


def test_feel_behind_its_sign_is_no_python_beside_spiffs_words() -> None:
    content = (
        START
        + '<bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition><bpmn:timeDuration>=duration("PT1H")</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>'
        + '<bpmn:scriptTask id="s" name="s"><bpmn:script>= { a: [1, 2][1] }</bpmn:script></bpmn:scriptTask>'
        + '<bpmn:task id="u" name="u"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>=[2, 3][1]</bpmn:loopCardinality><bpmn:completionCondition>=numberOfCompletedInstances = 1</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:task>'
        + END + chain("start", "t", "s", "u", "end")
    )  # fmt: skip
    data = foreign(content).replace(b"xmlns:onegrid", SPIFF + b"xmlns:onegrid", 1)
    assert {each.code for each in diagram(data).problems} == {each.code for each in diagram(foreign(content)).problems}
    model = model_of(data)
    assert model.loops["u"].cardinality.removeprefix("=") == "[2, 3][1]"
    assert next(each.text for each in model.tree.iter("{*}timeDuration")).removeprefix("=") == 'duration("PT1H")'


@pytest.mark.parametrize(
    ("language", "text", "feel"),
    [
        ("javascript", "!a", 'list contains([null, false, 0, ""], a)'),
        ("JavaScript", "a", 'not(list contains([null, false, 0, ""], a))'),
        ("groovy", "a == '1'", 'a = "1"'),
        ("groovy", "a &gt; 3", "a > 3"),
        ("", "!a", "a != true"),
        ("", "${a} &gt; 3", None),
        ("", "${a &gt; 3} ", "a > 3"),
        ("", "kind.equals('x')", 'kind = "x"'),
    ],
)
def test_a_condition_is_read_in_its_own_language(language: str, text: str, feel: str | None) -> None:
    written = f' language="{language}"' if language else ""
    content = (
        START
        + '<bpmn:exclusiveGateway id="g" default="g-end"/><bpmn:endEvent id="met"/>'
        + END
        + chain("start", "g", "end")
        + flow("g", "met", text, identifier="f").replace(
            "<bpmn:conditionExpression", f"<bpmn:conditionExpression{written}"
        )
    )
    diagram = imported(foreign(content)).diagrams[0]
    model = diagram.processes[0].model
    assert model is not None
    condition = next(each for each in model.tree.iter() if str(each.tag).endswith("conditionExpression"))
    said = {found.code for found in diagram.problems if found.element == "f"}
    assert ("expression.not_translated" in said) is (feel is None)
    assert feel is None or (condition.text or "").strip() == feel
