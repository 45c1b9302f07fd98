"""Every supported element in its smallest model: no finding, nothing lost, and it begins without a fault."""

from pathlib import Path

import pytest

from onegrid.engine import run
from onegrid.engine.check import State, check
from onegrid.engine.compile import compile_sources
from onegrid.engine.problems import Severity
from onegrid.engine.sources import Sources
from onegrid.engine.starts import starts
from tests.engine.play import BEGIN

FILES = sorted((Path(__file__).parent / "supported").glob("*.bpmn"))


def test_there_are_files() -> None:
    assert len(FILES) > 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_can_be_published_and_begins(path: Path) -> None:
    report = check(Sources(path.read_bytes(), process_id="p"), {})
    assert [(p.code, p.element) for p in report.problems if p.severity is not Severity.INFO] == []
    assert report.state is State.PUBLISHABLE
    spec = compile_sources(Sources(path.read_bytes(), process_id="p"))
    assert "it" in {node.element for scope in spec.scopes for node in scope.nodes}
    step = run.start(spec, data={}, case={"number": "SQ1"}, now=BEGIN, event=starts(spec)[0].element)
    assert not step.incidents
