"""Rehearsing: walks that hold, and for each way of leaving the path the finding that says where."""

from dataclasses import replace

import pytest

from onegrid.engine.compile import compile_sources
from onegrid.engine.problems import ModelError, NotWaiting, Problem
from onegrid.engine.rehearse import read_examples, walk, walk_all
from onegrid.engine.sources import Sources
from onegrid.engine.specification import Spec
from tests.engine.drawing import END, START, chain, file_of, flow, human

PART = file_of(
    START.replace('"start"', '"p_start"') + human("visit", "true", "false") + END.replace('"end"', '"p_end"')
    + chain("p_start", "visit", "p_end"),
    process="part",
)  # fmt: skip
MAIN = file_of(
    START
    + human("file", "file", "reject", more='<onegrid:out from="standard" to="case.standard"/>')
    + '<bpmn:exclusiveGateway id="filed_or_not" name="立案？" default="rejected"/>'
    + '<bpmn:intermediateThrowEvent id="filed" name="已立案" onegrid:milestone="filed"/>'
    + '<bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="join"/><bpmn:exclusiveGateway id="merge"/>'
    + human("a") + human("b1") + human("b2")
    + '<bpmn:boundaryEvent id="late" name="超期" attachedToRef="a"><bpmn:timerEventDefinition><bpmn:timeDuration>P3D'
    "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    + '<bpmn:callActivity id="verify" name="核实" calledElement="part"><bpmn:extensionElements>'
    '<onegrid:out from="note" to="note"/></bpmn:extensionElements></bpmn:callActivity>'
    + '<bpmn:serviceTask id="reply" name="回复"><bpmn:extensionElements><onegrid:call connector="webhook">'
    '<onegrid:result from="result.status" to="status"/></onegrid:call></bpmn:extensionElements></bpmn:serviceTask>'
    + '<bpmn:endEvent id="end_closed" name="结案" onegrid:outcome="closed"/>'
    + '<bpmn:endEvent id="end_rejected" name="不予立案" onegrid:outcome="rejected"/>'
    + chain("start", "file", "filed_or_not")
    + flow("filed_or_not", "filed", 'outcome = "file"', name="立案")
    + flow("filed_or_not", "end_rejected", name="否", identifier="rejected")
    + chain("filed", "split", "a", "merge", "join") + chain("split", "b1", "b2", "join") + flow("late", "merge")
    + chain("join", "verify", "reply", "end_closed"),
)  # fmt: skip

GOOD = """
now: 2026-03-02T09:00:00+08:00
case: {units: {city: C1, county: C2}, score: 1.5}
examples:
  - title: 立案
    tasks:
      file: {outcome: file, answers: {standard: s1}}
      a: {}
      b1: {}
      b2: {}
      visit: {outcome: "true", answers: {note: 属实}}
    calls: {reply: {result: {status: 200}}}
    expect:
      path: [start, file, filed, [a, [b1, b2]], verify, reply, end_closed]
      facts: {standard: s1, score: 1.5}
      data: {note: 属实, status: 200}
      outcome: closed
      milestones: [filed]
"""


@pytest.fixture(scope="module")
def spec() -> Spec:
    return compile_sources(Sources(MAIN, process_id="p"), {"part": Sources(PART, process_id="part")})


def found(spec: Spec, text: str, *changes: tuple[str, str]) -> list[Problem]:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return list(walk(spec, text.encode()))


def only(spec: Spec, *changes: tuple[str, str]) -> Problem:
    problems = found(spec, GOOD, *changes)
    assert len(problems) == 1, problems
    assert problems[0].line == 5
    assert "“立案”" in problems[0].message_zh
    return problems[0]


def test_walks_as_stated(spec: Spec) -> None:
    assert found(spec, GOOD) == []


@pytest.mark.parametrize(
    "path",
    [
        "[start, file, filed_or_not, filed, split, [[a, merge], [b1, b2]], join, verify, reply, end_closed]",
        "[start, file, filed, [[b1, b2], a], p_start, visit, p_end, verify, reply, end_closed]",
        "[start, file, filed, [a, [b1, b2]], part/p_start, part/visit, part/p_end, verify, reply, end_closed]",
    ],
)
def test_gateways_and_called_processes_count_once_named(spec: Spec, path: str) -> None:
    assert found(spec, GOOD, ("[start, file, filed, [a, [b1, b2]], verify, reply, end_closed]", path)) == []


