"""Walks a process's examples in memory: the real engine, a clock that only the examples move, nothing called outside.

The format of `examples.yaml` is in docs/reference/examples.md.
"""

from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.rehearse.comparison import compare, compared_path, stated_path
from onegrid.engine.rehearse.examples import Example, Examples
from onegrid.engine.rehearse.reading import read_examples
from onegrid.engine.rehearse.walker import Sandbox, Walk, walk_example
from onegrid.engine.specification import Spec

__all__ = [
    "Example",
    "Examples",
    "Walk",
    "compared_path",
    "read_examples",
    "stated_path",
    "walk",
    "walk_all",
    "walk_and_compare",
]


def walk(spec: Spec, examples: bytes | Examples) -> tuple[Problem, ...]:
    """What stands against the examples, each finding with the example's line; empty where all walk as stated."""
    try:
        read = read_examples(examples) if isinstance(examples, bytes) else examples
    except ModelError as fault:
        return fault.problems
    problems: list[Problem] = []
    for example in read.examples:
        problems.extend(walk_and_compare(spec, example)[1])
    return tuple(problems)


def walk_and_compare(spec: Spec, example: Example, sandbox: Sandbox | None = None) -> tuple[Walk, tuple[Problem, ...]]:
    """One example: what happened, and what stands against it."""
    walked = walk_example(spec, example, sandbox)
    return walked, tuple(compare(spec, example, walked))


def walk_all(spec: Spec, examples: Examples) -> tuple[Walk, ...]:
    """The walks themselves, for whoever counts what they touched (rules hit, elements passed)."""
    return tuple(walk_example(spec, example) for example in examples.examples)
