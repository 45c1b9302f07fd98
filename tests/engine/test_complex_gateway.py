"""Complex gateways, against the text of BPMN 2.0.2, 10.6.5 and 13.4.5; the stock engine refuses them."""

import pytest

from onegrid.engine.problems import ModelError
from tests.engine.drawing import END, START, chain, flow, human
from tests.engine.events import SPLIT, end, event
from tests.engine.play import Play, compiled


def joining(condition: str, attributes: str = "") -> str:
    activation = f"<bpmn:activationCondition>{condition}</bpmn:activationCondition>"
    return event("complexGateway", "join", activation, attributes)


def partial(condition: str, out: str = "", after: str = "a b c", default: str = "") -> Play:
    """Three branches of a human task each, joined by a complex gateway, then `next`."""
    named = f' default="{default}"' if default else ""
    join = joining(condition, named)
    return Play(
        compiled(
            START + SPLIT + "".join(human(name) for name in after.split()) + join + human("next") + END
            + chain("start", "split") + "".join(chain("split", name, "join") for name in after.split())
            + (out or flow("join", "next")) + flow("next", "end")
        )
    )  # fmt: skip


@pytest.mark.parametrize("order", ["abc", "cab", "bca"])
def test_it_is_activated_once_by_as_many_as_it_wants(order: str) -> None:
    """13.4.5: two of three; the third only resets it."""
    play = partial("activationCount &gt;= 2")
    play.complete(order[0])
    assert "next" not in play.open
    play.complete(order[1])
    assert play.open == sorted([order[2], "next"])
    play.complete("next")
    assert play.finished is None
    play.complete(order[2])
    assert play.finished is not None
    assert play.passed.count("join") == 1


def test_a_condition_may_name_its_flows() -> None:
    """10.6.5: each incoming flow has its own count."""
    join = event(
        "complexGateway", "join", "<bpmn:activationCondition>fa + fb + fc &gt;= 2 and fa = 1</bpmn:activationCondition>"
    )
    flows = "".join(chain("split", name) + flow(name, "join", identifier=f"f{name}") for name in "abc")
    play = Play(compiled(START + SPLIT + human("a") + human("b") + human("c") + join + human("next")
                         + chain("start", "split") + flows + flow("join", "next")))  # fmt: skip
    play.complete("b")
    play.complete("c")
    assert play.open == ["a"]
    play.complete("a")
    assert play.open == ["next"]


def test_at_reset_only_what_is_then_true_gets_a_token() -> None:
    """13.4.5: conditions may refer to waitingForStart, and evaluate differently in the two phases."""
    out = flow("join", "next", "waitingForStart") + flow("join", "late", "not(waitingForStart)")
    play = Play(
        compiled(
            START + SPLIT + human("a") + human("b") + human("c") + human("next") + human("late")
            + joining("activationCount &gt;= 1")
            + chain("start", "split") + "".join(chain("split", name, "join") for name in "abc") + out
        )
    )  # fmt: skip
    play.complete("b")
    assert play.open == ["a", "c", "next"]
    play.complete("a")
    assert play.open == ["c", "next"]
    play.complete("c")
    assert play.open == ["late", "next"]


def test_reset_does_not_wait_for_a_token_that_can_no_longer_come() -> None:
    """13.4.5: the synchronisation of the inclusive gateway; a branch that ends elsewhere is not waited for."""
    content = (
        START + SPLIT + human("a") + human("b") + '<bpmn:exclusiveGateway id="x" name="?" default="x-join"/>'
        + end("gone") + joining("activationCount &gt;= 1")
        + human("next") + chain("start", "split", "a", "join", "next") + chain("split", "b", "x", "join")
        + flow("x", "gone", 'outcome = "no"')
    )  # fmt: skip
    play = Play(compiled(content))
    play.complete("a")
    play.complete("b", outcome="no")
    play.complete("next")
    assert play.finished is not None


def test_each_round_for_itself() -> None:
    """13.4.5: after its reset it waits for start again."""
    content = (
        START + '<bpmn:exclusiveGateway id="again"/>' + SPLIT + human("a") + human("b") + human("c") + human("next")
        + joining("activationCount &gt;= 2")
        + '<bpmn:exclusiveGateway id="x" name="?" default="x-end"/>' + END
        + chain("start", "again", "split") + "".join(chain("split", name, "join") for name in "abc")
        + chain("join", "next", "x", "end") + flow("x", "again", 'outcome = "more"')
    )  # fmt: skip
    play = Play(compiled(content))
    for outcome in ("more", "more", "done"):
        play.complete("a")
        play.complete("b")
        play.complete("c")
        assert play.open == ["next"]
        play.complete("next", outcome=outcome)
    assert play.finished is not None


def test_never_true_the_tokens_are_blocked() -> None:
    """13.4.5: if the condition never becomes true, tokens wait for ever."""
    play = partial("activationCount &gt;= 4")
    for name in "abc":
        play.complete(name)
    assert (play.open, play.finished) == ([], None)


def test_data_may_make_it_true() -> None:
    play = partial("enough", after="a b c")
    play.complete("a")
    play.complete("b", enough=True)
    assert play.open == ["c", "next"]


def test_no_way_out_at_activation_is_a_fault() -> None:
    """13.4.5: an exception where no condition is true and no default is given."""
    play = partial("activationCount &gt;= 3", flow("join", "next", "false"))
    for name in "abc":
        play.complete(name)
    assert [incident.code for incident in play.incidents.values()] == ["gateway.no_flow"]


def test_a_join_that_does_not_say_when_does_not_compile() -> None:
    with pytest.raises(ModelError, match="lets tokens through"):
        compiled(START + SPLIT + human("a") + human("b") + event("complexGateway", "join") + END
                 + chain("start", "split", "a", "join", "end") + chain("split", "b", "join"))  # fmt: skip
