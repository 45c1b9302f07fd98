"""DMN 1.1 to 1.5: read safely, refuse at its element what cannot be evaluated, compile once, evaluate often.

decisions = compile_model(read_dmn(data, file="route.dmn"))
result = decisions.evaluate("route", {"case": case, "urgency": "urgent"}, Evaluation(now=now, zone=zone))
result.value, result.rules
"""

from onegrid.engine.dmn.compile import compile_model
from onegrid.engine.dmn.decisions import DecisionResult, Decisions
from onegrid.engine.dmn.examine import examine
from onegrid.engine.dmn.model import Model
from onegrid.engine.dmn.read import read_dmn
from onegrid.engine.dmn.trace import Fault, TableHit

__all__ = ["DecisionResult", "Decisions", "Fault", "Model", "TableHit", "compile_model", "examine", "read_dmn"]
