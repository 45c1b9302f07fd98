"""What must hold of every answer, however odd the question: no foreign exception, no internal words, within time."""

import datetime as dt
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check import State, check
from onegrid.engine.dmn import compile_model, examine, read_dmn
from onegrid.engine.imports import import_files
from onegrid.engine.problems import EngineError, ModelError, Problem
from onegrid.engine.rehearse.player import play
from onegrid.engine.rehearse.request import BEGIN, Request
from onegrid.engine.rehearse.stand_ins import compile_for_rehearsal
from onegrid.engine.sources import Sources
from onegrid.feel import BudgetExceeded, Evaluation, FeelSyntaxError, compile_expression, compile_unary_tests, kind_of

SECONDS = 2.0
INTERNAL = re.compile(
    r"Traceback|\b[A-Z]\w+(Error|Exception)\b|<class |object at 0x|SpiffWorkflow|\blxml\b|\.py\b|failed unexpectedly"
)
_NAMED = re.compile(r"“\w*”")  # one word in quotation marks is a name of the designer's own, whatever it says
SCOPE = {"a": 3, "b": [1, None, "x"], "item": {"a": 1}, "金额": dt.date(2026, 3, 2), "total sum": True}


class Unworthy(AssertionError):
    """An answer that nobody should ever get."""


def judge_feel(text: str) -> None:
    """Compile and evaluate the text, as an expression and as a cell."""
    with _in_time(text):
        try:
            value = compile_expression(text).evaluate(SCOPE, Evaluation(BEGIN, BEGIN.tzinfo, 100_000))
            if kind_of(value) == "foreign":
                raise Unworthy(f"a {type(value).__name__} as value")
        except (FeelSyntaxError, BudgetExceeded) as fault:
            _words((fault.message_en, fault.message_zh))
        try:
            compile_unary_tests(text).test(3, SCOPE, Evaluation(BEGIN, BEGIN.tzinfo, 100_000))
        except (FeelSyntaxError, BudgetExceeded) as fault:
            _words((fault.message_en, fault.message_zh))


def judge_dmn(data: bytes) -> None:
    """Read, compile and ask every decision."""
    with _in_time(data):
        try:
            found = read_dmn(data, file="x.dmn")
            decisions = compile_model(found)
            _problems(examine(found))
        except ModelError as fault:
            _problems(fault.problems)
            return
        _problems(decisions.problems)
        for decision in found.decisions:
            try:
                decisions.evaluate(decision.id, SCOPE, Evaluation(BEGIN, BEGIN.tzinfo, 100_000))
            except (EngineError, BudgetExceeded) as fault:
                _words((fault.message_en, fault.message_zh))


def judge_bpmn(data: bytes) -> None:
    """Check, and where nothing stands against it, compile and play with an empty answer to every task."""
    with _in_time(data):
        report = check(Sources(data), {})
        _problems(report.problems)
        if report.normalised is None or report.state not in (State.REHEARSABLE, State.PUBLISHABLE):
            return
        try:
            spec, _ = compile_for_rehearsal(Sources(data), {}, {})
            tasks = {element: {} for element in spec.human_tasks}
            play(spec, Request(tasks=tasks))
        except EngineError as fault:
            _words((fault.message_en, fault.message_zh))


def judge_delivery(data: bytes) -> None:
    """Import it: each problem has a place, nothing is lost in silence, what is publishable does not fail when tried."""
    with _in_time(data):
        found = import_files({"x.zip" if data.startswith(b"PK") else "x.bpmn": data})
    _problems(found.problems)
    for diagram in found.diagrams:
        _problems(diagram.problems)
        placed = {each.element for each in diagram.problems}
        if any(each.element is None and each.line is None for each in diagram.problems):
            raise Unworthy("a problem without a place")
        if diagram.drawing is not None:
            etree.fromstring(diagram.drawing.encode())
        for process in diagram.processes:
            if process.tried is not None and process.tried.error is not None:
                _words(process.tried.error)
            if process.state is not State.PUBLISHABLE or process.model is None:
                continue
            if process.tried is None or process.tried.state == "failed":
                raise Unworthy(f"{process.process_id} is called publishable, and fails")
            drawn = next(each for each in bpmn.processes(process.model.tree) if each.get("id") == process.process_id)
            nodes = {node.get("id") for node in bpmn.all_nodes(drawn)} - set(process.model.inserted)
            if lost := nodes - set(process.nodes) - placed:
                raise Unworthy(f"lost in silence: {lost}")


JUDGES = {"feel": judge_feel, "dmn": judge_dmn, "bpmn": judge_bpmn, "delivery": judge_delivery}


@contextmanager
def _in_time(asked: str | bytes) -> Iterator[None]:
    began = time.process_time()
    yield
    took = time.process_time() - began
    if took > SECONDS:
        raise Unworthy(f"{took:.1f} s for {asked[:200]!r}")


def _problems(found: Iterable[Problem]) -> None:
    for each in found:
        _words((each.message_en, each.message_zh, each.mend_en, each.mend_zh))


def _words(words: Iterable[str]) -> None:
    for each in words:
        if not each or INTERNAL.search(_NAMED.sub("", each)) or len(each) > 4_000:
            raise Unworthy(each[:500] or "no words")
