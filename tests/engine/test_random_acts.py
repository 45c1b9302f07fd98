"""Random acts of every kind over random models: no token is ever lost, nothing fails but what was made to fail."""

import random
from collections.abc import Callable

import pytest

from onegrid.engine import rewind as rewinding
from onegrid.engine import run
from onegrid.engine.problems import EngineError
from tests.engine.play import Play
from tests.engine.walks import ours
from tests.engine.walks.blocks import OURS, Block, draw, loop
from tests.engine.walks.own import own
from tests.engine.walks.zoo import mixture, sequence

ACTS, MODELS = 60, 60


def _act(play: Play, chance: random.Random) -> bool:
    """One act chosen among all that are possible; False if none is."""
    acts: list[tuple[str, object]] = [("complete", task) for task in play.tasks.values()]
    acts += [("rewind", task) for task in play.tasks.values()]
    acts += [("tell", waiting) for waiting in play.subscriptions.values()]
    acts += [(kind, None) for kind in ("answer", "fail") if play.calls]
    acts += [(kind, None) for kind in ("retry", "skip") if play.incidents]
    acts += [("time", None)] * bool(play.timers)
    if not acts:
        return False
    kind, what = chance.choice(acts)
    if kind == "complete":
        element = what.definition.element  # type: ignore[attr-defined]
        answers = {f"d_{element}": chance.randint(0, 3)}
        play.act(run.complete, task=what.task, answers=answers, outcome="done")  # type: ignore[attr-defined]
    elif kind == "rewind":
        ways = rewinding.rewind_targets(play.spec, play.state, task=what.task)  # type: ignore[attr-defined]
        if ways:
            play.act(rewinding.rewind, task=what.task, to=chance.choice(ways))  # type: ignore[attr-defined]
    elif kind == "tell":
        play.tell(*what)  # type: ignore[misc]
    elif kind == "answer":
        play.answer({"echo": 1})
    elif kind == "fail":
        play.fail("BROKEN")
    elif kind == "time":
        play.pass_time(hours=chance.randint(1, 10))
    elif kind == "retry":
        play.retry()
    else:
        play.skip()
    return True


def _mixed(seed: int) -> Block:
    return sequence(mixture(seed), mixture(seed + 7)) if seed % 3 else loop(mixture(seed))


@pytest.mark.parametrize("tens", range(MODELS // 10))
@pytest.mark.parametrize("made", [_mixed, own], ids=["as stock", "own"])
def test_no_token_is_lost(made: Callable[[int], Block], tens: int) -> None:
    for seed in range(10 * tens, 10 * tens + 10):
        chance = random.Random(seed)
        body = made(seed)
        model = draw(body, OURS)
        data = {name: [f"u{n}" for n in range(chance.randint(0, 4))] for name in model.collections}
        play = Play(ours.parse(model), data)
        for _ in range(ACTS):
            if play.finished is not None:
                break
            assert _act(play, chance), f"{seed}: nothing is open and the case has not ended"
            assert {incident.code for incident in play.incidents.values()} <= {"call.failed"}
        if play.finished is not None:
            assert run.waiting(play.spec, play.state) == run.Waiting()
            with pytest.raises(EngineError):
                play.act(run.complete, task=1, answers={}, outcome=None)
