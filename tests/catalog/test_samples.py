"""What was published once compiles and parses for ever (decision 15). A sample is added when a format changes; none is
ever edited or taken away."""

from pathlib import Path

import pytest

from onegrid.catalog.forms.parse import parse
from onegrid.engine.compile import compile_sources
from onegrid.engine.sources import Sources

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize("folder", sorted(path.name for path in SAMPLES.iterdir()))
def test_old_processes_compile(folder: str) -> None:
    decisions = {path.name: path.read_bytes() for path in (SAMPLES / folder).glob("decisions/*.dmn")}
    spec = compile_sources(Sources((SAMPLES / folder / "process.bpmn").read_bytes(), decisions))
    assert spec.human_tasks


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.yaml")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_old_forms_parse(path: Path) -> None:
    schema, problems = parse(path.read_bytes(), slug=path.stem)
    assert schema is not None, problems
