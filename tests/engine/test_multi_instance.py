"""Multi-instance activities (BPMN 2.0.2, 13.3.7), where the stock engine is wrong or slow."""

from decimal import Decimal
from typing import Any

import pytest

from onegrid.engine import run
from onegrid.engine.scope import CaseScope, CaseWorkflow, Scope
from onegrid.engine.specification import ScopeSpec, Spec
from onegrid.engine.task import CaseTask
from tests.engine.drawing import END, START, chain, flow, human
from tests.engine.play import Play, compiled
from tests.engine.test_events import boundary, event, timer


def each(collection: str = "units", more: str = "", completion: str = "", sequential: bool = False) -> str:
    stop = f"<bpmn:completionCondition>{completion}</bpmn:completionCondition>" if completion else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}" '
        f'onegrid:inputCollection="{collection}" onegrid:inputElement="unit" {more}>{stop}'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def with_loop(task: str, loop: str) -> str:
    """The task with loop characteristics behind its extension elements."""
    return task.replace("</bpmn:extensionElements>", f"</bpmn:extensionElements>{loop}")


COLLECT = 'onegrid:outputCollection="answers" onegrid:outputElement="{unit: unit, text: text, n: loopCounter}"'


def test_output_is_in_the_order_of_the_input_and_instances_keep_to_themselves() -> None:
    spec = compiled(
        START + END + with_loop(human("co"), each(more=COLLECT)) + human("after") + chain("start", "co", "after", "end")
    )
    play = Play(spec, {"units": ["a", None, "c"]})
    assert [(task.instance, task.item, task.round) for task in play.tasks.values()] == [
        (0, "a", 1),
        (1, None, 1),
        (2, "c", 1),
    ]
    play.complete("co", item="c", text="3")
    play.complete("co", item="a", text="1")
    assert play.open == ["co"]
    play.complete("co", text="2")
    seen = play.seen_at("after")
    assert seen["answers"] == [
        {"unit": "a", "text": "1", "n": 1},
        {"unit": None, "text": "2", "n": 2},
        {"unit": "c", "text": "3", "n": 3},
    ]
    assert "text" not in seen
    assert "unit" not in seen
    assert play.passed.count("co") == 1


@pytest.mark.parametrize("sequential", [False, True])
def test_output_is_collected_afresh_in_each_round(sequential: bool) -> None:
    """A second visit neither raises nor appends; the round is counted."""
    spec = compiled(
        START + END + with_loop(human("co"), each(more=COLLECT, sequential=sequential))
        + human("check", "again", "good") + '<bpmn:exclusiveGateway id="out" default="out-end"/>'
        + chain("start", "co", "check", "out", "end") + flow("out", "co", 'outcome = "again"')
    )  # fmt: skip
    play = Play(spec, {"units": ["a", "b"]})
    for visit in (1, 2):
        for text in ("x", "y"):
            assert {task.round for task in play.tasks.values()} == {visit}
            play.complete("co", text=f"{text}{visit}")
        assert [answer["text"] for answer in play.seen_at("check")["answers"]] == [f"x{visit}", f"y{visit}"]
        play.complete("check", "again")


def test_completion_condition_knows_the_counts() -> None:
    """13.3.7: numberOfInstances and its kin; the open instances are withdrawn and give null."""
    condition = (
        "numberOfCompletedInstances = 2 and numberOfActiveInstances = 2 and numberOfInstances = 4 and "
        'count(answers) = 2 and answers[2].text = "q"'
    )
    spec = compiled(
        START + END + with_loop(human("co"), each(more=COLLECT, completion=condition)) + human("after")
        + chain("start", "co", "after", "end")
    )  # fmt: skip
    play = Play(spec, {"units": ["a", "b", "c", "d"]})
    play.complete("co", item="c", text="q")
    assert play.open == ["co", "co", "co"]
    play.complete("co", item="b", text="p")
    assert (play.open, play.withdrawn) == (["after"], ["co", "co"])
    answers = play.seen_at("after")["answers"]
    assert [answer and answer["text"] for answer in answers] == [None, "p", "q", None]


