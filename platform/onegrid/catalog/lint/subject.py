"""What a design rule looks at: one process with its forms, and what the installation knows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from onegrid.catalog.draft import DIAGRAM, Draft
from onegrid.catalog.findings import Table, problem, say
from onegrid.catalog.forms.schema import FormSchema
from onegrid.engine import bpmn
from onegrid.engine.definitions import HumanTask
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import Problem, Severity


@dataclass(frozen=True)
class Subject:
    """forms: every form named by a task; None where it is offered but faulty; no entry where nobody has it.

    process: id that the manifest means. roles: slugs of the posts that exist. stages: of the current code set.
    connectors: id -> operations it knows.
    """

    slug: str
    process: str
    draft: Draft
    model: Normalised
    forms: Mapping[str, FormSchema | None] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    connectors: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def tasks(self) -> Iterator[HumanTask]:
        """The human tasks of the process itself, in the order of the file."""
        return (task for task in self.model.human_tasks.values() if task.process == self.model.process_id)

    def tell(
        self, table: Table, code: str, element: str, /, *, severity: Severity = Severity.ERROR, **facts: object
    ) -> Problem:
        """A finding at an element of the diagram, with its line; `{it}` names it as people do."""
        node = next((one for one in self.model.tree.iter() if one.get("id") == element), None)
        en, zh = bpmn.words(node) if node is not None else (f"`{element}`", f"“{element}”")
        both = say(table, code, it=en, it_zh=zh, **facts)
        line = bpmn.line_of(node) if node is not None else None
        return problem(f"lint.{code}", both, element=element, line=line, file=DIAGRAM, severity=severity)
