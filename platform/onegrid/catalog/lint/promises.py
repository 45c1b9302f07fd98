"""A process says by examples how it is meant to run; without one nobody can tell whether a change broke it."""

from collections.abc import Iterator

from onegrid.catalog.draft import EXAMPLES
from onegrid.catalog.findings import Table, problem, say
from onegrid.catalog.lint.subject import Subject
from onegrid.engine.problems import Problem

_SAID: Table = {
    "no_examples": (
        "The process has no examples.yaml.",
        "该流程没有 examples.yaml。",
        "Write at least the way to a good end (docs/reference/examples.md).",
        "请至少写出一条顺利办结的示例（docs/reference/examples.md）。",
    ),
}


def check(subject: Subject) -> Iterator[Problem]:
    """At most one finding; whether the examples hold is found by walking them."""
    if not subject.draft.files.get(EXAMPLES, b"").strip():
        yield problem("lint.no_examples", say(_SAID, "no_examples"), element=subject.slug, file=EXAMPLES)
