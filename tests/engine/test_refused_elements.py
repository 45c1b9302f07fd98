"""Every element outside the supported set is refused where it stands, with what to draw instead; one file for each."""

from pathlib import Path

import pytest

from onegrid.engine.check import State, check
from onegrid.engine.compile import compile_sources
from onegrid.engine.problems import ModelError
from onegrid.engine.sources import Sources

FILES = sorted((Path(__file__).parent / "refused").glob("*.bpmn"))


def test_there_are_files() -> None:
    assert len(FILES) > 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_refused_at_its_element(path: Path) -> None:
    report = check(Sources(path.read_bytes()), {})
    refusals = [found for found in report.problems if found.code == "element.unsupported"]
    assert [found.element for found in refusals] == ["refused"]
    found = refusals[0]
    assert found.line is not None
    line = path.read_text(encoding="utf-8").splitlines()[found.line - 1]
    assert 'id="refused"' in line
    assert "(refused)" in found.message_en
    assert "(refused)" in found.message_zh
    assert found.mend_en
    assert any("\u4e00" <= letter <= "\u9fff" for letter in found.mend_zh)
    assert report.state is State.DRAWING


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_never_runs_by_another_way(path: Path) -> None:
    """The compiler refuses it too, in our words: a caller that forgets the check gets no half process."""
    with pytest.raises(ModelError) as refusal:
        compile_sources(Sources(path.read_bytes(), process_id="p"))
    assert "SpiffWorkflow" not in refusal.value.message_en
