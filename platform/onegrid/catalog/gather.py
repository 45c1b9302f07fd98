"""Put together what a version of a draft would freeze: its files, its forms, and today's versions of its callees."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from onegrid.catalog import draft as files
from onegrid.catalog import selectors
from onegrid.catalog.draft import Draft, checksum, digest
from onegrid.catalog.manifest import Manifest, process_of, read_manifest
from onegrid.catalog.models import Form, Workflow, WorkflowVersion
from onegrid.engine import bpmn
from onegrid.engine.normalise import normalise
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.read import read
from onegrid.engine.sources import Sources


@dataclass(frozen=True)
class Gathered:
    """callees: slug -> version, of every process reached by calls. forms: slug -> bytes of every form named by
    the process or a callee. model: None where the diagram cannot be read. sources, called (by process id): what the
    engine compiles. process: id of the process that is meant; the diagram may have none of that id.
    """

    slug: str
    draft: Draft
    sources: Sources
    process: str
    manifest: Manifest | None = None
    model: Normalised | None = None
    callees: Mapping[str, WorkflowVersion] = field(default_factory=dict)
    called: Mapping[str, Sources] = field(default_factory=dict)
    forms: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def kind(self) -> str:
        """`case` or `part`, as the diagram says."""
        found = self.model.processes.get(self.model.process_id) if self.model is not None else None
        return found.kind if found is not None else "part"

    def content_checksum(self) -> str:
        """Of the own files."""
        return self.draft.content_checksum()

    def checksum(self) -> str:
        """Of all that a version would freeze: own files, forms, and the callees' own files."""
        parts = {"content": self.content_checksum()}
        parts |= {f"form {slug}": digest(content) for slug, content in self.forms.items()}
        parts |= {f"callee {slug}": version.content_checksum for slug, version in self.callees.items()}
        return checksum(parts)


def gather(slug: str, draft: Draft) -> Gathered:
    """Reads the database, changes nothing; never raises for a faulty draft."""
    manifest, problems = read_manifest(draft.files.get(files.MANIFEST), slug=slug)
    process = process_of(draft.files.get(files.MANIFEST), slug)
    sources = Sources(bpmn=draft.bpmn, decisions=draft.decisions, process_id=process)
    model = model_of(sources)
    if model is None:
        # A process of another name is told as that, not as a file without a process.
        sources = Sources(bpmn=draft.bpmn, decisions=draft.decisions)
        model = model_of(sources)
    if model is None:
        return Gathered(slug, draft, sources, process, manifest, problems=problems)
    callees = _callees(model, slug)
    return Gathered(
        slug=slug,
        draft=draft,
        sources=sources,
        process=process,
        manifest=manifest,
        model=model,
        callees=callees,
        called={version.process_id: selectors.sources_of(version) for version in callees.values()},
        forms=_forms(draft, model, callees),
        problems=problems,
    )


def model_of(sources: Sources) -> Normalised | None:
    """The diagram as the compiler would take it; None where it cannot be read."""
    try:
        return normalise(read(sources.bpmn), sources.process_id)
    except ModelError:
        return None


def named_forms(model: Normalised) -> set[str]:
    """Forms that the process's own tasks name."""
    return {task.form for task in model.human_tasks.values() if task.form and task.process == model.process_id}


def called_processes(model: Normalised) -> set[str]:
    """Processes that it calls itself."""
    process = next((one for one in bpmn.processes(model.tree) if one.get("id") == model.process_id), None)
    nodes = bpmn.all_nodes(process) if process is not None else ()
    calls = (node.get("id") or "" for node in nodes if bpmn.kind(node) == "callActivity")
    return {model.bindings[call] for call in calls if call in model.bindings}


def _callees(model: Normalised, slug: str) -> dict[str, WorkflowVersion]:
    """Current versions of every process reached by calls, those of the callees' callees too."""
    found = {one.workflow.slug: one for one in _named(called_processes(model) - {model.process_id})}
    found.pop(slug, None)
    while pending := {name for one in found.values() for name in one.callees} - found.keys() - {slug}:
        rows = Workflow.objects.filter(slug__in=pending).exclude(current_version=None)
        more = [row.current_version for row in rows.select_related("current_version__workflow")]
        if not more:
            break
        found |= {one.workflow.slug: one for one in more if one is not None}
    return found


def _named(processes: set[str]) -> list[WorkflowVersion]:
    """By the id that calls name; where two have it, the one whose slug it is, else the older."""
    meant = Q(slug__in=processes) | Q(current_version__process__in=processes)
    rows = Workflow.objects.filter(meant).exclude(current_version=None).order_by("pk")
    found: dict[str, WorkflowVersion] = {}
    for row in rows.select_related("current_version__workflow"):
        version = row.current_version
        if version is None or version.process_id not in processes:
            continue
        if version.process_id not in found or not version.process:
            found[version.process_id] = version
    return list(found.values())


def _forms(draft: Draft, model: Normalised, callees: Mapping[str, WorkflowVersion]) -> dict[str, bytes]:
    """Own forms from the draft, else as published; callees' forms as published today."""
    own = named_forms(model)
    offered = {name: draft.forms[name] for name in own if name in draft.forms}
    wanted = (own | {name for version in callees.values() for name in version.forms}) - offered.keys()
    rows = Form.objects.filter(slug__in=wanted).exclude(current_version=None).select_related("current_version")
    return offered | {row.slug: row.current_version.source.encode() for row in rows if row.current_version}
