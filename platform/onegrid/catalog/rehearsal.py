"""The designer's examples walked, one by one: what was stated, what came, and what stands against it."""

from dataclasses import dataclass, replace
from typing import Any

from onegrid.catalog import draft as files
from onegrid.engine.problems import ModelError, Problem, Severity
from onegrid.engine.rehearse import compared_path, read_examples, stated_path, walk_and_compare
from onegrid.engine.specification import Spec
from onegrid.engine.step import ServiceCall


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One example. expected, walked: element ids, parallel branches as `a | b`; empty where none is stated."""

    title: str
    line: int | None
    expected: tuple[str, ...]
    walked: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it walked as stated."""
        return not any(one.severity is Severity.ERROR for one in self.problems)


def rehearse(spec: Spec, examples: bytes) -> tuple[tuple[Problem, ...], tuple[Rehearsed, ...]]:
    """All findings, and each example; the findings alone where the file cannot be read."""
    try:
        read = read_examples(examples)
    except ModelError as fault:
        return tuple(replace(one, file=files.EXAMPLES) for one in fault.problems), ()
    walked = []
    for example in read.examples:
        walk, problems = walk_and_compare(spec, example, _run_script)
        walked.append(
            Rehearsed(
                title=example.title,
                line=example.line,
                expected=stated_path(example.expect.path),
                walked=tuple(compared_path(spec, example.expect.path, walk)),
                problems=tuple(replace(one, file=files.EXAMPLES) for one in problems),
            )
        )
    return tuple(one for example in walked for one in example.problems), tuple(walked)


def _run_script(call: ServiceCall) -> Any:
    """A process whose Python scripts are off never comes this far."""
    from onegrid.engine.sandbox.workers import run_call  # only where scripts run are the workers needed

    return run_call(call)
