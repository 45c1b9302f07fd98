"""The catalogue of findings: complete words in both languages, the same parts in both, and the page that shows it."""

import string
from pathlib import Path

import pytest
from scripts.write_problems import page

from onegrid.engine.findings import FINDINGS
from onegrid.engine.findings.finding import Finding

ROOT = Path(__file__).resolve().parents[2]


def parts(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("found", FINDINGS.values(), ids=lambda found: found.code)
def test_words_in_both_languages(found: Finding) -> None:
    assert parts(found.en) == parts(found.zh)
    assert parts(found.mend_en) == parts(found.mend_zh)
    for chinese in (found.zh, found.mend_zh):
        assert chinese == "{instead}" or any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert found.code == found.code.lower()
    assert "." in found.code


def test_no_code_twice() -> None:
    from onegrid.engine.findings import (
        elements,
        events,
        expressions,
        extension,
        flows,
        imports,
        people,
        reading,
        references,
        walks,
    )

    areas = (elements, events, expressions, extension, flows, imports, people, reading, references, walks)
    written = [found.code for area in areas for found in area.FINDINGS]
    assert len(written) == len(set(written)) == len(FINDINGS)


def test_reference_page_is_current() -> None:
    written = (ROOT / "docs" / "reference" / "problems.md").read_text(encoding="utf-8")
    assert written == page(), "run scripts/write_problems.py"