def test_sequential_with_null_items_and_cardinality() -> None:
    """One instance per item, null ones too; a number instead of a list."""
    spec = compiled(START + END + with_loop(human("co"), each(sequential=True)) + chain("start", "co", "end"))
    play = Play(spec, {"units": [None, None]})
    play.complete("co")
    assert play.open == ["co"]
    play.complete("co")
    assert play.finished is not None
    counted = with_loop(
        human("co"),
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:loopCardinality>n + 1</bpmn:loopCardinality>'
        "</bpmn:multiInstanceLoopCharacteristics>",
    )
    play = Play(compiled(START + END + counted + chain("start", "co", "end")), {"n": 1})
    assert play.seen_at("co")["loopCounter"] == 1
    play.complete("co")
    assert play.seen_at("co")["loopCounter"] == 2
    play.complete("co")
    assert play.finished is not None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3.0", 3), ("1.5 * 2", 3), ("n", 2), ("n / 2", 1), ("0.0", 0), ("m", 4),
        ("2.5", None), ("-1", None), ("-1.0", None), ("null", None), ("true", None), ('"3"', None),
    ],
)  # fmt: skip
def test_cardinality_is_any_whole_number(text: str, count: int | None) -> None:
    """FEEL has one kind of number: 3.0 is 3, however a form or an expression came to it."""
    loop = f"<bpmn:loopCardinality>{text}</bpmn:loopCardinality>"
    loop = f"<bpmn:multiInstanceLoopCharacteristics>{loop}</bpmn:multiInstanceLoopCharacteristics>"
    spec = compiled(START + END + with_loop(human("t"), loop) + chain("start", "t", "end"))
    play = Play(spec, {"n": Decimal("2.0"), "m": 4.0})
    assert len(play.open) == (count or 0)
    assert (play.finished is not None) == (count == 0)
    assert [i.code for i in play.incidents.values()] == (["multi.no_number"] if count is None else [])


def test_no_list_is_an_incident() -> None:
    spec = compiled(START + END + with_loop(human("co"), each()) + chain("start", "co", "end"))
    play = Play(spec, {"units": "a"})
    assert [(i.element, i.code) for i in play.incidents.values()] == [("co", "multi.no_list")]
    play.retry(units=["a"])
    assert play.open == ["co"]


INNER = (
    '<bpmn:startEvent id="s2"/>' + human("x") + human("y") + '<bpmn:endEvent id="e2"/>' + chain("s2", "x", "y", "e2")
)


def test_interrupted_multi_instance_sub_process_is_gone_whole() -> None:
    """13.5.3: all instances are cancelled, nothing inside stays; the case goes on."""
    spec = compiled(
        START + END + event("subProcess", "sub", each() + INNER) + human("h")
        + boundary("t", "sub", timer("Duration", "PT1H")) + chain("start", "sub", "end") + chain("t", "h", "end")
    )  # fmt: skip
    play = Play(spec, {"units": ["a", "b", "c"]})
    play.complete("x", item="b")
    assert play.open == ["x", "x", "y"]
    play.pass_time(hours=1)
    assert (play.open, play.withdrawn) == (["h"], ["x", "y", "x"])
    play.complete("h")
    assert play.finished is not None
    assert b"[]]" in play.state


def test_rounds_inside_instances() -> None:
    """A loop inside one instance counts there; the next instance begins at one."""
    inner = (
        '<bpmn:startEvent id="s2"/>' + human("x", "again", "good") + '<bpmn:exclusiveGateway id="g2" default="g2-e2"/>'
        + '<bpmn:endEvent id="e2"/>' + chain("s2", "x", "g2", "e2") + flow("g2", "x", 'outcome = "again"')
    )  # fmt: skip
    spec = compiled(
        START + END + event("subProcess", "sub", each(sequential=True) + inner) + chain("start", "sub", "end")
    )
    play = Play(spec, {"units": ["a", "b"]})
    rounds = []
    for outcome in ("again", "again", "good", "again", "good"):
        (task,) = play.tasks.values()
        rounds.append((task.item, task.round))
        play.complete("x", outcome)
    assert rounds == [("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2)]


@pytest.mark.slow
def test_one_of_a_thousand_is_all_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Completing an instance of 1,000 must not cost what running all of them costs: the others stay as they lie."""
    spec = compiled(START + END + event("subProcess", "sub", each() + INNER) + chain("start", "sub", "end"))
    play = Play(spec, {"units": list(range(1000))})
    scopes: list[int] = []
    tasks: list[int] = []
    thaw_scope, thaw = Spec.thaw_scope, ScopeSpec.thaw

    def one_scope(spec: Spec, top: CaseWorkflow, raw: list[Any]) -> CaseScope | None:
        scopes.append(raw[0])
        return thaw_scope(spec, top, raw)

    def one_task(spec: ScopeSpec, scope: Scope, row: list[Any]) -> CaseTask:
        tasks.append(row[0])
        return thaw(spec, scope, row)

    monkeypatch.setattr(Spec, "thaw_scope", one_scope)
    monkeypatch.setattr(ScopeSpec, "thaw", one_task)
    run.complete(spec, play.state, task=min(play.tasks), answers={}, outcome=None, case={}, now=play.now)
    assert len(scopes) == 1
    assert len(tasks) <= 4
