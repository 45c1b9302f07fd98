"""Which process of a file is meant."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.extension import words
from onegrid.engine.extension.process import is_executable
from onegrid.engine.findings import problem
from onegrid.engine.problems import ModelError


def chosen_process(root: etree._Element, process_id: str) -> etree._Element:
    """The named one; else the only executable one, else the only case among them, else the only one at all."""
    found = list(bpmn.processes(root))
    known = ", ".join(process.get("id") or "?" for process in found)
    if process_id:
        named = [process for process in found if process.get("id") == process_id]
        if not named:
            raise ModelError((problem("process.unknown", process=process_id, known=known or "–"),))
        return named[0]
    runnable = [process for process in found if is_executable(process)]
    cases = [process for process in runnable if words.attribute(process, "kind") == "case"]
    for candidates in (runnable, cases, [] if runnable else found):
        if len(candidates) == 1:
            return candidates[0]
    if not found:
        raise ModelError((problem("process.none"),))
    raise ModelError((problem("process.several", known=known),))