def test_leaves_the_path(spec: Spec) -> None:
    problem = only(spec, ("verify, reply, end_closed]", "verify, end_closed]"))
    assert problem.code == "example.path"
    assert "step 8: expected end_closed, came to reply" in problem.message_en


def test_path_too_long_and_too_short(spec: Spec) -> None:
    problem = only(spec, ("reply, end_closed]", "reply, end_closed, start]"))
    assert "expected start, came to the end of the walk" in problem.message_en
    problem = only(spec, ("reply, end_closed]", "reply]"))
    assert "expected the end of the stated path, came to end_closed" in problem.message_en


def test_branches_keep_their_own_order(spec: Spec) -> None:
    problem = only(spec, ("[b1, b2]", "[b2, b1]"))
    assert "expected a / b2, came to b1" in problem.message_en.replace("expected b2,", "expected a / b2,")


def test_other_outcome_takes_another_way(spec: Spec) -> None:
    problems = found(spec, GOOD, ("outcome: file", "outcome: reject"))
    path = next(p for p in problems if p.code == "example.path")
    assert "step 3: expected filed, came to end_rejected" in path.message_en


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("outcome: closed", "outcome: rejected"), "the outcome should be rejected, is closed"),
        (("standard: s1, score", "standard: s2, score"), "case.standard should be s2, is s1"),
        (("score: 1.5}\n      data", "score: 2}\n      data"), "case.score should be 2, is 1.5"),
        (("data: {note: 属实", "data: {note: 不属实"), "data.note should be 不属实, is 属实"),
        (("status: 200}\n      outcome", "status: 500}\n      outcome"), "data.status should be 500, is 200"),
        (
            ("milestones: [filed]", "milestones: [filed, closed]"),
            "milestones should be ['filed', 'closed'], is ['filed']",
        ),
        (("milestones: [filed]", "open: [reply]"), "open should be ['reply'], is []"),
        (("milestones: [filed]", "incident: reply"), "the incident should be reply, is –"),
    ],
)
def test_other_results(spec: Spec, change: tuple[str, str], words: str) -> None:
    problem = only(spec, change)
    assert problem.code == "example.expected"
    assert words in problem.message_en


def test_forgotten_answer_is_not_covered_up_by_a_timer(spec: Spec) -> None:
    problems = found(spec, GOOD, ("      a: {}\n", ""))
    assert [p.code for p in problems] == ["example.no_answer", "example.path"]
    assert "visit 1 of “a”" in problems[0].message_en


def test_waiting_lets_the_timer_fire(spec: Spec) -> None:
    changes = (("a: {}", "a: {wait: true}"), ("[a, [b1, b2]]", "b1, b2, late"))
    assert found(spec, GOOD, *changes) == []


def test_time_passes_before_an_answer(spec: Spec) -> None:
    assert found(spec, GOOD, ("a: {}", "a: {after: P2D}"), ("[a, [b1, b2]]", "b1, b2, a")) == []
    assert (
        found(spec, GOOD, ("a: {}", "a: {after: P4D}"), ("[a, [b1, b2]]", "b1, b2, late"))[0].code == "example.unused"
    )


def test_stays_open_on_purpose(spec: Spec) -> None:
    text = GOOD.replace('      visit: {outcome: "true", answers: {note: 属实}}\n', "")
    text = text[: text.index("    expect:")] + (
        "    expect:\n      path: [start, file, filed, [a, [b1, b2]]]\n      open: [visit]\n"
    )
    assert [p.code for p in found(spec, text)] == []


