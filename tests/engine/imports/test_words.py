"""Every finding about a foreign file is made by something, at its element and with a line."""

# ruff: noqa: E501 - files read best one a line

import io
import zipfile
from pathlib import Path

import pytest

from onegrid.engine import limits
from onegrid.engine.check import State
from onegrid.engine.findings import FINDINGS
from onegrid.engine.findings import imports as area
from onegrid.engine.imports import import_files
from tests.engine.drawing import END, HEAD, START, chain, file_of, flow
from tests.engine.imports.drawn import extended, foreign, imported, service, straight, told, user

MULTI = '<bpmn:multiInstanceLoopCharacteristics flowable:collection="${handler.users(execution)}" flowable:elementVariable="u"/>'
SPLIT = (
    START
    + '<bpmn:exclusiveGateway id="g" name="?"/>'
    + '<bpmn:task id="a" name="a"/><bpmn:task id="b" name="b"/>'
    + END
    + chain("start", "g")
    + chain("a", "end")
    + chain("b", "end")
)
TOLD: dict[str, tuple[bytes, str]] = {
    "expression.translated": (foreign(SPLIT + flow("g", "a", "${n &gt; 1}", name="a", identifier="x") + flow("g", "b", "${n &lt;= 1}", name="b")), "x"),
    "expression.not_translated": (foreign(SPLIT + flow("g", "a", "${bean.ask(n)}", name="a", identifier="x") + flow("g", "b", "${n}", name="b")), "x"),
    "script.not_translated": (straight('<bpmn:scriptTask id="x" name="s" scriptFormat="groovy"><bpmn:script>new File("x").delete()</bpmn:script></bpmn:scriptTask>'), "x"),
    "flow.moved": (foreign(START + '<bpmn:subProcess id="s" name="s"><bpmn:task id="a" name="a"/><bpmn:task id="b" name="b"/></bpmn:subProcess>' + END + chain("start", "s", "end") + flow("a", "b", identifier="x")), "x"),
    "flow.taken_as_default": (foreign(SPLIT + flow("g", "a", "n = 1", name="a") + flow("g", "b", name="b", identifier="x")), "x"),
    "flow.taken_always": (foreign(SPLIT.replace("exclusive", "inclusive") + flow("g", "a", "n = 1", name="a") + flow("g", "b", name="b", identifier="x")), "x"),
    "flow.condition_ignored": (foreign(SPLIT.replace("exclusive", "parallel") + flow("g", "a", "n = 1", name="a", identifier="x") + flow("g", "b", name="b")), "x"),
    "flow.condition_constant": (foreign(SPLIT + flow("g", "a", "1", name="a", identifier="x") + flow("g", "b", "n = 1", name="b")), "x"),
    "run.failed": (straight('<bpmn:userTask id="x" name="u"><bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="3"/></bpmn:userTask>'), "x"),
    "vendor.role": (straight(user('flowable:candidateGroups="ROLE100,DEPT2"')), "x"),
    "vendor.starter": (straight(user('flowable:assignee="${initiator}"')), "x"),
    "vendor.person": (straight(user('camunda:assignee="${manager}"')), "x"),
    "vendor.people_computed": (straight(user('camunda:candidateUsers="${users.of(execution)}"')), "x"),
    "vendor.program": (straight(service('camunda:class="org.example.Mail"')), "x"),
    "vendor.parameter": (straight(service("", extended('<camunda:inputOutput><camunda:inputParameter name="a">${bean.x(1)}</camunda:inputParameter></camunda:inputOutput>'))), "x"),
    "vendor.listener": (straight(user("", extended('<camunda:taskListener event="create" class="org.example.Remind"/>'))), "x"),
    "vendor.limit": (straight(user('camunda:dueDate="${limit}"')), "x"),
    "vendor.limit_read": (straight(user('flowable:dueDate="P3D"')), "x"),
    "vendor.form": (straight(user('camunda:formKey="embedded:app:forms/leave.html"')), "x"),
    "vendor.form_drawn": (straight(user("", extended('<camunda:formData><camunda:formField id="days" label="天数" type="long"/></camunda:formData>'))), "x"),
    "vendor.form_computed": (straight(user('camunda:formKey="${form}"')), "x"),
    "vendor.mapped": (foreign(START.replace("/>", ' flowable:initiator="me"/>') + user('flowable:assignee="${me}"') + END + chain("start", "x", "end")), "start"),
    "vendor.kept": (straight(user('camunda:asyncBefore="true"')), "x"),
    "vendor.replace": (straight(user('camunda:unheardOf="1"')), "x"),
    "vendor.renamed": (straight(service("", extended('<camunda:inputOutput><camunda:outputParameter name="result">${n}</camunda:outputParameter></camunda:inputOutput>'))), "x"),
    "call.absent": (straight('<bpmn:callActivity id="x" name="c" calledElement="elsewhere"/>'), "x"),
    "call.by_expression": (straight('<bpmn:callActivity id="x" name="c" calledElement="${which}"/>'), "x"),
    "rule.absent": (straight('<bpmn:businessRuleTask id="x" name="r" camunda:decisionRef="rate" camunda:resultVariable="v"/>'), "x"),
    "reference.as_code": (foreign(START + '<bpmn:endEvent id="x" name="x"><bpmn:errorEventDefinition errorRef="E1"/></bpmn:endEvent>' + chain("start", "x")), "x"),
}  # fmt: skip


@pytest.mark.parametrize("code", TOLD)
def test_told_at_its_element(code: str) -> None:
    data, element = TOLD[code]
    found = told(data)
    assert code in found, sorted(found)
    assert (found[code].element, found[code].line is not None) == (element, True)
    for words in (found[code].message_en, found[code].message_zh, found[code].mend_en, found[code].mend_zh):
        assert words


