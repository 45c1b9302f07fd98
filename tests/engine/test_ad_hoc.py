"""Ad-hoc sub-processes, against the text of BPMN 2.0.2, 13.3.5; the stock engine crashes or loses their order."""

from tests.engine.drawing import END, START, chain, flow, human
from tests.engine.events import ROOTS, SIGNAL, boundary, event
from tests.engine.play import Play, compiled

SCRIPT = event("scriptTask", "s", "<bpmn:script>{made: 1}</bpmn:script>")


def ad_hoc(content: str, condition: str = "", attributes: str = "") -> Play:
    met = f"<bpmn:completionCondition>{condition}</bpmn:completionCondition>" if condition else ""
    inner = event("adHocSubProcess", "hoc", content + met, attributes)
    return Play(
        compiled(START + inner + human("after") + END + boundary("out", "hoc", SIGNAL) + human("outer")
                 + chain("start", "hoc", "after", "end") + chain("out", "outer"), roots=ROOTS)
    )  # fmt: skip


def test_without_a_condition_each_is_done_once_in_any_order() -> None:
    for order in ("ab", "ba"):
        play = ad_hoc(human("a") + human("b"))
        assert play.open == ["a", "b"]
        play.complete(order[0])
        assert play.open == [order[1]]
        play.complete(order[1])
        assert play.open == ["after"]


def test_enabled_activities_are_repeated_until_the_condition_is_met() -> None:
    """13.3.5: any order, any number of times; then what is left is cancelled and the sub-process completes."""
    play = ad_hoc(human("a") + human("b"), "enough")
    for element in "aabab":
        play.complete(element, enough=False)
        assert play.open == ["a", "b"]
    assert play.tasks[play.task("a")].round == 4
    play.complete("b", enough=True)
    assert (play.open, play.withdrawn) == (["after"], ["a"])


def test_what_flows_lead_to_is_enabled_by_them_alone() -> None:
    """13.3.5: sequence flows inside give an order among some."""
    play = ad_hoc(human("a") + human("b") + human("c") + flow("a", "c"), "enough")
    play.complete("a")
    assert play.open == ["a", "b", "c"]
    play.complete("c")
    assert play.open == ["a", "b"]


def test_what_has_begun_may_be_let_finish() -> None:
    """13.3.5: cancelRemainingInstances="false": offers go, what runs is waited for, nothing new is offered."""
    play = ad_hoc(human("a") + human("b") + human("c") + flow("a", "c"), "enough", 'cancelRemainingInstances="false"')
    play.complete("a")
    play.complete("b", enough=True)
    assert play.open == ["c"]
    play.complete("c")
    assert play.open == ["after"]


def test_one_at_a_time() -> None:
    """13.3.5: ordering="Sequential": while one is being performed nothing else can be begun."""
    play = ad_hoc(human("a") + human("b") + human("c") + flow("a", "c"), "enough", 'ordering="Sequential"')
    assert play.open == ["a", "b"]
    play.complete("a")
    assert play.open == ["c"]
    play.complete("c")
    assert play.open == ["a", "b"]
    play.complete("b", enough=True)
    assert play.open == ["after"]


def test_one_at_a_time_each_once() -> None:
    play = ad_hoc(human("a") + human("b") + human("c") + flow("a", "c"), attributes='ordering="Sequential"')
    play.complete("a")
    assert play.open == ["c"]
    play.complete("c")
    assert play.open == ["b"]
    play.complete("b")
    assert play.open == ["after"]


def test_what_nobody_chooses_begins_by_itself() -> None:
    play = ad_hoc(SCRIPT + human("a"), "false")
    assert play.seen_at("a")["made"] == 1
    assert play.open == ["a"]
    play = ad_hoc(SCRIPT + human("a"), attributes='ordering="Sequential"')
    play.complete("a")
    assert play.open == ["after"]


def test_it_is_interrupted_as_a_whole() -> None:
    play = ad_hoc(human("a") + human("b"), "false")
    play.tell("signal", "storm")
    assert play.open == ["outer"]


def test_a_completed_one_is_undone_inside_itself() -> None:
    """13.5.5: as any sub-process; nothing is offered again."""
    undo = "<bpmn:compensateEventDefinition/>"
    undoable = (
        event("boundaryEvent", "on", undo, 'attachedToRef="a"') + human("undo_a", attributes='isForCompensation="true"')
        + '<bpmn:association id="as" sourceRef="on" targetRef="undo_a"/>'
    )  # fmt: skip
    inner = event("adHocSubProcess", "hoc", human("a") + human("b") + undoable)
    play = Play(
        compiled(START + inner + event("intermediateThrowEvent", "back", undo) + human("after")
                 + chain("start", "hoc", "back", "after"))
    )  # fmt: skip
    play.complete("a")
    play.complete("b")
    assert play.open == ["undo_a"]
    play.complete("undo_a")
    assert play.open == ["after"]
