"""`check --examples`: the examples beside a process walked, too."""

from dataclasses import replace
from pathlib import Path

from onegrid.engine.imports import Imported, ImportedProcess
from onegrid.engine.rehearse import walk


def walked(imported: Imported) -> Imported:
    """The import with what the examples.yaml beside each diagram shows."""
    diagrams = []
    for diagram in imported.diagrams:
        examples = Path(diagram.name).parent / "examples.yaml"
        processes = tuple(_walked(process, examples) for process in diagram.processes)
        found = [each for process in processes for each in process.report.problems]
        problems = tuple(dict.fromkeys((*diagram.problems, *found)))
        diagrams.append(replace(diagram, processes=processes, problems=problems))
    return replace(imported, diagrams=tuple(diagrams))


def _walked(process: ImportedProcess, examples: Path) -> ImportedProcess:
    if process.spec is None or not examples.is_file():
        return process
    found = walk(process.spec, examples.read_bytes())
    return replace(process, report=process.report.also(replace(each, file=examples.name) for each in found))