def test_a_task_that_the_state_does_not_know_is_a_finding(spec: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours: whoever rehearses must still get a report."""

    def refuse(*_: object, task: int, **__: object) -> None:
        raise NotWaiting("engine.not_waiting", f"task {task} is not open", f"任务 {task} 未打开")

    monkeypatch.setattr("onegrid.engine.run.task_data", refuse)
    problems = found(spec, GOOD, ("      a: {}\n", ""))
    assert ["is not open" in each.message_en for each in problems if each.code == "example.refused"] == [True]


def test_failing_call_is_an_incident(spec: Spec) -> None:
    changed = (("result: {status: 200}", "error: {code: gone, message: 对方停用}"),)
    problems = found(spec, GOOD, *changed)
    assert "example.incident" in [p.code for p in problems]
    text = GOOD.replace(*changed[0])
    text = text[: text.index("    expect:")] + (
        "    expect:\n      path: [start, file, filed, [a, [b1, b2]], verify]\n      incident: reply\n"
    )
    assert found(spec, text) == []


def test_wrong_words_in_an_example(spec: Spec) -> None:
    codes = [p.code for p in found(spec, GOOD, ("outcome: file,", "outcome: fil,"))]
    assert "example.outcome" in codes
    assert "example.unknown_element" in [p.code for p in found(spec, GOOD, ("      b2: {}", "      b3: {}"))]
    assert "example.unknown_element" in [p.code for p in found(spec, GOOD, ("calls: {reply", "calls: {replay"))]
    assert "example.unknown_element" in [p.code for p in found(spec, GOOD, ("filed, [a", "fild, [a"))]
    problem = only(spec, ("a: {}", "a: [{}, {}]"))
    assert problem.code == "example.unused"


LOOPING = file_of(
    START + human("work", "again", "done") + '<bpmn:exclusiveGateway id="g" name="完？" default="out"/>' + END
    + chain("start", "work", "g") + flow("g", "work", 'outcome = "again"', name="再来")
    + flow("g", "end", name="完", identifier="out"),
)  # fmt: skip


def test_visits_and_endless_walks() -> None:
    spec = compile_sources(Sources(LOOPING, process_id="p"))
    listed = (
        "examples: [{title: t, tasks: {work: [{outcome: again}, {outcome: again}, {outcome: done}]},"
        " expect: {path: [start, work, work, work, end]}}]"
    )
    assert found(spec, listed) == []
    short = listed.replace(", {outcome: done}", "")
    problems = found(spec, short)
    assert "visit 3 of “work”" in problems[0].message_en
    endless = "examples: [{title: t, tasks: {work: {outcome: again}}, expect: {path: [start]}}]"
    assert found(spec, endless)[0].code == "example.endless"


MULTI = file_of(
    START
    + human("each", "done", "unable").replace(
        "</bpmn:userTask>",
        '<bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="case.co_units" onegrid:inputElement="unit"'
        ' onegrid:outputCollection="all" onegrid:outputElement="[unit, outcome]">'
        "<bpmn:completionCondition>some one in all satisfies one[2] = \"unable\"</bpmn:completionCondition>"
        "</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>",
    )
    + END + chain("start", "each", "end"),
)  # fmt: skip


def test_multi_instance_takes_one_answer_each_and_withdrawn_ones_none() -> None:
    spec = compile_sources(Sources(MULTI, process_id="p"))
    text = (
        "case: {co_units: [A, B, C]}\n"
        "examples:\n"
        "  - title: 一家办不了\n"
        "    tasks: {each: [{outcome: done}, {outcome: unable}]}\n"
        "    expect: {path: [start, each, end], data: {all: [[A, done], [B, unable], null]}}\n"
    )
    assert found(spec, text) == []


MESSAGES = file_of(
    START
    + '<bpmn:receiveTask id="wait" name="等答复" messageRef="m"><bpmn:extensionElements>'
    '<onegrid:message key="case.number"/><onegrid:out from="text" to="answer"/></bpmn:extensionElements>'
    "</bpmn:receiveTask>"
    + END + chain("start", "wait", "end"),
    roots='<bpmn:message id="m" name="答复"/>',
)  # fmt: skip


def test_messages_from_outside() -> None:
    spec = compile_sources(Sources(MESSAGES, process_id="p"))
    text = (
        "case: {number: N1}\nexamples:\n"
        "  - title: 收到\n    messages: [{name: 答复, key: N1, payload: {text: 好}, when: wait}]\n"
        "    expect: {path: [start, wait, end], data: {answer: 好}}\n"
    )
    assert found(spec, text) == []
    assert found(spec, text.replace("number: N1", "number: 7"), ("key: N1", "key: 7.0")) == []
    problems = found(spec, text, ("key: N1", "key: N2"))
    assert [p.code for p in problems][:1] == ["example.path"]
    assert "example.not_finished" in [p.code for p in problems]


def test_category_brings_its_parts(spec: Spec) -> None:
    (done,) = walk_all(spec, read_examples(GOOD.replace("score: 1.5}\nex", "category: event-01-02}\nex").encode()))
    assert (done.case["kind"], done.case["major"], done.case["minor"]) == ("event", "01", "02")
    assert [step.element for step in done.passed if step.kind == "callActivity"] == ["verify"]


@pytest.mark.parametrize(
    ("text", "codes", "line"),
    [
        ("", ["examples.none"], 1),
        ("examples: []", ["examples.none"], 1),
        ("examples: {a: 1}", ["examples.value", "examples.none"], 1),
        ("[1, 2", ["examples.syntax"], None),
        ("a: 1\na: 2", ["examples.syntax"], 2),
        ("1: 2", ["examples.syntax"], 1),
        ("now: !!python/object/apply:os.system ['true']", ["examples.syntax"], 1),
        ("x: .nan", ["examples.syntax"], 1),
        ("now: 2026-13-45T00:00:00Z", ["examples.syntax"], 1),
        ("example: []\nexamples: [{title: t, expect: {outcome: x}}]", ["examples.key"], 1),
        ("now: 2026-03-02T09:00:00\nexamples: [{title: t, expect: {outcome: x}}]", ["examples.value"], 1),
        (
            "examples:\n  - {title: t, expect: {outcome: x}}\n  - {title: t, expect: {outcome: x}}",
            ["examples.title_twice"],
            None,
        ),
        ("examples: [{expect: {outcome: x}}]", ["examples.value"], 1),
        ("examples: [{title: t}]", ["examples.value"], 1),
        ("examples: [{title: t, messages: [{name: m, key: [1]}], expect: {outcome: x}}]", ["examples.value"], 1),
        ("examples: [{title: t, tasks: {a: {outcom: x}}, expect: {outcome: x}}]", ["examples.key"], 1),
        ("examples: [{title: t, tasks: {a: {after: 3 days}}, expect: {outcome: x}}]", ["examples.value"], 1),
        ("examples: [{title: t, expect: {path: [[]]}}]", ["examples.value", "examples.value"], 1),
        ("examples: [{title: t, messages: [{}], expect: {outcome: x}}]", ["examples.value"], 1),
    ],
)
def test_unreadable_examples(text: str, codes: list[str], line: int | None) -> None:
    with pytest.raises(ModelError) as refused:
        read_examples(text.encode())
    assert [problem.code for problem in refused.value.problems] == codes
    if line is not None:
        assert refused.value.problems[0].line == line


def test_aliases_can_not_grow() -> None:
    rows = ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
    for name, below in zip("bcdefg", "abcdef", strict=True):
        rows.append(f"{name}: &{name} [{','.join([f'*{below}'] * 10)}]")
    with pytest.raises(ModelError) as refused:
        read_examples("\n".join(rows).encode())
    assert refused.value.problems[0].code == "examples.syntax"


@pytest.mark.parametrize("opened", ["[", "{a: ", "- ", "? ", "[\n"])
def test_what_is_nested_without_end_is_refused_at_once(opened: str) -> None:
    with pytest.raises(ModelError) as refused:
        read_examples((opened * 200_000).encode())
    (problem,) = refused.value.problems
    assert (problem.code, "deeper than 40" in problem.message_en) == ("examples.syntax", True)


def test_same_walk_every_time(spec: Spec) -> None:
    examples = read_examples(GOOD.encode())
    first, second = walk_all(spec, examples), walk_all(spec, examples)
    assert [replace(w, problems=[]) for w in first] == [replace(w, problems=[]) for w in second]
