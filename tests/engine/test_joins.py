"""Parallel and inclusive gateways where the stock engine is wrong (BPMN 2.0.2, 13.4.1 and 13.4.3)."""

from tests.engine.drawing import END, START, chain, flow, human
from tests.engine.play import Play, compiled
from tests.engine.test_events import boundary, event, timer

GATEWAY = '<bpmn:{0}Gateway id="{1}" {2}/>'


def gateway(kind: str, identifier: str, default: str = "") -> str:
    return GATEWAY.format(kind, identifier, f'default="{default}"' if default else "")


def test_join_in_a_loop_counts_each_round_for_itself() -> None:
    """13.4.1: the branch that was last in one round may be first in the next."""
    spec = compiled(
        START + END + human("a") + human("b") + human("check", "again", "good")
        + gateway("exclusive", "in") + gateway("parallel", "split") + gateway("parallel", "join")
        + gateway("exclusive", "out", "out-end")
        + chain("start", "in", "split", "a", "join", "check", "out", "end") + chain("split", "b", "join")
        + flow("out", "in", 'outcome = "again"')
    )  # fmt: skip
    play = Play(spec)
    for first, second in (("a", "b"), ("b", "a"), ("a", "b"), ("b", "a")):
        assert play.open == ["a", "b"]
        play.complete(first)
        assert play.open == [second]
        play.complete(second)
        assert play.open == ["check"]
        play.complete("check", "again")
    play.complete("b")
    play.complete("a")
    play.complete("check", "good")
    assert play.finished is not None
    assert play.passed.count("join") == 5


def test_surplus_token_stays_on_its_flow() -> None:
    """13.4.1: a second token on one incoming flow is neither swallowed nor does it fire the join alone."""
    spec = compiled(
        START + END + human("x1") + human("x2") + human("y1") + human("y2") + human("after")
        + gateway("parallel", "split") + gateway("exclusive", "left") + gateway("exclusive", "right")
        + gateway("parallel", "join")
        + chain("start", "split", "x1", "left", "join", "after", "end") + chain("split", "x2", "left")
        + chain("split", "y1", "right", "join") + chain("split", "y2", "right")
    )  # fmt: skip
    play = Play(spec)
    play.complete("x1")
    play.complete("x2")
    assert play.open == ["y1", "y2"]
    play.complete("y1")
    assert play.open == ["after", "y2"]
    play.complete("after")
    assert play.finished is None
    play.complete("y2")
    assert play.open == ["after"]
    play.complete("after")
    assert play.finished is not None


def test_join_with_a_dead_branch_waits() -> None:
    """13.4.1: a parallel join waits for each incoming flow, for ever if need be."""
    spec = compiled(
        START + END + human("a") + human("b", "go", "stop") + '<bpmn:endEvent id="other"/>'
        + gateway("parallel", "split") + gateway("parallel", "join") + gateway("exclusive", "fork", "fork-join")
        + chain("start", "split", "a", "join", "end") + chain("split", "b", "fork", "join")
        + flow("fork", "other", 'outcome = "stop"')
    )  # fmt: skip
    play = Play(spec)
    play.complete("b", "stop")
    play.complete("a")
    assert play.finished is None
    assert play.open == []


def test_two_flows_between_the_same_two_elements_are_two() -> None:
    """13.4.1: a join has as many incoming flows as are drawn."""
    spec = compiled(
        START + END + human("a") + gateway("parallel", "split") + gateway("parallel", "join")
        + chain("start", "split", "join", "a", "end") + flow("split", "join", identifier="second")
    )  # fmt: skip
    play = Play(spec)
    assert play.open == ["a"]
    play.complete("a")
    assert play.finished is not None


def test_inclusive_join_in_a_loop() -> None:
    """13.4.3: each round for itself, whichever branches are taken."""
    spec = compiled(
        START + END + human("ask") + human("a") + human("b") + human("check", "again", "good")
        + gateway("exclusive", "in") + gateway("inclusive", "split", "split-b") + gateway("inclusive", "join")
        + gateway("exclusive", "out", "out-end")
        + chain("start", "in", "ask", "split") + flow("split", "a", "both") + chain("a", "join")
        + chain("split", "b", "join") + flow("split", "b", "both", identifier="also")
        + chain("join", "check", "out", "end") + flow("out", "in", 'outcome = "again"')
    )  # fmt: skip
    play = Play(spec)
    for both in (True, False, True):
        play.complete("ask", both=both)
        assert play.open == (["a", "b"] if both else ["b"])
        play.complete("b")
        if both:
            assert play.open == ["a"]
            play.complete("a")
        assert play.open == ["check"]
        play.complete("check", "again")


def test_inclusive_join_waits_for_a_branch_that_goes_in_circles() -> None:
    """13.4.3: a token inside a loop can still come; the stock engine fires without it."""
    spec = compiled(
        START + END + human("a") + human("b", "again", "good") + human("after")
        + gateway("inclusive", "split") + gateway("inclusive", "join") + gateway("exclusive", "in")
        + gateway("exclusive", "out", "out-join")
        + chain("start", "split") + flow("split", "a", "true") + flow("split", "in", "true")
        + chain("in", "b", "out", "join", "after", "end") + chain("a", "join") + flow("out", "in", 'outcome = "again"')
    )  # fmt: skip
    play = Play(spec)
    play.complete("a")
    play.complete("b", "again")
    assert play.open == ["b"]
    play.complete("b", "good")
    assert play.open == ["after"]


