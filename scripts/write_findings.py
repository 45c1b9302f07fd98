"""Writes docs/reference/findings.md from the engine's catalogue of findings; tests hold the two together."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "platform"))

from onegrid.engine.findings import FINDINGS, Blocks  # noqa: E402
from onegrid.engine.findings.finding import Finding  # noqa: E402

TARGET = ROOT / "docs" / "reference" / "findings.md"
BLOCKS = {
    Blocks.OPENING: "opening 打开",
    Blocks.REHEARSAL: "rehearsal 演练",
    Blocks.PUBLISHING: "publishing 发布",
    Blocks.NOTHING: "–",
}
HEAD = """# Findings about models / 检查结果一览

Written by `scripts/write_findings.py` from `platform/onegrid/engine/findings/`. Parts in braces are filled in.
Findings of decision files begin with `dmn.`, those of the catalog's own rules are in its documents.

| code | severity | blocks 阻止 | says | 提示 | mend | 处理 |
|---|---|---|---|---|---|---|
"""


def page() -> str:
    """The whole document."""
    return HEAD + "".join(_row(finding) for _, finding in sorted(FINDINGS.items()))


def _row(found: Finding) -> str:
    cells = (found.en, found.zh, found.mend_en, found.mend_zh)
    words = " | ".join(cell.replace("{{", "{").replace("}}", "}").replace("|", "\\|") for cell in cells)
    return f"| `{found.code}` | {found.severity} | {BLOCKS[found.blocks]} | {words} |\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
