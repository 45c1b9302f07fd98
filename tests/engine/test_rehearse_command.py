"""`rehearse --stdin` and `capabilities`: what is given is played; whatever else comes is answered."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from onegrid.engine.commands import lines
from onegrid.engine.commands.capabilities import capabilities
from onegrid.engine.commands.rehearse import rehearse
from onegrid.engine.elements import BUILDERS
from onegrid.engine.rehearse import player
from tests.engine.drawing import END, START, chain, file_of, flow, human

ROOT = Path(__file__).resolve().parents[2]
MESSAGE = '<bpmn:message id="m1" name="来函"/><bpmn:signal id="s1" name="警报"/>\n'
CATCH = (
    '<bpmn:intermediateCatchEvent id="{id}"><bpmn:{kind}EventDefinition {ref}/></bpmn:intermediateCatchEvent>\n'.format
)


def ask(folder: Path, *contents: bytes, **asked: Any) -> dict[str, Any]:
    files = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.bpmn"
        path.write_bytes(content)
        files.append(str(path))
    line = json.dumps({"files": files, **asked}).encode()
    return dict(json.loads(lines.reply_to(rehearse, line)))


def user(identifier: str, more: str = "") -> str:
    return f'<bpmn:userTask id="{identifier}">{more}</bpmn:userTask>\n'


def timer(identifier: str, host: str, text: str, attributes: str = "") -> str:
    when = f"<bpmn:timerEventDefinition><bpmn:timeDuration>{text}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    return f'<bpmn:boundaryEvent id="{identifier}" attachedToRef="{host}" {attributes}>{when}</bpmn:boundaryEvent>\n'


def test_data_given_at_tasks_leads_the_way(tmp_path: Path) -> None:
    model = file_of(
        START + user("ask") + '<bpmn:exclusiveGateway id="ok" default="ok-end"/>' + user("more") + END
        + chain("start", "ask", "ok", "end") + flow("ok", "more", "days &gt; 3") + flow("more", "ask", identifier="b")
    )  # fmt: skip
    found = ask(tmp_path, model, process="p", tasks={"ask": [{"days": 5.5}, {"days": 1}], "more": {}})
    assert found == {
        "completed": True,
        "data": {"days": 1},
        "path": ["start", "ask", "ok", "more", "ask", "ok", "end"],
        "waiting_on": [],
    }
    found = ask(tmp_path, model, process="p", tasks={"ask": [{"days": 5.5}]})
    assert found == {"completed": False, "data": {"days": 5.5}, "path": ["start", "ask", "ok"], "waiting_on": ["more"]}


def test_a_loop_whose_answers_always_lead_back_is_ended(tmp_path: Path) -> None:
    model = file_of(
        START + '<bpmn:exclusiveGateway id="in"/>' + user("ask") + '<bpmn:exclusiveGateway id="ok" default="ok-in"/>'
        + END + chain("start", "in", "ask", "ok", "in") + flow("ok", "end", "false")
    )  # fmt: skip
    assert ask(tmp_path, model, tasks={"ask": {}})["code"] == "rehearse.endless"


def test_too_much_open_over_many_acts_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = file_of(START + user("a") + user("b") + user("c") + "".join(flow("start", each) for each in "abc"))
    tasks: dict[str, Any] = {"a": {}, "b": {}, "c": {}}
    assert ask(tmp_path, model, tasks=tasks)["completed"] is True
    monkeypatch.setattr(player, "MAX_OPEN", 5)
    assert ask(tmp_path, model, tasks=tasks)["code"] == "rehearse.endless"


def test_declared_outcomes_are_asked_for(tmp_path: Path) -> None:
    model = file_of(START + human("x", "pass", "reject") + END + chain("start", "x", "end"))
    assert ask(tmp_path, model, tasks={"x": {"outcome": "pass"}})["completed"] is True
    found = ask(tmp_path, model, tasks={"x": {}})
    assert (found["code"], found["element"]) == ("rehearse.outcome", "x")
    assert "pass, reject" in found["error"]


def test_service_tasks_are_answered_by_their_ids(tmp_path: Path) -> None:
    model = file_of(
        START + '<bpmn:serviceTask id="look"/>' + user("x") + END + chain("start", "look", "x", "end")
    )  # fmt: skip
    found = ask(tmp_path, model, calls={"look": {"费用 合计": 12.5, "all": [1, None]}})
    assert found["data"] == {"费用 合计": 12.5, "all": [1, None]}
    assert found["waiting_on"] == ["x"]
    assert ask(tmp_path, model)["waiting_on"] == ["look"]


def test_an_error_of_a_call_goes_to_its_boundary(tmp_path: Path) -> None:
    model = file_of(
        START + '<bpmn:serviceTask id="look"/>' + END + user("x")
        + '<bpmn:boundaryEvent id="b" attachedToRef="look"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>'
        + chain("start", "look", "end") + chain("b", "x", "end")
    )  # fmt: skip
    found = ask(tmp_path, model, calls={"look": {"error": {"code": "busy"}}})
    assert (found["path"], found["waiting_on"]) == (["start", "b"], ["x"])
    plain = file_of(START + '<bpmn:serviceTask id="look"/>' + END + chain("start", "look", "end"))
    assert ask(tmp_path, plain, calls={"look": {"error": {"code": "busy"}}})["element"] == "look"


def test_time_passes_from_timer_to_timer(tmp_path: Path) -> None:
    model = file_of(
        START + user("x") + timer("remind", "x", "PT1H", 'cancelActivity="false"') + timer("late", "x", "PT3H")
        + user("call") + user("boss") + END
        + chain("start", "x", "end") + chain("remind", "call", "end") + chain("late", "boss", "end")
    )  # fmt: skip
    asked: dict[str, Any] = {"process": "p", "now": "2026-05-01T08:00:00+08:00", "tasks": {"call": {"told": True}}}
    assert ask(tmp_path, model, **asked)["waiting_on"] == ["x"]
    early = ask(tmp_path, model, **asked, events=[{"at": "2026-05-01T09:00:00"}])
    assert (early["path"], early["waiting_on"]) == (["start", "remind", "call", "end"], ["x"])
    late = ask(tmp_path, model, **asked, events=[{"at": "PT2H"}, {"at": "2026-05-01T03:00:00Z"}])
    assert (late["path"][-1], late["waiting_on"], late["data"]) == ("late", ["boss"], {"told": True})


def test_messages_and_signals(tmp_path: Path) -> None:
    model = file_of(
        START + CATCH(id="letter", kind="message", ref='messageRef="m1"') + user("x")
        + CATCH(id="alarm", kind="signal", ref='signalRef="s1"') + END
        + chain("start", "letter", "x", "alarm", "end"), roots=MESSAGE,
    )  # fmt: skip
    assert ask(tmp_path, model)["waiting_on"] == ["letter"]
    found = ask(tmp_path, model, tasks={"x": {}}, events=[{"message": "来函", "data": {"a": 1}}, {"signal": "s1"}])
    assert found["completed"] is True
    unheard = ask(tmp_path, model, events=[{"signal": "警报"}, {"message": "m1"}])
    assert unheard["waiting_on"] == ["x"]


def test_a_message_that_comes_early_is_kept(tmp_path: Path) -> None:
    model = file_of(
        START + user("x") + timer("late", "x", "PT1H") + CATCH(id="letter", kind="message", ref='messageRef="m1"') + END
        + chain("start", "x", "end") + chain("late", "letter", "end"), roots=MESSAGE,
    )  # fmt: skip
    found = ask(tmp_path, model, events=[{"message": "来函"}, {"at": "PT1H"}])
    assert found["path"] == ["start", "late", "letter", "end"]


def test_the_first_message_may_start_the_process(tmp_path: Path) -> None:
    begin = '<bpmn:startEvent id="m"><bpmn:messageEventDefinition messageRef="m1"/></bpmn:startEvent>'
    model = file_of(begin + START + user("x") + END + chain("m", "x", "end") + flow("start", "end"), roots=MESSAGE)
    found = ask(tmp_path, model, events=[{"message": "来函", "data": {"who": "李"}}])
    assert (found["path"], found["data"], found["waiting_on"]) == (["m"], {"who": "李"}, ["x"])
    assert ask(tmp_path, model)["path"] == ["start", "end"]


def test_what_must_occur_before_the_process_starts(tmp_path: Path) -> None:
    daily = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT24H</bpmn:timeCycle></bpmn:timerEventDefinition>"
    model = file_of(
        f'<bpmn:startEvent id="daily">{daily}</bpmn:startEvent>'
        '<bpmn:startEvent id="alarm"><bpmn:signalEventDefinition signalRef="s1"/></bpmn:startEvent>'
        + user("x") + END + chain("daily", "x", "end") + flow("alarm", "x"), roots=MESSAGE,
    )  # fmt: skip
    assert ask(tmp_path, model) == {"completed": False, "data": {}, "path": [], "waiting_on": ["daily", "alarm"]}
    assert ask(tmp_path, model, events=[{"at": "PT1H"}])["path"] == []
    assert ask(tmp_path, model, events=[{"at": "PT1H"}, {"at": "P3D"}])["path"] == ["daily"]
    found = ask(tmp_path, model, events=[{"signal": "警报", "data": {"level": 2}}])
    assert (found["path"], found["waiting_on"], found["data"]) == (["alarm"], ["x"], {"level": 2})


def test_handlers_only_listen(tmp_path: Path) -> None:
    start = '<bpmn:startEvent id="hs"><bpmn:signalEventDefinition signalRef="s1"/></bpmn:startEvent>'
    handler = f'<bpmn:subProcess id="h" triggeredByEvent="true">{start}{user("y")}{flow("hs", "y")}</bpmn:subProcess>'
    model = file_of(START + user("x") + END + handler + chain("start", "x", "end"), roots=MESSAGE)
    assert ask(tmp_path, model)["waiting_on"] == ["x"]
    found = ask(tmp_path, model, events=[{"signal": "警报"}])
    assert (found["path"], found["waiting_on"]) == (["start", "hs"], ["y"])
    assert ask(tmp_path, model, events=[{"signal": "警报"}], tasks={"y": {}})["completed"] is True


def test_called_processes_are_among_the_files(tmp_path: Path) -> None:
    inside = '<bpmn:startEvent id="i"/><bpmn:endEvent id="o"/>' + flow("i", "o")
    model = file_of(
        START + '<bpmn:callActivity id="c" calledElement="q"/>'
        + f'<bpmn:subProcess id="s">{inside}</bpmn:subProcess>' + END + chain("start", "c", "s", "end")
    )  # fmt: skip
    content = '<bpmn:startEvent id="qs"/>' + user("qx") + '<bpmn:endEvent id="qe"/>' + chain("qs", "qx", "qe")
    called = file_of(content, process="q")
    found = ask(tmp_path, called, model, process="p", tasks={"qx": {}})
    assert found["path"] == ["start", "qs", "qx", "qe", "c", "i", "o", "s", "end"]
    assert ask(tmp_path, model, process="p")["code"] == "call.unknown_process"


def test_decisions_are_among_the_files(tmp_path: Path) -> None:
    dmn = (ROOT / "workflows/evaluation/decisions").glob("*.dmn")
    files = [str(ROOT / "workflows/evaluation/process.bpmn"), *map(str, dmn)]
    found = json.loads(lines.reply_to(rehearse, json.dumps({"files": files}).encode()))
    assert found["waiting_on"], found


def test_a_join_that_nothing_reaches_is_said(tmp_path: Path) -> None:
    model = file_of(
        START + '<bpmn:exclusiveGateway id="split" default="split-a"/>' + '<bpmn:parallelGateway id="join"/>'
        + '<bpmn:task id="a"/><bpmn:task id="b"/>' + END
        + chain("start", "split", "a", "join", "end") + flow("split", "b", "false") + chain("b", "join")
    )  # fmt: skip
    found = ask(tmp_path, model)
    assert (found["completed"], found["waiting_on"]) == (False, ["join"])


def test_what_fails_is_named_at_its_element(tmp_path: Path) -> None:
    model = file_of(
        START + '<bpmn:exclusiveGateway id="ok"/>' + END + chain("start", "ok") + flow("ok", "end", "days &gt; 3")
    )  # fmt: skip
    assert ask(tmp_path, model)["element"] == "ok"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"files": []}, "rehearse.request"),
        ({"files": ["gone.bpmn"]}, "rehearse.no_file"),
        ({"files": ["/"]}, "rehearse.no_file"),
        ({"files": ["/dev/zero"]}, "rehearse.no_file"),
        ({"files": ["a\0b"]}, "rehearse.no_file"),
        ({"tasks": []}, "rehearse.request"),
        ({"tasks": {"x": 3}}, "rehearse.answer"),
        ({"events": {}}, "rehearse.request"),
        ({"events": [{}]}, "rehearse.request"),
        ({"events": [{"at": "soon"}]}, "rehearse.request"),
        ({"events": [{"message": 3}]}, "rehearse.request"),
        ({"now": "yesterday"}, "rehearse.request"),
        ({"now": 3}, "rehearse.request"),
        ({"process": 3}, "rehearse.request"),
        ({"process": "gone"}, "process.unknown"),
        ({"nonsense": 3}, "rehearse.request"),
        ({"tasks": {"x": {"a": "\ud800"}}}, "data.text"),
    ],
    ids=lambda value: (
        value if isinstance(value, str) else next(f"{key} {json.dumps(each)}" for key, each in value.items())
    ),
)
def test_wrong_requests_are_answered(tmp_path: Path, asked: dict[str, Any], code: str) -> None:
    model = file_of(START + user("x") + END + chain("start", "x", "end"))
    found = ask(tmp_path, model, **asked)
    assert found["code"] == code, found
    assert "Traceback" not in found["error"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"nonsense", "request.json"),
        (b"[]", "request.json"),
        (b"\xff\xfe{}", "request.encoding"),
        (b'{"now": NaN}', "request.number"),
        (b"[" * 100_000, "request.too-deep"),
        (b'{"now": ' + b"9" * 10_000 + b"}", "request.number"),
        (b'{"data":' * 3_000 + b"1" + b"}" * 3_000, "request.too-deep"),
        (b'{"data": ' + b'{"a":' * 200 + b"1" + b"}" * 201, "data.depth"),
        (b'{"now": 1, "now": 2}', "request.double-entry"),
    ],
    ids=["words", "list", "bytes", "nan", "brackets", "digits", "objects", "depth", "twice"],
)
def test_lines_that_are_no_request(line: bytes, code: str) -> None:
    assert json.loads(lines.reply_to(rehearse, line))["code"] == code


def test_the_loop_outlives_faults_of_our_own() -> None:
    def answer(asked: Any) -> Any:
        raise {"m": MemoryError, "k": KeyError, "r": RecursionError}[asked["kind"]]("internal words")

    asked = b'{"kind": "m"}\n\n{"kind": "k"}\n{"kind": "r"}\n' + b"x" * 40_000_000 + b"\n{}"
    sink = io.BytesIO()
    assert lines.serve(answer, io.BytesIO(asked), sink) == 0
    found = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert [each["code"] for each in found] == [
        "request.memory", "request.fault", "request.too-deep", "request.too-large", "request.fault",
    ]  # fmt: skip
    assert "internal words" not in sink.getvalue().decode()


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(asked: Any) -> Any:
        while True:
            asked["rounds"] = asked.get("rounds", 0) + 1

    monkeypatch.setattr(lines, "MAX_SECONDS", 0.05)
    assert json.loads(lines.reply_to(answer, b"{}"))["code"] == "request.time"


def test_from_any_folder_without_django(tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_bytes(file_of(START + user("x") + END + chain("start", "x", "end")))
    done = subprocess.run(
        [sys.executable, "-m", "onegrid.engine", "rehearse", "--stdin"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "platform"), "PATH": os.environ["PATH"]},
        input='?\n{"files": ["a.bpmn"], "process": "p"}\n',
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    first, second = map(json.loads, done.stdout.splitlines())
    assert "error" in first
    assert second == {"completed": False, "data": {}, "path": ["start"], "waiting_on": ["x"]}
    assert done.stderr == ""


def test_capabilities_are_those_of_the_tables() -> None:
    found = capabilities()
    assert set(BUILDERS) <= set(found["elements"])
    assert "timer" in found["events"]["boundaryEvent"]
    assert {"UNIQUE", "OUTPUT ORDER", "COLLECT SUM"} <= set(found["hit_policies"])
    assert {"for", "filter", "instance of", "list literal"} <= set(found["expression_forms"])
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    ("definition", "event"),
    [
        ('<bpmn:signalEventDefinition signalRef="s1"/>', {"signal": "警报", "data": {"n": 1}}),
        ('<bpmn:messageEventDefinition messageRef="m1"/>', {"message": "来函", "data": {"n": 1}}),
        (
            "<bpmn:timerEventDefinition><bpmn:timeDate>2026-03-03T09:00:00Z</bpmn:timeDate></bpmn:timerEventDefinition>",
            {"at": "2026-03-04T09:00:00Z"},
        ),
    ],
    ids=["signal", "message", "timer"],
)
def test_of_several_starts_that_of_the_event_is_taken(tmp_path: Path, definition: str, event: dict[str, Any]) -> None:
    content = (
        START + f'<bpmn:startEvent id="heard">{definition}</bpmn:startEvent>' + user("plain") + user("called") + END
        + chain("start", "plain", "end") + flow("heard", "called") + flow("called", "end", identifier="c")
    )  # fmt: skip
    model = file_of(content, roots=MESSAGE)
    found = ask(tmp_path, model, process="p", tasks={}, events=[event])
    by_time = "at" in event  # a plain start does not wait for a moment
    assert found["path"] == (["start"] if by_time else ["heard"])
    assert found["waiting_on"] == (["plain"] if by_time else ["called"])
    alone = file_of(content.replace(START, "").replace(flow("start", "plain"), ""), roots=MESSAGE)
    assert ask(tmp_path, alone, process="p", tasks={}, events=[event])["path"] == ["heard"]
