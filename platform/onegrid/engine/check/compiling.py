"""Compiles what no rule objected to, and holds the result against the drawing: nothing is dropped in silence."""

from collections.abc import Mapping

from onegrid.engine.check.accounting import unaccounted
from onegrid.engine.check.report import Report, State
from onegrid.engine.compile import compile_sources
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.reading import Reading
from onegrid.engine.sources import Sources


def compiled(report: Report, sources: Sources, callees: Mapping[str, Sources] | None, reading: Reading) -> Report:
    """The report with what compiling adds; unchanged where called processes are not at hand."""
    normalised = report.normalised
    if normalised is None or report.state in (State.UNREADABLE, State.DRAWING):
        return report
    if callees is None and normalised.tree.find(".//{*}callActivity") is not None:
        return report
    named = Sources(sources.bpmn, sources.decisions, normalised.process_id)
    try:
        spec = compile_sources(named, callees, reading)
    except ModelError as fault:
        return Report((*report.problems, *_untold(fault, report)), normalised, compiles=False)
    taken = {node.element for scope in spec.scopes if scope.process_id == normalised.process_id for node in scope.nodes}
    return report.also(unaccounted(normalised, taken, report.problems)).compiled_to(spec)


def _untold(fault: ModelError, report: Report) -> tuple[Problem, ...]:
    """Without what a rule has told of the same element, in better words and with its line."""
    told = {(one.code, one.element) for one in report.problems}
    return tuple(one for one in fault.problems if (one.code, one.element) not in told)
