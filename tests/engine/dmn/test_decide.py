"""`decide --stdin`: a process of its own for what matters at its ends, the same code in this one for the rest."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from onegrid.engine.commands import lines
from onegrid.engine.commands.decide import answer
from onegrid.engine.commands.lines import request_of
from tests.engine.dmn.conftest import decision_xml, definitions, literal_xml, needs_xml, table_xml

ROOT = Path(__file__).resolve().parents[3]
TYPES = """
<itemDefinition name="tLeave">
  <itemComponent name="from"><typeRef>date</typeRef></itemComponent>
  <itemComponent name="long"><typeRef>dayTimeDuration</typeRef></itemComponent>
  <itemComponent name="days" isCollection="true"><typeRef>date</typeRef></itemComponent>
</itemDefinition>
<itemDefinition name="tWord"><itemComponent name="type"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="value"><typeRef>string</typeRef></itemComponent></itemDefinition>
<inputData id="leave" name="leave"><variable name="leave" typeRef="tLeave"/></inputData>
<inputData id="word" name="word"><variable name="word" typeRef="tWord"/></inputData>
"""
BODY = (
    TYPES
    + decision_xml("end", literal_xml("leave.from + leave.long"), needs_xml(inputs="leave"))
    + decision_xml("days", literal_xml("leave.days[1] - leave.from"), needs_xml(inputs="leave"))
    + decision_xml("word type", literal_xml("word.type"), needs_xml(inputs="word")).replace("word type", "word_type")
    + decision_xml("any", literal_xml("x"))
    + decision_xml("third", literal_xml("1 / 3"))
    + decision_xml("wrong", literal_xml("1 +"))
    + decision_xml("above", literal_xml("wrong"), needs_xml(decisions="wrong"))
    + decision_xml("endless", literal_xml("count(for i in 1..100000, j in 1..100000 return i)"))
    + '<businessKnowledgeModel id="twice" name="twice"><encapsulatedLogic><formalParameter name="n"/>'
    + literal_xml("n * 2")
    + "</encapsulatedLogic></businessKnowledgeModel>"
)


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "leave.dmn"
    path.write_bytes(definitions(BODY))
    return path


def ask(path, decision, **inputs):
    line = json.dumps({"dmn": str(path), "decision": decision, "inputs": inputs})
    return json.loads(answer(request_of(line.encode())))


LEAVE = {"from": "2026-11-23", "long": "P2D", "days": ["2026-11-25"]}


def test_item_definitions_type_the_texts(model):
    assert ask(model, "end", leave=LEAVE) == {"result": "2026-11-25"}
    assert ask(model, "days", leave=LEAVE) == {"result": "P2D"}


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("date", "2026-11-23", "2026-11-23"),
        ("time", "10:30:00+08:00", "10:30:00+08:00"),
        ("date and time", "2026-11-23T10:30:00@Asia/Shanghai", "2026-11-23T10:30:00+08:00"),
        ("days and time duration", "PT36H", "P1DT12H"),
        ("years and months duration", "P14M", "P1Y2M"),
    ],
)
def test_values_that_say_their_type(model, kind, text, told):
    assert ask(model, "any", x={"type": kind, "value": text}) == {"result": told}


def test_entries_named_type_and_value_stay_what_the_model_calls_them(model):
    assert ask(model, "word_type", word={"type": "date", "value": "2026-11-23"}) == {"result": "date"}


def test_numbers_lose_no_digit(model):
    line = answer({"dmn": str(model), "decision": "third"})
    assert line == '{"result": 0.3333333333333333333333333333333333}'


def test_a_knowledge_model_may_be_asked(model):
    assert ask(model, "twice", n=21) == {"result": 42}


def test_what_cannot_be_evaluated_is_an_error_at_its_element_and_leaves_the_others_alone(model):
    for name in ("wrong", "above"):
        told = ask(model, name)
        assert (told["code"], told["element"], told["file"]) == ("dmn.expression", "wrong", "leave.dmn")
    assert ask(model, "any", x=1) == {"result": 1}


def test_a_function_that_nobody_defines_is_named_beside_the_null_where_it_is_called(tmp_path):
    path = tmp_path / "calls.dmn"
    spared = "if x = 1 then 5 else nowhere(1)"
    path.write_bytes(
        definitions(decision_xml("called", literal_xml("nowhere(1)")) + decision_xml("spared", literal_xml(spared)))
    )
    told = ask(path, "called")
    (named,) = told["diagnostics"]
    assert told["result"] is None
    assert (named["severity"], named["code"], named["element"]) == ("error", "dmn.unknown-function", "called")
    assert "nowhere" in named["message"]
    assert ask(path, "spared", x=1) == {"result": 5}
    assert ask(path, "spared", x=2)["diagnostics"][0]["element"] == "spared"


def test_too_much_work_is_an_error_and_no_null(model):
    assert ask(model, "endless")["code"] == "feel.budget"


def test_a_changed_file_is_read_again(model):
    assert ask(model, "any", x=1) == {"result": 1}
    model.write_bytes(definitions(decision_xml("any", literal_xml("x + 10"))))
    assert ask(model, "any", x=1) == {"result": 11}


def test_imported_models_are_found_beside_the_file(tmp_path):
    (tmp_path / "a.dmn").write_bytes(
        definitions(
            '<import name="b" namespace="urn:b" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
            '<decision id="d" name="d"><variable name="d"/><informationRequirement>'
            f'<requiredDecision href="urn:b#e"/></informationRequirement>{literal_xml("b.e + 1")}</decision>'
        )
    )
    assert ask(tmp_path / "a.dmn", "d")["code"] in ("dmn.import", "dmn.requirement")
    (tmp_path / "some name.dmn").write_bytes(definitions(decision_xml("e", literal_xml("41")), namespace="urn:b"))
    (tmp_path / "broken.dmn").write_bytes(b"<definitions")
    assert ask(tmp_path / "a.dmn", "d") == {"result": 42}


def test_an_error_in_an_imported_model_stands_in_its_own_file_and_stops_only_what_rests_on_it(tmp_path):
    imported = '<import name="b" namespace="urn:b" importType="x"/>'
    needs = '<informationRequirement><requiredDecision href="urn:b#e"/></informationRequirement>'
    body = decision_xml("rests", literal_xml("b.e"), needs) + decision_xml("free", literal_xml("1"))
    (tmp_path / "a.dmn").write_bytes(definitions(imported + body))
    (tmp_path / "b.dmn").write_bytes(definitions(decision_xml("e", literal_xml("1 +")), namespace="urn:b"))
    told = ask(tmp_path / "a.dmn", "rests")
    assert (told["code"], told["element"], told["file"]) == ("dmn.expression", "e", "b.dmn")
    assert ask(tmp_path / "a.dmn", "free") == {"result": 1}


def test_reasons_are_told_on_demand(model):
    told = json.loads(answer({"dmn": str(model), "decision": "any", "reasons": True}))
    assert told["result"] is None
    assert [(one["code"], one["element"]) for one in told["reasons"]] == [("feel.unknown-name", "any")]


LINES = [
    b"",
    b"no json",
    b"[1]",
    b"\xff\xfe{}",
    b'{"dmn": 5, "decision": "any"}',
    b'{"dmn": "/dev/zero", "decision": "any"}',
    b'{"dmn": "%s", "decision": "nobody"}',
    b'{"dmn": "%s", "decision": "any", "inputs": [1]}',
    b'{"dmn": "%s", "decision": "any", "inputs": {"x": NaN}}',
    b'{"dmn": "%s", "decision": "any", "inputs": {"x": 1, "x": 2}}',
    b'{"dmn": "%s", "decision": "any", "inputs": {"x": ' + b"9" * 10_000 + b"}}",
    b'{"dmn": "%s", "decision": "any", "inputs": {"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
    b'{"dmn": "%s", "decision": "any", "inputs": {"x": {"type": "date", "value": "soon"}}}',
    b'{"dmn": "%s", "decision": "any", "now": "soon"}',
    b'{"dmn": "%s", "decision": "any", "zone": "../../etc/passwd"}',
]


def test_it_stays_alive_whatever_comes_in_and_runs_from_any_folder(model, tmp_path):
    asked = [line.replace(b"%s", str(model).encode()) for line in LINES]
    asked.append(b'{"dmn": "leave.dmn", "decision": "any", "inputs": {"x": "\\ud800"}}')
    last = json.dumps({"dmn": "leave.dmn", "decision": "any", "inputs": {"x": 7}}).encode()
    done = subprocess.run(
        [sys.executable, "-m", "onegrid.engine", "decide", "--stdin"],
        input=b"\n".join([*asked, last]),
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "platform"), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
        timeout=60,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(asked), "an empty line alone has no answer"
    assert [one.get("result", one) for one in told[-2:]] == ["\ud800", 7]
    for one in told[:-2]:
        assert one["error"] and one["code"] != "request.fault", one
        assert "Traceback" not in one["error"]


def test_a_table_that_cannot_be_read_is_refused_at_its_table(tmp_path):
    path = tmp_path / "t.dmn"
    path.write_bytes(definitions(decision_xml("d", table_xml(["n"], ["a"], [("1", "2")], 'hitPolicy="BEST"'))))
    told = ask(path, "d", n=1)
    assert (told["code"], told["element"]) == ("dmn.hit-policy", "t")


def test_an_answer_larger_than_any_memory_is_refused(tmp_path: Path) -> None:
    doubled = ", ".join(f"a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, 40))
    path = tmp_path / "huge.dmn"
    path.write_bytes(definitions(decision_xml("d", literal_xml(f"{{a0: [1], {doubled}}}"))))
    said = json.loads(lines.reply_to(answer, json.dumps({"dmn": str(path), "decision": "d"}).encode()))
    assert said["code"] == "feel.budget"
