"""What an import says, as data that is kept with it and that pages and the API show alike."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from onegrid.engine.check import State
from onegrid.engine.imports import Diagram, ImportedProcess
from onegrid.engine.problems import Problem, Severity

NEW, SAME, COMPLETED, PUBLISHED, DRAWN = "new", "same", "completed", "published", "drawn"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of a process. became: a new draft; the same files were a draft already; that draft got what it
    lacked; it is the running version already; only drawn, because one import makes no more drafts. wanted: its slug,
    had it been free.
    """

    became: str
    slug: str = ""
    wanted: str = ""
    tables: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


def file_said(diagram: Diagram, drafted: Mapping[str, Drafted]) -> dict[str, Any]:
    """One diagram: how far it may go, its processes and everything found in it."""
    own_layout = diagram.drawing is not None and "BPMNDiagram" in diagram.original.decode("utf-8", "ignore")
    return {
        "name": diagram.name,
        "state": str(diagram.state),
        "is_drawn": diagram.drawing is not None,
        "has_layout": own_layout,
        "processes": [_process(one, drafted[one.process_id]) for one in diagram.processes],
        "problems": problems_said(diagram.problems),
    }


def problems_said(found: Iterable[Problem]) -> list[dict[str, Any]]:
    """Each with its words in both languages."""
    return [
        {
            "severity": str(one.severity),
            "code": one.code,
            "element": one.element,
            "line": one.line,
            "file": one.file,
            "message": {"zh": one.message_zh, "en": one.message_en},
            "mend": {"zh": one.mend_zh, "en": one.mend_en},
        }
        for one in found
    ]


def problems_kept(said: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """The findings again."""
    return [
        Problem(
            one["code"], Severity(one["severity"]), one["message"]["en"], one["message"]["zh"], one["mend"]["en"],
            one["mend"]["zh"], element=one["element"], line=one["line"], file=one["file"],
        )
        for one in said
    ]  # fmt: skip


def totals(files: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many processes, or files without one, may go how far."""
    states = Counter(one["state"] for file in files for one in file["processes"] or [file])
    return {str(state): states[str(state)] for state in State}


def storable(value: Any) -> Any:
    """The same without what PostgreSQL's JSON can't hold: NUL, and halves of pairs."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, dict):
        return {storable(name): storable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [storable(one) for one in value]
    return value


def _process(process: ImportedProcess, drafted: Drafted) -> dict[str, Any]:
    severities = Counter(str(one.severity) for one in process.report.problems)
    return {
        "id": process.process_id,
        "name": process.name,
        "state": str(process.state),
        "counts": {str(severity): severities[str(severity)] for severity in Severity},
        "became": drafted.became,
        "slug": drafted.slug,
        "wanted": drafted.wanted,
        "tables": list(drafted.tables),
        "forms": list(drafted.forms),
        "renamed": dict(drafted.renamed),
        "absent": list(process.absent),
    }
