"""Python as SpiffWorkflow evaluates it, to FEEL: expressions, and scripts that only assign. Read, never run."""

from onegrid.engine.dialects.python.expressions import python_to_feel
from onegrid.engine.dialects.python.statements import python_script_to_feel

__all__ = ["python_script_to_feel", "python_to_feel"]
