"""Processes that begin on events alone, waits for conditions, and gateways at which whoever rehearses chooses."""

from pathlib import Path

import pytest

from onegrid.engine import run
from onegrid.engine.commands.rehearse import rehearse
from onegrid.engine.imports import import_files
from onegrid.engine.tryout import Tried
from tests.engine.drawing import END, START, chain, file_of

MET = '<bpmn:condition>=case.kind = "event"</bpmn:condition>'  # what a try gives
EVENTS = {
    "timer": "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>",
    "message": '<bpmn:messageEventDefinition messageRef="m"/>',
    "signal": '<bpmn:signalEventDefinition signalRef="s"/>',
    "condition": f"<bpmn:conditionalEventDefinition>{MET}</bpmn:conditionalEventDefinition>",
}
ROOTS = '<bpmn:message id="m" name="m"/><bpmn:signal id="s" name="s"/>'


def started_by(*kinds: str) -> bytes:
    events = "".join(f'<bpmn:startEvent id="{kind}">{EVENTS[kind]}</bpmn:startEvent>' for kind in kinds)
    return file_of(events + END + "".join(chain(kind, "end") for kind in kinds), roots=ROOTS)


def tried(data: bytes) -> Tried:
    found = import_files({"a.bpmn": data}).diagrams[0].processes[0].tried
    assert found is not None
    return found


@pytest.mark.parametrize("kinds", [*((kind,) for kind in EVENTS), ("signal", "timer")], ids="-".join)
def test_a_try_begins_on_the_first_event(kinds: tuple[str, ...]) -> None:
    found = tried(started_by(*kinds))
    assert (found.state, found.path) == ("completed", (kinds[0], "end")), found


def test_a_try_says_that_it_waits_for_a_condition() -> None:
    unmet = EVENTS["condition"].replace('"event"', '"none"')
    data = file_of(
        START + f'<bpmn:intermediateCatchEvent id="c">{unmet}</bpmn:intermediateCatchEvent>' + END
        + chain("start", "c", "end")
    )  # fmt: skip
    found = tried(data)
    assert (found.state, found.waiting_on) == ("waiting", ("c",))


@pytest.mark.parametrize("way,passed", [("g-a", "a"), ("g-b", "b")])
def test_whoever_rehearses_chooses_at_an_undecided_gateway(tmp_path: Path, way: str, passed: str) -> None:
    path = tmp_path / "a.bpmn"
    nodes = START + '<bpmn:exclusiveGateway id="g"/><bpmn:task id="a"/><bpmn:task id="b"/>' + END
    path.write_bytes(file_of(nodes + chain("start", "g", "a", "end") + chain("g", "b", "end")))
    found = rehearse({"files": [str(path)], "process": "p", "data": {"way_of_g": way}})
    assert (found["completed"], found["path"]) == (True, ["start", "g", passed, "end"])


def test_a_loop_without_end_is_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each further go through such a loop costs the whole budget of an act (found by the soak)."""
    again: list[object] = []
    retry = run.retry
    monkeypatch.setattr(run, "retry", lambda *what, **more: again.append(more) or retry(*what, **more))
    nodes = START + '<bpmn:inclusiveGateway id="g"/><bpmn:task id="a"/>' + END
    found = tried(file_of(nodes + chain("start", "g", "a", "end") + chain("g", "g")))
    assert found.state == "failed"
    assert found.error is not None and "a loop without a task for people or a timer" in found.error[0]
    assert len(again) <= 1, "once to choose a way at the undecided gateway"
