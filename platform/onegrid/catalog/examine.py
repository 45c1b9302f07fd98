"""Look at a draft from every side before it may become a version: files, forms, engine, house rules, examples."""

from collections.abc import Mapping
from dataclasses import dataclass

from onegrid.catalog import draft as files
from onegrid.catalog import lint, reference
from onegrid.catalog.draft import Draft
from onegrid.catalog.findings import Table, problem, say
from onegrid.catalog.forms.parse import parse
from onegrid.catalog.forms.schema import FormSchema
from onegrid.catalog.gather import Gathered, gather
from onegrid.catalog.kept import Kept
from onegrid.catalog.lint.subject import Subject
from onegrid.catalog.manifest import Manifest
from onegrid.catalog.rehearsal import Rehearsed, rehearse
from onegrid.catalog.selectors import runs_python
from onegrid.connectors import registry
from onegrid.engine.check import Report, State, check, unaccounted
from onegrid.engine.compile import compile_sources
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import ModelError, Problem, Severity
from onegrid.engine.scripts import CONNECTOR as SCRIPTS
from onegrid.engine.specification import Spec
from onegrid.jurisdictions.models import Role


@dataclass(frozen=True)
class Examination:
    """Everything known about a draft. It can be published where `errors` is empty; `state`: how far it may go.

    rehearsed: each example with what came out; empty where something else was wrong, so that none was walked.
    """

    gathered: Gathered
    report: Report
    rehearsed: tuple[Rehearsed, ...] = ()

    @property
    def slug(self) -> str:
        """The process."""
        return self.gathered.slug

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All findings, errors first."""
        return self.report.problems

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stands in the way of publishing."""
        return self.report.errors

    @property
    def state(self) -> State:
        """Drawing, rehearsal, publishing."""
        return self.report.state


_Found = tuple[Report, tuple[Rehearsed, ...]]
_found: Kept[tuple[str, str, frozenset[str], frozenset[str], bool], _Found] = Kept(12)


def examine(slug: str, draft: Draft) -> Examination:
    """All findings at once, as far as each stage lets the next one look. Changes nothing.

    The same content is looked at once in a process: a check, the page before publishing and publishing ask in turn.
    """
    gathered = gather(slug, draft)
    roles, stages = frozenset(Role.objects.values_list("slug", flat=True)), reference.stages()
    # The checksum speaks of what would be frozen; of files that may not be there only the names matter.
    whole = files.checksum({"frozen": gathered.checksum(), **{f"file {name}": "" for name in draft.files}})
    size = sum(len(content) for content in (*draft.files.values(), *draft.forms.values()))
    python = runs_python(slug)
    key = (slug, f"{whole} {size}", roles, stages, python)
    report, rehearsed = _found.get(key, lambda: _look(gathered, roles, stages, python))
    return Examination(gathered, report, rehearsed)


def _look(gathered: Gathered, roles: frozenset[str], stages: frozenset[str], python: bool) -> _Found:
    problems = [*gathered.problems, *_misplaced(gathered.draft)]
    schemas: dict[str, FormSchema | None] = {}
    for name, content in gathered.forms.items():
        schemas[name], faults = parse(content, slug=name)
        problems.extend(faults)
    keys = {name: one.keys() for name, one in schemas.items() if one is not None}
    report = check(gathered.sources, gathered.called, fields=keys, python=python)
    if report.normalised is not None:
        problems.extend(lint.run(_subject(gathered, report.normalised, schemas, roles, stages)))
    report = report.also(problems)
    rehearsed: tuple[Rehearsed, ...] = ()
    if not report.errors and report.normalised is not None:
        more, rehearsed = _run_through(gathered, report.normalised, report)
        report = report.also(more)
    return _exempted(report, gathered.manifest), rehearsed


def _subject(
    gathered: Gathered,
    model: Normalised,
    forms: Mapping[str, FormSchema | None],
    roles: frozenset[str],
    stages: frozenset[str],
) -> Subject:
    return Subject(
        slug=gathered.slug,
        process=gathered.process,
        draft=gathered.draft,
        model=model,
        forms=forms,
        roles=roles,
        stages=stages,
        connectors={name: frozenset(found.operations) for name, found in registry.known().items() if name != SCRIPTS},
    )


def _run_through(
    gathered: Gathered, model: Normalised, report: Report
) -> tuple[tuple[Problem, ...], tuple[Rehearsed, ...]]:
    """Compile, see that no node was lost, and walk the examples: only where nothing else is wrong."""
    try:
        spec: Spec = compile_sources(gathered.sources, gathered.called)
    except ModelError as fault:
        return fault.problems, ()
    compiled = {node.element for scope in spec.scopes if scope.process_id == model.process_id for node in scope.nodes}
    if lost := tuple(unaccounted(model, compiled, report.problems)):
        return lost, ()
    return rehearse(spec, gathered.draft.files[files.EXAMPLES])


def _misplaced(draft: Draft) -> list[Problem]:
    wrong = [name for name in draft.files if not files.is_allowed(name)]
    size = sum(len(content) for content in (*draft.files.values(), *draft.forms.values()))
    found = [problem("folder.file_unknown", say(_SAID, "file_unknown", name=name), file=name) for name in wrong]
    if len(draft.files) > files.MAX_FILES or size > files.MAX_TOTAL:
        found.append(problem("folder.too_large", say(_SAID, "too_large")))
    return found


def _exempted(report: Report, manifest: Manifest | None) -> Report:
    """Without the warnings that the manifest says are meant; an exemption that meets nothing is told."""
    exemptions = manifest.exemptions if manifest is not None else ()
    if not exemptions:
        return report
    warnings = [one for one in report.problems if one.severity is not Severity.ERROR]
    kept = [one for one in report.problems if one not in warnings or not any(e.covers(one) for e in exemptions)]
    idle = [
        problem(
            "manifest.exemption_idle",
            say(_SAID, "exemption_idle", rule=one.rule),
            element=one.element,
            line=one.line,
            file=files.MANIFEST,
            severity=Severity.WARNING,
        )
        for one in exemptions
        if not any(one.covers(found) for found in warnings)
    ]
    return Report((*kept, *idle), report.normalised, report.compiles)


_SAID: Table = {
    "file_unknown": (
        "`{name}` is no file of a process.",
        "“{name}”不是流程文件夹应有的文件。",
        "Allowed: workflow.yaml, process.bpmn, examples.yaml, README.md, decisions/*.dmn; forms go by themselves.",
        "允许：workflow.yaml、process.bpmn、examples.yaml、README.md、decisions/*.dmn；表单另行提交。",
    ),
    "too_large": (
        "The folder has more than 60 files or 16 MB.",
        "文件夹超过 60 个文件或 16 MB。",
        "Take out what the process does not need.",
        "请去掉流程不需要的文件。",
    ),
    "exemption_idle": (
        "The exemption of `{rule}` meets no warning.",
        "对“{rule}”的豁免没有对应的警告。",
        "Take it out of workflow.yaml.",
        "请从 workflow.yaml 中删除。",
    ),
}
