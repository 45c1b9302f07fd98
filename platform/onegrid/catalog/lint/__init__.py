"""Design rules, one a file: each module of this folder with a `check` is found by listing it, nothing else is edited.

They say what the engine can't know: whether roles, forms, connectors and stages exist here, and what the house wants.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from onegrid.catalog.lint.subject import Subject
from onegrid.engine.problems import Problem

Rule = Callable[[Subject], Iterator[Problem]]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the folder, by file name."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return tuple(module.check for module in modules if hasattr(module, "check"))


def run(subject: Subject) -> tuple[Problem, ...]:
    """What all rules find, in the order of their files."""
    return tuple(found for rule in rules() for found in rule(subject))
