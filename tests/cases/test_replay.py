"""What is known of a case's way, and what is not claimed."""

import datetime as dt
from itertools import count

from onegrid.cases.models import EventRecord
from onegrid.cases.replay import Replay, Trail
from onegrid.catalog.drawings import drawing_from
from tests.cases.models import flow, process

_AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def gateway(kind: str, *names: str) -> str:
    return "".join(f'<bpmn:{kind} id="{name}" name="{name}"/>' for name in names)


def task(*names: str) -> str:
    return "".join(f'<bpmn:userTask id="{name}" name="{name}"/>' for name in names)


def play(body: str, *acts: tuple[str, ...], more: dict[str, str] | None = None) -> Trail:
    """Each act is the nodes that it passed; "+name" is a task that it opened, "-name" one that it took back."""
    files = {"p": process("p", body), **(more or {})}
    drawings = {slug: drawing_from(text.encode(), slug) for slug, text in files.items()}
    seq, tasks = count(1), {}
    rows = []
    for act in acts:
        path = [place(name) for name in act if name[0] not in "+-"]
        rows.append(EventRecord(seq=next(seq), at=_AT, kind="task.completed", payload={"path": path}))
        for name in (one for one in act if one[0] in "+-"):
            kind = "task.opened" if name[0] == "+" else "task.withdrawn"
            found = place(name[1:])
            number = tasks.setdefault(name[1:], len(tasks) + 1)
            rows.append(EventRecord(seq=next(seq), at=_AT, kind=kind, task=number, payload={"round": 1}, **found))
    return Replay(drawings, "p").take(rows)


def place(name: str) -> dict[str, str]:
    process_id, _, element = name.rpartition("/")
    return {"process": process_id or "p", "element": element}


def taken(trail: Trail) -> dict[str, int]:
    return {flow_id: times for (_, flow_id), times in trail.flows.items() if times}


def test_a_choice_is_known_by_where_it_led() -> None:
    body = gateway("exclusiveGateway", "g", "m") + task("a", "b")
    body += flow("start", "g", "a", "m", "end") + flow("g", "b", "m")[: flow("g", "b").__len__()]
    body += '<bpmn:sequenceFlow id="f_b_m" sourceRef="b" targetRef="m"/>'
    trail = play(body, ("start", "g", "+a"), ("a", "m", "end"))
    assert taken(trail) == {"f_start_g": 1, "f_g_a": 1, "f_a_m": 1, "f_m_end": 1}
    assert trail.unknown == set()


def test_a_way_round_that_two_gateways_share_is_not_guessed() -> None:
    body = gateway("parallelGateway", "split") + gateway("exclusiveGateway", "g", "h") + task("t", "x", "y")
    body += flow("start", "split", "g", "t", "end") + flow("g", "x") + flow("h", "y")
    body += '<bpmn:sequenceFlow id="f_split_h" sourceRef="split" targetRef="h"/>'
    body += '<bpmn:sequenceFlow id="f_h_t" sourceRef="h" targetRef="t"/>'
    trail = play(body, ("start", "split", "g", "h", "+t"))
    assert trail.unknown == {("p", "t")}
    assert taken(trail) == {"f_start_split": 1, "f_split_g": 1, "f_split_h": 1}, "neither f_g_t nor f_h_t is claimed"


def test_a_join_takes_all_its_ways_and_a_loop_counts() -> None:
    body = gateway("parallelGateway", "split", "join") + gateway("exclusiveGateway", "m", "again") + task("a", "b")
    body += flow("start", "m", "split", "a", "join", "again", "end")
    body += '<bpmn:sequenceFlow id="f_split_b" sourceRef="split" targetRef="b"/>'
    body += '<bpmn:sequenceFlow id="f_b_join" sourceRef="b" targetRef="join"/>'
    body += '<bpmn:sequenceFlow id="f_again_m" sourceRef="again" targetRef="m"/>'
    round_of = [("a",), ("b", "join", "again", "m", "split", "+a", "+b"), ("b",), ("a", "join", "again", "end")]
    trail = play(body, ("start", "m", "split", "+a", "+b"), *round_of)
    assert trail.unknown == set()
    flows = taken(trail)
    assert (flows["f_join_again"], flows["f_again_m"], flows["f_again_end"]) == (2, 1, 1)
    assert {flows[name] for name in ("f_split_a", "f_split_b", "f_a_join", "f_b_join")} == {2}


def test_what_was_taken_back_was_reached_and_not_passed() -> None:
    body = task("a", "b") + flow("start", "a", "end")
    body += '<bpmn:boundaryEvent id="late" attachedToRef="a"><bpmn:timerEventDefinition/></bpmn:boundaryEvent>'
    body += '<bpmn:sequenceFlow id="f_late_b" sourceRef="late" targetRef="b"/>'
    trail = play(body, ("start", "+a"), ("late", "-a", "+b"))
    assert (trail.arrived["p", "a"], trail.passed["p", "a"]) == (1, [])
    assert taken(trail) == {"f_start_a": 1, "f_late_b": 1}
    assert trail.unknown == set()


def test_a_call_is_reached_when_the_called_process_begins() -> None:
    body = '<bpmn:callActivity id="c" name="c" calledElement="q"/>' + flow("start", "c", "end")
    called = process("q", task("t") + flow("start", "t", "end"))
    trail = play(body, ("start", "q/start", "+q/t"), ("q/t", "q/end", "c", "end"), more={"q": called})
    assert trail.processes == ["p", "q"]
    assert trail.arrived["p", "c"] == 1
    assert {(one, name): times for (one, name), times in trail.flows.items() if times} == {
        ("p", "f_start_c"): 1,
        ("q", "f_start_t"): 1,
        ("q", "f_t_end"): 1,
        ("p", "f_c_end"): 1,
    }
