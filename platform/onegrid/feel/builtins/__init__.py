"""The built-in functions of DMN 1.3 to 1.5; importing this package fills the table."""

from onegrid.feel.builtins import (
    camunda,
    contexts,
    conversion,
    lists,
    logic,
    numeric,
    ranges,
    statistics,
    strings,
    temporal,
)
from onegrid.feel.builtins.registry import BUILTINS, Builtin
from onegrid.feel.values import Function


def find_builtin(name: str) -> Builtin | None:
    """The function of that name."""
    return BUILTINS.get(name)


def builtin_function(name: str) -> Function | None:
    """The function of that name as a value."""
    found = BUILTINS.get(name)
    return None if found is None else found.value


__all__ = [
    "BUILTINS",
    "builtin_function",
    "camunda",
    "contexts",
    "conversion",
    "find_builtin",
    "lists",
    "logic",
    "numeric",
    "ranges",
    "statistics",
    "strings",
    "temporal",
]