def test_inclusive_join_sees_a_token_behind_a_merge() -> None:
    """13.4.3: on whichever branch of an inner choice the token is, it can still come; the stock engine misses some."""
    spec = compiled(
        START + END + human("a") + human("x") + human("y") + human("after")
        + gateway("inclusive", "split") + gateway("inclusive", "join") + gateway("exclusive", "choice", "choice-y")
        + gateway("exclusive", "merge") + chain("start", "split") + flow("split", "a", "true")
        + flow("split", "choice", "true") + flow("choice", "x", "n = 1") + chain("x", "merge")
        + chain("choice", "y", "merge", "join", "after", "end") + chain("a", "join")
    )  # fmt: skip
    for n, inner in ((1, "x"), (2, "y")):
        play = Play(spec, {"n": n})
        assert play.open == ["a", inner]
        play.complete("a")
        assert play.open == [inner]
        play.complete(inner)
        assert play.open == ["after"]


def test_inclusive_join_waits_only_while_a_token_can_come() -> None:
    """13.4.3: a token that has left for another end no longer holds the join back."""
    spec = compiled(
        START + END + human("a") + human("b", "join", "leave") + human("after") + '<bpmn:endEvent id="other"/>'
        + gateway("inclusive", "split") + gateway("inclusive", "join") + gateway("exclusive", "fork", "fork-join")
        + chain("start", "split") + flow("split", "a", "true") + flow("split", "b", "true")
        + chain("a", "join", "after", "end") + chain("b", "fork", "join") + flow("fork", "other", 'outcome = "leave"')
    )  # fmt: skip
    play = Play(spec)
    play.complete("a")
    assert play.open == ["b"]
    play.complete("b", "leave")
    assert play.open == ["after"]
    play.complete("after")
    assert play.finished is not None


def test_gateway_without_a_way_out_waits_for_mended_data() -> None:
    """13.4.2: none true and no default is an exception; here an incident that can be tried again."""
    spec = compiled(
        START + END + human("a") + gateway("exclusive", "which") + human("b")
        + chain("start", "a", "which") + flow("which", "b", "n > 1") + flow("which", "end", "n = 0") + chain("b", "end")
    )  # fmt: skip
    play = Play(spec)
    play.complete("a", n=1)
    (incident,) = play.incidents.values()
    assert (incident.element, incident.code) == ("which", "gateway.no_flow")
    play.retry()
    assert [incident.element for incident in play.incidents.values()] == ["which"]
    play.retry(n=2)
    assert (play.open, play.incidents) == (["b"], {})


def test_conditional_flows_out_of_a_task() -> None:
    """13.3.1: every flow without a condition and every one whose condition is true gets a token."""
    spec = compiled(
        START + human("a") + human("b") + human("c") + human("d") + chain("start", "a")
        + flow("a", "b") + flow("a", "c", "n > 1") + flow("a", "d", "n > 5")
    )  # fmt: skip
    play = Play(spec)
    play.complete("a", n=3)
    assert play.open == ["b", "c"]


def test_rivals_behind_an_event_gateway_are_one_token_to_an_inclusive_join() -> None:
    """13.4.3: it has a path to the flow that has a token already, so that it holds nothing back."""
    spec = compiled(
        START + END + human("after") + gateway("parallel", "split") + gateway("exclusive", "in")
        + gateway("inclusive", "join") + event("eventBasedGateway", "race")
        + event("intermediateCatchEvent", "x", timer("Duration", "PT1H"))
        + event("intermediateCatchEvent", "y", timer("Duration", "PT2H"))
        + chain("start", "split", "in", "join", "after", "end") + chain("split", "race", "x", "in")
        + chain("race", "y", "join")
    )  # fmt: skip
    play = Play(spec)
    assert play.open == ["after"]
    play.pass_time(hours=1)
    assert (play.open, play.timers) == (["after", "after"], {})


def test_an_inclusive_join_waits_for_rivals_that_can_all_come_by_the_missing_flow() -> None:
    spec = compiled(
        START + END + human("a") + human("after") + gateway("parallel", "split") + gateway("exclusive", "in")
        + gateway("inclusive", "join") + event("eventBasedGateway", "race")
        + event("intermediateCatchEvent", "x", timer("Duration", "PT1H"))
        + event("intermediateCatchEvent", "y", timer("Duration", "PT2H"))
        + chain("start", "split", "a", "join", "after", "end") + chain("split", "race", "x", "in", "join")
        + chain("race", "y", "in")
    )  # fmt: skip
    play = Play(spec)
    play.complete("a")
    assert play.open == []
    play.pass_time(hours=1)
    assert play.open == ["after"]


def test_an_armed_boundary_event_is_no_token_of_its_own_to_an_inclusive_join() -> None:
    """13.4.3: its host's token has a path to the flow that has a token already; once it has fired, its own holds."""
    spec = compiled(
        START + END + human("a") + human("b") + human("late") + human("after") + gateway("parallel", "split")
        + gateway("exclusive", "in") + gateway("inclusive", "join") + boundary("t", "b", timer("Duration", "PT1H"))
        + chain("start", "split", "a", "in", "join", "after", "end") + chain("split", "b", "in")
        + chain("t", "late", "join")
    )  # fmt: skip
    play = Play(spec)
    play.complete("a")
    assert play.open == ["after", "b"]
    fired = Play(spec)
    fired.pass_time(hours=1)
    fired.complete("a")
    assert fired.open == ["late"]
