"""The process folders and forms of the repository, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from onegrid.catalog.forms.parse import parse
from onegrid.catalog.forms.schema import FormSchema
from onegrid.engine.sources import Sources

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = ROOT / "workflows"
SLUGS = tuple(sorted(folder.name for folder in WORKFLOWS.iterdir() if folder.is_dir()))


@cache
def sources() -> dict[str, Sources]:
    """What publishing would freeze, by slug."""
    return {slug: _sources(slug) for slug in SLUGS}


def _sources(slug: str) -> Sources:
    folder = WORKFLOWS / slug
    decisions = {path.name: path.read_bytes() for path in sorted((folder / "decisions").glob("*.dmn"))}
    return Sources(bpmn=(folder / "process.bpmn").read_bytes(), decisions=decisions, process_id=slug)


def others(slug: str) -> dict[str, Sources]:
    """All processes but the one, as its callees."""
    return {other: found for other, found in sources().items() if other != slug}


@cache
def forms() -> dict[str, FormSchema]:
    """Every form of the repository; a form with a finding fails here, with its findings."""
    found: dict[str, FormSchema] = {}
    for path in sorted((ROOT / "forms").glob("*.yaml")):
        schema, problems = parse(path.read_bytes(), slug=path.stem)
        assert schema is not None, [(one.line, one.code, one.message_en) for one in problems]
        found[path.stem] = schema
    return found


@cache
def examples(slug: str) -> dict[str, Any]:
    """The examples file as plain data."""
    data = yaml.safe_load((WORKFLOWS / slug / "examples.yaml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data