def test_every_code_of_the_area_is_tried_somewhere() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert {found.code for found in area.FINDINGS if f'"{found.code}"' not in tests} == set()
    assert {code for code in FINDINGS if code.startswith("vendor.")} - set(TOLD) == {"vendor.not_read"}


def test_untranslated_loops_can_be_rehearsed() -> None:
    data = straight(user('flowable:assignee="${u}"', MULTI))
    found = import_files({"x.bpmn": data}).diagrams[0]
    assert found.state is State.REHEARSABLE
    (loop,) = (process.model.loops["x"] for process in found.processes if process.model)
    assert (loop.collection, loop.item) == ("list_of_x", "u")


def packed(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


FINE = straight(user())
ARCHIVES: dict[str, bytes] = {
    "import.archive": b"PK\x03\x04 and nothing more",
    "import.encrypted": packed({"a.bpmn": FINE}).replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"),
    "import.too_many": packed({f"{number}.bpmn": b"<a/>" for number in range(201)}),
    "import.too_large": packed({"a.bpmn": b" " * (9 * 1024 * 1024)}),
    "import.nested": packed({"a.bpmn": FINE, "b.zip": packed({"c.bpmn": FINE})}),
    "import.unknown": packed({"a.bpmn": FINE, "readme.txt": b"hello"}),
}  # fmt: skip


@pytest.mark.parametrize("code", ARCHIVES)
def test_archives(code: str) -> None:
    found = import_files({"x.zip": ARCHIVES[code]})
    assert [each.code for each in found.problems] == [code]
    assert len(found.diagrams) == (1 if code in ("import.nested", "import.unknown") else 0)


def test_archive_with_chinese_names_of_windows() -> None:
    held = packed({"AAAA/BBBB.bpmn": FINE, "__MACOSX/._x": b"junk"})
    held = held.replace(b"AAAA/BBBB", "请假/流程".encode("gb18030"))
    assert [each.name for each in import_files({"x.zip": held}).diagrams] == ["请假/流程.bpmn"]


def test_limits_of_a_delivery_are_told_at_the_first_beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    one = '<bpmn:process id="{0}{1}" isExecutable="true"><bpmn:startEvent id="s{0}{1}"/></bpmn:process>'
    files = {
        f"{name}.bpmn": (HEAD + "".join(one.format(name, n) for n in range(90)) + "</bpmn:definitions>").encode()
        for name in "abc"
    }
    *before, last = import_files(files).diagrams
    assert [len(found.processes) for found in before] == [90, 90]
    assert [(found.code, found.element) for found in last.problems] == [("import.too_many_processes", "c20")]
    assert (last.state, last.processes) == (State.DRAWING, ())
    monkeypatch.setattr(limits, "DELIVERY_EXPRESSIONS", 250)
    texts = {
        f"{name}.bpmn": file_of(
            START + END + flow("start", "end", " and ".join(["a = 1"] * terms), identifier="f"), process=name
        )
        for name, terms in (("p", 10), ("q", 10), ("r", 10), ("s", 2))
    }
    said = [{found.code for found in each.problems} for each in import_files(texts).diagrams]
    assert ["process.too_much_expression" in codes for codes in said] == [False, False, True, False]


def test_nodes_and_elements_of_a_delivery_are_counted_over_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{name}.bpmn": file_of(START + END + flow("start", "end"), process=name) for name in "pqrs"}
    files["t.bpmn"] = files["s.bpmn"]
    monkeypatch.setattr(limits, "DELIVERY_NODES", 6)
    diagrams = import_files(files).diagrams
    assert [[found.code for found in each.problems if "import" in found.code] for each in diagrams] == [
        *[[]] * 3, *[["import.too_many_nodes"]] * 2,
    ]  # fmt: skip
    assert [each.state is State.DRAWING for each in diagrams] == [False, False, False, True, True]
    monkeypatch.setattr(limits, "DELIVERY_ELEMENTS", 12)
    *_, last = import_files(files).diagrams
    assert [(found.code, bool(found.line)) for found in last.problems] == [("import.too_many_elements", True)]
    assert (last.state, last.drawing) == (State.DRAWING, files["t.bpmn"].decode())


def test_versions_of_what_is_asked_are_told_under_their_own_names() -> None:
    task = '<bpmn:businessRuleTask id="x" name="x" camunda:decisionRef="d" camunda:decisionRefVersion="3"/>'
    call = '<bpmn:callActivity id="x" name="x" calledElement="q" {}/>'
    both = 'camunda:calledElementBinding="version" camunda:calledElementVersion="2"'
    for node, word in (
        (task, "“decisionRefVersion 3”"),
        (call.format(both), "“calledElementBinding version, calledElementVersion 2”"),
    ):
        problems = imported(straight(node)).diagrams[0].problems
        assert any(word in found.message_en for found in problems if found.code == "vendor.kept")


def test_mappings_of_an_element_without_variables_of_its_own_are_to_be_replaced() -> None:
    inside = extended(
        '<camunda:inputOutput><camunda:inputParameter name="a">${b}</camunda:inputParameter></camunda:inputOutput>'
    )
    for node in (
        f'<bpmn:scriptTask id="x" name="x">{inside}<bpmn:script>{{ c: a }}</bpmn:script></bpmn:scriptTask>',
        f'<bpmn:businessRuleTask id="x" name="x" camunda:decisionRef="d">{inside}</bpmn:businessRuleTask>',
    ):
        problems = imported(straight(node)).diagrams[0].problems
        assert any("inputOutput" in found.message_en for found in problems if found.code == "vendor.replace")
