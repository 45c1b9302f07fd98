"""What becomes of one imported process: its name here, and the files of its draft."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml

from onegrid.catalog import draft as files
from onegrid.catalog.manifest import SLUG
from onegrid.engine import bpmn
from onegrid.engine.dialects.fields import slug as form_name
from onegrid.engine.dmn import read_dmn
from onegrid.engine.imports import Imported, ImportedProcess
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import ModelError

_LONGEST = 60
# What modelling tools write where nobody gives an id: Process_1, Process_0x8qkf1, sid-6A5B...
_MACHINES = re.compile(r"process_?[0-9a-z]*[0-9][0-9a-z]*|process|sid[-_].*|_?[0-9a-f]{8}[-_].*", re.IGNORECASE)
_MADE = files.MANIFEST, files.DIAGRAM


@dataclass(frozen=True, slots=True)
class Brought:
    """Files of one draft. tables, forms: names as they came. renamed: form as the diagram names it -> name it got here,
    because the city has another form of that name.
    """

    files: Mapping[str, bytes]
    tables: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


def name_for(process_id: str, file: str, *, is_alone: bool) -> str:
    """A slug: of the process's id, or of the file where its only process has an id that no person chose."""
    stem = re.sub(r"(\.bpmn)?(20)?(\.xml|\.bpmn)?$", "", PurePosixPath(file).name, flags=re.IGNORECASE)
    order = (stem, process_id) if is_alone and _MACHINES.fullmatch(process_id) else (process_id, stem)
    return next((found for one in order if (found := _slug(one))), "imported_process")


def free(wanted: str, taken: Collection[str], *, between: str = "_") -> str:
    """The name, or with the first free number behind it."""
    found, number = wanted, 1
    while found in taken:
        number += 1
        end = f"{between}{number}"
        found = wanted[: _LONGEST - len(end)] + end
    return found


def manifest_of(process: ImportedProcess, slug: str, file: str, owner: str) -> bytes:
    """`workflow.yaml` with what is known; the rest is the designer's to write."""
    model = process.model
    found = model.processes.get(process.process_id) if model is not None else None
    said: dict[str, str] = {"slug": slug}
    if slug != process.process_id:
        said["process"] = process.process_id
    said["title"] = _line(process.name or process.process_id)
    said["owner"] = _line(owner)
    said["description"] = _line(found.documentation if found is not None else "", 500) or f"由文件 {_line(file)} 导入。"
    return _yaml(said)


def brought_of(
    imported: Imported, process: ImportedProcess, manifest: bytes, owner: str, published: Mapping[str, bytes]
) -> Brought:
    """The designer's own diagram byte for byte, with the tables and forms that it names.

    published: the city's forms by slug. They stay what the task shows; a brought form of the same name is renamed.
    """
    made: dict[str, bytes] = {files.DIAGRAM: process.sources.bpmn, files.MANIFEST: manifest}
    if process.model is None:
        return Brought(made)
    tables = _tables(process, process.model)
    for name in tables:
        path = f"decisions/{free(_file_name(name), [one.removeprefix('decisions/') for one in made], between='-')}"
        made[path] = imported.tables[name]
    offered = {form_name(name): (name, form) for name, form in {**imported.forms, **process.model.forms}.items()}
    forms, renamed = [], {}
    for named in _named_forms(process.model, process.process_id):
        if named not in offered or files.form_of_name(f"forms/{named}.yaml") is None:
            continue
        name, form = offered[named]
        try:
            content = form_yaml(form, named, owner)
        except RecursionError:  # nested deeper than any form is
            continue
        forms.append(name)
        if named in published and published[named] != content:
            renamed[named] = free(named, published.keys())
            content = form_yaml(form, renamed[named], owner)
        made[f"forms/{renamed.get(named, named)}.yaml"] = content
    return Brought(made, tuple(tables), tuple(forms), renamed)


def form_yaml(form: Mapping[str, object], slug: str, owner: str) -> bytes:
    """A form-js document as our file; what our forms do not know stays in it, for the check to name."""
    title = form.get("title") or form.get("name") or form.get("id") or slug
    rest = {name: value for name, value in form.items() if name not in ("id", "title", "name", "owner")}
    return _yaml({"id": slug, "title": _line(str(title)), "owner": _line(owner), **rest})


def _named_forms(model: Normalised, process: str) -> list[str]:
    named = (task.form for task in model.human_tasks.values() if task.form and task.process == process)
    return list(dict.fromkeys(named))


def _tables(process: ImportedProcess, model: Normalised) -> list[str]:
    """Files with the decisions that its rule tasks name, and those that these files import."""
    tasks = {task.get("id") for task in model.tree.iter(bpmn.tag("businessRuleTask"))}
    named = {bound for node, bound in model.bindings.items() if node in tasks}
    known = {}
    for name, content in process.sources.decisions.items():
        try:
            known[name] = read_dmn(content, file=name)
        except ModelError:
            continue
    found = [name for name, table in known.items() if named & {decision.id for decision in table.decisions}]
    for name in found:
        spaces = {one.namespace for one in known[name].imports}
        found.extend(one for one, table in known.items() if table.namespace in spaces and one not in found)
    return found


def unused(imported: Imported, used: Iterable[str]) -> list[str]:
    """Tables and forms that came with the diagrams and that none of them names."""
    drawn = {
        name
        for diagram in imported.diagrams
        for process in diagram.processes
        if process.model is not None
        for name in process.model.forms
    }
    taken = {*used, *drawn}
    return [name for name in (*imported.tables, *imported.forms) if name not in taken]


def _slug(text: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text).lower()
    found = re.sub(r"[^a-z0-9]+", "_", words).strip("_")
    if found[:1].isdigit():
        found = f"process_{found}"
    found = found[:_LONGEST].rstrip("_")
    return found if SLUG.fullmatch(found) else ""


def _file_name(path: str) -> str:
    """As `decisions/` may hold it."""
    base = PurePosixPath(path).name
    stem = re.sub(r"[^\w.-]+", "_", base.removesuffix(".dmn")).lstrip(".") or "table"
    return f"{stem[:_LONGEST]}.dmn"


def _line(text: str, longest: int = 120) -> str:
    return " ".join(text.split())[:longest]


def _yaml(data: Mapping[str, Any]) -> bytes:
    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=120)
    return text.encode("utf-8", "replace")
