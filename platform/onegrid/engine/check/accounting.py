"""The promise that nothing is dropped in silence: each node of the file runs, or the report says why not."""

from collections.abc import Collection, Iterable, Iterator

from onegrid.engine import bpmn
from onegrid.engine.findings import problem
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import Problem


def unaccounted(normalised: Normalised, compiled: Collection[str], problems: Iterable[Problem]) -> Iterator[Problem]:
    """Flow nodes of the process that are neither among the compiled ids nor named by a problem."""
    named = {found.element for found in problems}
    for process in bpmn.processes(normalised.tree):
        if process.get("id") != normalised.process_id:
            continue
        for node in bpmn.all_nodes(process):
            identifier = node.get("id")
            is_ours = identifier in normalised.inserted  # it goes by the id of the element that it stands for
            if not is_ours and identifier not in compiled and identifier not in named:
                yield problem("node.unaccounted", node)
