"""CPU milliseconds that one completed human task costs the engine, load and save included, beside stock SpiffWorkflow.

Both run the same model with the same answers in the same process, one after the other.
"""

import datetime as dt
import gc
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from bench.closed_loop import closed_loop, route_table
from onegrid.engine import run
from onegrid.engine.compile import compile_sources
from onegrid.engine.sources import Sources

NOW = dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)
GOALS = {"straight": 0.20, "rework 50": 0.20, "multi-instance 50": 1.0}
Measured = tuple[list[float], dict[str, Any]]


def given(units: int) -> dict[str, Any]:
    """The variables that a case begins with."""
    return {
        "category": 3,
        "severity": 1,
        "title": "street light out",
        "reporter": {"name": "x", "phone": "1"},
        "units": list(range(units)),
    }


def answers(rework: int) -> Callable[[str], dict[str, Any]]:
    """What people answer; verification fails `rework` times."""
    left = iter(range(rework))

    def answer(task: str) -> dict[str, Any]:
        return {
            "accept": {"valid": 1, "accept_note": "ok"},
            "dispatch": {"handler": "u17", "dispatch_note": "go"},
            "handle": {"handle_note": "fixed", "photos": ["a.jpg", "b.jpg"]},
            "verify": {},
            "evaluate": {"satisfied": 1, "stars": 5},
            "close": {"close_note": "bye"},
            "co_task": {"co_note": "done"},
        }[task] or {"ok": 1 if next(left, None) is None else 0}

    return answer


def ours(units: int, rework: int) -> Measured:
    """Each completion: decode, step, encode."""
    model = closed_loop(stock=False, units=units > 0)
    spec = compile_sources(Sources(model, {"route.dmn": route_table()}, "closed_loop"))
    answer, costs = answers(rework), []
    step = run.start(spec, data=given(units), case={}, now=NOW)
    state, open_tasks = step.state, {task.task: task.definition.element for task in step.opened}
    while True:
        task = min(open_tasks)
        values = answer(open_tasks[task])
        began = time.process_time()
        step = run.complete(spec, state, task=task, answers=values, outcome="done", case={}, now=NOW)
        costs.append(time.process_time() - began)
        state = step.state
        del open_tasks[task]
        open_tasks.update((task.task, task.definition.element) for task in step.opened)
        if step.finished is not None:
            return costs, dict(step.finished.data)


def stock(units: int, rework: int) -> Measured:
    """Each completion: the library's JSON read, step, JSON written."""
    parser = SpiffBpmnParser(validator=None)
    parser.add_bpmn_xml(etree.fromstring(closed_loop(stock=True, units=units > 0)))
    parser.add_dmn_xml(etree.fromstring(route_table()))
    serialiser = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
    case = BpmnWorkflow(parser.get_spec("closed_loop"), parser.get_subprocess_specs("closed_loop"))
    case.get_next_task(spec_name="Start").data.update(given(units))
    case.do_engine_steps()
    answer, costs = answers(rework), []
    text = serialiser.serialize_json(case)
    while not case.completed:
        began = time.process_time()
        case = serialiser.deserialize_json(text)
        task = case.get_tasks(state=TaskState.READY, manual=True)[0]
        task.data.update(answer(task.task_spec.bpmn_id))
        task.run()
        case.do_engine_steps()
        text = serialiser.serialize_json(case)
        costs.append(time.process_time() - began)
    return costs, dict(case.data)


def rows(repeat: int = 30) -> list[dict[str, Any]]:
    """The three measured shapes, as the bench file wants them."""
    return list(_rows(repeat))


def _rows(repeat: int) -> Iterator[dict[str, Any]]:
    warnings.simplefilter("ignore", DeprecationWarning)
    for name, units, rework in (("straight", 0, 0), ("rework 50", 0, 50), ("multi-instance 50", 50, 0)):
        times = repeat if name == "straight" else max(3, repeat // 10)
        gc.collect()
        mine, our_data = _mean(lambda u=units, r=rework: ours(u, r), times)
        theirs, stock_data = _mean(lambda u=units, r=rework: stock(u, r), times if name == "straight" else 1)
        if _result(our_data) != _result(stock_data):
            raise AssertionError(f"{name}: the engines disagree: {_result(our_data)} and {_result(stock_data)}")
        yield {
            "name": f"engine load+step+save, {name}",
            "ours": round(mine, 4),
            "unit": "CPU ms",
            "goal": GOALS[name],
            "better": "less",
            "baseline": round(theirs, 3),
            "ratio": round(theirs / mine, 1),
        }


def _result(data: dict[str, Any]) -> dict[str, Any]:
    """What the case came to, as both engines keep it."""
    kept = {name: data.get(name) for name in ("status", "rounds", "score", "level", "dept", "hours", "close_note")}
    return kept | {"units": sorted(answer["unit"] for answer in data.get("answers", ()))}


def _mean(measure: Callable[[], Measured], times: int) -> tuple[float, dict[str, Any]]:
    """Milliseconds a task: the mean over a case, the median over cases; the first case only warms up."""
    cases = [measure() for _ in range(times + 1)]
    means = [statistics.fmean(costs) for costs, _ in cases]
    return 1000 * statistics.median(means[1:] if times > 1 else means), cases[0][1]


if __name__ == "__main__":
    for row in rows():
        print(row)
