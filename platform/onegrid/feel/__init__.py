"""FEEL, the expression language of DMN 1.3 to 1.5: text to closures, with values as plain Python objects.

    expression = compile_expression('if days > 3 then "long" else "short"')
    expression.evaluate({"days": 5}, Evaluation(now=now, zone=zone))

Nothing here reads a clock, a file or a setting: moment, zone and step budget come with the Evaluation.
"""

from onegrid.feel.api import (
    Expression,
    UnaryTests,
    Vocabulary,
    compile_expression,
    compile_unary_tests,
    free_calls,
    free_names,
    free_paths,
)
from onegrid.feel.errors import BudgetExceeded, FeelError, FeelSyntaxError
from onegrid.feel.evaluation import Evaluation, Layer
from onegrid.feel.json_values import NoFeelValue, from_json, to_json
from onegrid.feel.reasons import Reason
from onegrid.feel.values import Function, Range, Value, YearsMonths, kind_of

__all__ = [
    "BudgetExceeded",
    "Evaluation",
    "Expression",
    "FeelError",
    "FeelSyntaxError",
    "Function",
    "Layer",
    "NoFeelValue",
    "Range",
    "Reason",
    "UnaryTests",
    "Value",
    "Vocabulary",
    "YearsMonths",
    "compile_expression",
    "compile_unary_tests",
    "free_calls",
    "free_names",
    "free_paths",
    "from_json",
    "kind_of",
    "to_json",
]
