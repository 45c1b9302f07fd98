"""What diagrams name and nobody brought: an empty part for a called process, a decision without an answer.

With them a file can be checked and tried alone; each is told and none can be published.
"""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from onegrid.engine.sources import Sources

FILE = "stand-ins.dmn"
_BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:onegrid:stand-in">
<process id={name} name={name} isExecutable="true">
<startEvent id="started" name="start"/><endEvent id="ended" name="end"/>
<sequenceFlow id="on" sourceRef="started" targetRef="ended"/>
</process></definitions>
"""
_DMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="stand_ins" name="stand-ins"
  namespace="urn:onegrid:stand-in">
{decisions}
</definitions>
"""
_DECISION = (
    "<decision id={name} name={name}><variable name={name}/>"
    "<literalExpression id={expression}><text>null</text></literalExpression></decision>"
)


def absent_process(process: str) -> Sources:
    """A part that begins and ends."""
    return Sources(_BPMN.format(name=quoteattr(process)).encode(), process_id=process)


def absent_decisions(names: Iterable[str]) -> dict[str, bytes]:
    """One DMN file with decisions that answer null; empty for no names."""
    made = [_DECISION.format(name=quoteattr(name), expression=quoteattr(f"{name}__text")) for name in sorted(names)]
    return {FILE: _DMN.format(decisions="\n".join(made)).encode()} if made else {}
