"""Writes docs/reference/problems.md: every code that is said of a model, with its words; a test compares it."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "platform"))

from onegrid.engine.findings import FINDINGS, Blocks  # noqa: E402
from onegrid.engine.findings.finding import Finding  # noqa: E402

TARGET = ROOT / "docs" / "reference" / "problems.md"
SOURCES = ("feel", "engine", "catalog")
BLOCKS = {
    Blocks.OPENING: "opening 打开",
    Blocks.REHEARSAL: "rehearsal 试跑",
    Blocks.PUBLISHING: "publishing 发布",
    Blocks.CHOICE: "publishing, until the city has chosen 选定前不能发布",
    Blocks.NOTHING: "–",
}
HEAD = """# Problems of models / 问题代码一览

Written by `scripts/write_problems.py` from the code; a test compares it. A code never changes its meaning. Parts in
braces are filled in with what was found. Section 1 is the engine's catalogue for BPMN files; section 2 lists all other
codes: of decisions and expressions, of a running case (incidents), and of the catalog's own rules.

What a problem blocks: *opening* (the file is no drawing), *rehearsal* (it opens but can't run), *publishing* (it can be
rehearsed), *publishing, until the city has chosen* (roles, forms, limits, connectors: a warning for
`python -m onegrid.engine check`, a refusal in the catalog).

## 1. BPMN files / 流程图

| code | severity | blocks 阻止 | says | 提示 | mend | 处理 |
|---|---|---|---|---|---|---|
"""
OTHERS = """
## 2. Decisions, expressions, running cases, catalog / 决策、表达式、运行、目录

| code | says | 提示 | mend | 处理 |
|---|---|---|---|---|
"""
_CODE = re.compile(r"[a-z]+(\.[a-z]+([_-][a-z]+)*)+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def page() -> str:
    """The whole document."""
    others: dict[str, tuple[str, ...]] = {}
    for part in SOURCES:
        for path in sorted((ROOT / "platform" / "onegrid" / part).rglob("*.py")):
            for code, words in _codes_of(path):
                if code not in FINDINGS:
                    others.setdefault(code, words)
    rows = "".join(_other(code, words) for code, words in sorted(others.items()))
    return HEAD + "".join(_row(finding) for _, finding in sorted(FINDINGS.items())) + OTHERS + rows


def _codes_of(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Codes written with their words: in a call or tuple `code, English, Chinese, …`, or in a table of the catalog."""
    text = path.read_text(encoding="utf-8")
    prefix = next(iter(re.findall(r'f"([a-z]+)\.\{', text)), "lint" if "lint" in path.parts else "")
    for node in ast.walk(ast.parse(text)):
        items = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
        for at, item in enumerate(items):
            if isinstance(item, ast.Constant) and isinstance(item.value, str) and _CODE.fullmatch(item.value):
                words = _words([*items[at + 1 : at + 3], *_mends(node)] if _mends(node) else items[at + 1 :])
                if len(words) > 1:
                    yield item.value, words
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str) and isinstance(value, ast.Tuple):
                    words = _words(value.elts)
                    code = key.value if "." in key.value else _in_file(text, key.value, prefix)
                    if len(words) == 4 and code:
                        yield code, words


def _mends(node: ast.AST) -> list[ast.expr]:
    """The mends of an error, which are given by name."""
    named = {one.arg: one.value for one in node.keywords} if isinstance(node, ast.Call) else {}
    return [named[name] for name in ("mend_en", "mend_zh")] if {"mend_en", "mend_zh"} <= named.keys() else []


def _in_file(text: str, key: str, prefix: str) -> str:
    found = re.search(rf'"([a-z]+\.{re.escape(key)})"', text)
    return found.group(1) if found else f"{prefix}.{key}" if prefix else ""


def _words(items: list[ast.expr]) -> tuple[str, ...]:
    """The texts that follow, two or four: each second one is Chinese."""
    said = [text for item in items[:4] if (text := _text(item)) is not None]
    whole = said if len(said) == len(items[:4]) else said[: 2 * (len(said) // 2)]
    pairs = [whole[at : at + 2] for at in range(0, len(whole) - 1, 2)]
    kept: list[str] = []
    for english, chinese in pairs:
        if not _HAN.search(chinese) or _HAN.search(english):
            break
        kept += [english, chinese]
    return tuple(kept)


def _text(item: ast.expr) -> str | None:
    if isinstance(item, ast.Constant) and isinstance(item.value, str):
        return item.value
    if isinstance(item, ast.JoinedStr):
        parts = [
            part.value if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"
            for part in item.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        ]
        return "".join(str(part) for part in parts)
    return None


def _row(found: Finding) -> str:
    words = " | ".join(_cell(text) for text in (found.en, found.zh, found.mend_en, found.mend_zh))
    return f"| `{found.code}` | {found.severity} | {BLOCKS[found.blocks]} | {words} |\n"


def _other(code: str, words: tuple[str, ...]) -> str:
    return f"| `{code}` | {' | '.join(_cell(text) for text in (*words, '', '')[:4])} |\n"


def _cell(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}").replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
