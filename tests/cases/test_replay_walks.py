"""Against the truth: in random walks, no flow is claimed that no token took; what is left out is named as unknown."""

import datetime as dt
import random
from collections import Counter
from typing import Any

import pytest

from onegrid.cases.models import EventRecord
from onegrid.cases.replay import Replay, Trail
from onegrid.catalog.drawings import drawing_from
from onegrid.engine import task as tokens
from onegrid.engine.step import Step
from tests.engine.walks import ours
from tests.engine.walks.blocks import OURS, Block, draw
from tests.engine.walks.zoo import ZOO, mixture

Way = tuple[str, str, str]  # process, source, target
_AT = dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)


class Logged(ours.OurCase):
    """Writes the rows that `apply_step` would."""

    def __init__(self, *given: Any) -> None:
        self.rows: list[EventRecord] = []
        super().__init__(*given)

    def _take(self, step: Step) -> None:
        path = [{"element": one.element, "process": one.process} for one in step.passed]
        self.rows.append(EventRecord(at=_AT, kind="act", payload={"path": path}))
        self.rows += [
            EventRecord(at=_AT, kind="task.withdrawn", element=one.element, task=one.task)
            for one in step.closed
            if one.reason == "withdrawn"
        ]
        for one in step.opened:
            done, payload = one.definition, {"round": one.round}
            row = {"process": done.process, "element": done.element, "task": one.task, "payload": payload}
            self.rows.append(EventRecord(at=_AT, kind="task.opened", **row))
        super()._take(step)


def walked(body: Block, seed: int, truth: Counter[Way]) -> tuple[Trail, Counter[Way]]:
    chance, model = random.Random(seed), draw(body, OURS)
    data = {name: [f"u{n}" for n in range(chance.randint(0, 4))] for name in model.collections}
    spec = ours.parse(model)
    truth.clear()
    case = Logged(spec, data, _AT)
    for step in range(40):
        choices: list[Any] = [*case.open(), *case.messages(), *([min(case.timers.values())] if case.timers else [])]
        if case.finished or not choices:
            break
        what = chance.choice(choices)
        if isinstance(what, tuple):
            case.complete(what, {f"{what[0]}_{step}": chance.randint(0, 9), f"d_{what[0]}": chance.randint(0, 3)})
        elif isinstance(what, str):
            case.tell(what)
        else:
            case.tick(max(what, case.now))
    processes = {scope.process_id for scope in spec.scopes}
    drawings = {process: drawing_from(model.xml(), process) for process in processes}
    trail = Replay(drawings, "main").take(case.rows)
    claimed: Counter[Way] = Counter()
    for drawing in drawings.values():
        for node in drawing.nodes.values():
            for flow in node.outgoing:
                claimed[drawing.process, flow.source, flow.target] += trail.flows[drawing.process, flow.id]
    return trail, +claimed


@pytest.fixture
def truth(monkeypatch: pytest.MonkeyPatch) -> Counter[Way]:
    """Every token that one element sent to another, as the engine itself makes them."""
    sent: Counter[Way] = Counter()
    begin = tokens.CaseTask.__init__

    def recorded(self: Any, workflow: Any, task_spec: Any, parent: Any = None, *more: Any, **named: Any) -> None:
        begin(self, workflow, task_spec, parent, *more, **named)
        if parent is not None and parent.task_spec.element != task_spec.element:
            sent[workflow.spec.process_id, parent.task_spec.element, task_spec.element] += 1

    monkeypatch.setattr(tokens.CaseTask, "__init__", recorded)
    return sent


@pytest.mark.parametrize("name", ZOO)
def test_each_element(name: str, truth: Counter[Way]) -> None:
    judge([(*walked(ZOO[name], seed, truth), Counter(truth)) for seed in range(4)])


def test_random_mixtures(truth: Counter[Way]) -> None:
    found = [(*walked(mixture(seed), seed, truth), Counter(truth)) for seed in range(60)]
    judge(found)
    claimed = sum(sum(one.values()) for _, one, _ in found)
    real = sum(sum(one.values()) for _, _, one in found)
    assert claimed > 0.95 * real, "nearly all of a way is known"


def judge(found: list[tuple[Trail, Counter[Way], Counter[Way]]]) -> None:
    for trail, claimed, real in found:
        assert not claimed - real, "claimed, and no token took it"
        reached: Counter[tuple[str, str]] = Counter()
        for (process, _source, target), times in real.items():
            reached[process, target] += times
        for process, _source, target in real - claimed:
            is_logged = trail.arrived[process, target] == reached[process, target]
            assert not is_logged or (process, target) in trail.unknown, "what waits is logged only when it is passed"
