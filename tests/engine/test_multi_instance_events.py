"""Events that completions of instances throw: behavior of BPMN 2.0.2, 13.3.7."""

import pytest

from tests.engine.drawing import END, START, chain, human
from tests.engine.events import ROOTS, boundary, escalation
from tests.engine.play import Play, compiled

DEFINITIONS = (
    '<bpmn:signalEventDefinition id="def_s" signalRef="s"/>'
    '<bpmn:escalationEventDefinition id="def_c" escalationRef="c1"/>'
)


def instances(attributes: str, inner: str = "", *, interrupting: bool = False, kind: str = "") -> Play:
    opened = f'<bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="list" {attributes} {kind}>'
    each = f"{opened}{inner}</bpmn:multiInstanceLoopCharacteristics>"
    task = human("a").replace("</bpmn:userTask>", each + "</bpmn:userTask>")
    return Play(
        compiled(
            START + task + boundary("out", "a", escalation("c1"), interrupting) + human("seen") + human("after") + END
            + chain("start", "a", "after", "end") + chain("out", "seen"),
            roots=ROOTS + DEFINITIONS,
        ),
        {"list": [1, 2, 3]},
    )  # fmt: skip


@pytest.mark.parametrize("kind", ['isSequential="true"', 'isSequential="false"'])
def test_none_throws_at_each_completion(kind: str) -> None:
    play = instances('behavior="None" noneBehaviorEventRef="def_s"', kind=kind)
    for count in (1, 2, 3):
        play.complete("a")
        assert [thrown.name for thrown in play.thrown] == ["storm"] * count
    assert play.open == ["after"]


def test_one_throws_at_the_first() -> None:
    play = instances('behavior="One" oneBehaviorEventRef="def_s"')
    for _ in range(3):
        play.complete("a")
        assert [thrown.name for thrown in play.thrown] == ["storm"]
    assert play.open == ["after"]


def test_complex_throws_where_its_condition_is_true() -> None:
    event = (
        "<bpmn:complexBehaviorDefinition><bpmn:condition>numberOfCompletedInstances = 2</bpmn:condition>"
        '<bpmn:event id="thrown"><bpmn:signalEventDefinition signalRef="s"/></bpmn:event>'
        "</bpmn:complexBehaviorDefinition>"
    )
    play = instances('behavior="Complex"', event)
    for count in (0, 1, 1):
        play.complete("a")
        assert len(play.thrown) == count


@pytest.mark.parametrize("interrupting", [True, False])
def test_the_boundary_of_the_activity_catches_it(interrupting: bool) -> None:
    """13.3.7: thrown to be caught at the activity itself, for instance to end the rest."""
    play = instances('behavior="One" oneBehaviorEventRef="def_c"', interrupting=interrupting)
    play.complete("a")
    assert play.open == (["seen"] if interrupting else ["a", "a", "seen"])
    if not interrupting:
        play.complete("a")
        play.complete("a")
        assert play.open == ["after", "seen"]
