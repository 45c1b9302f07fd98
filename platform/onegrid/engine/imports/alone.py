"""What is said of a delivery without any diagram: that it has no process, and what is wrong with its tables."""

from collections.abc import Iterator
from dataclasses import replace

from onegrid.engine.check.decisions import tables_of
from onegrid.engine.findings import problem
from onegrid.engine.imports.unpack import Brought
from onegrid.engine.problems import Problem, Severity


def without_diagram(brought: Brought) -> Iterator[Problem]:
    """At least one error, unless the files themselves had one."""
    for name in brought.tables:
        yield replace(problem("import.table_alone", line=1, file=name), file=name)
    for found in tables_of(brought.tables).problems:
        yield found if found.element or found.line else replace(found, line=1)
    if not brought.tables and all(found.severity is not Severity.ERROR for found in brought.problems):
        yield problem("import.no_diagram", line=1)
