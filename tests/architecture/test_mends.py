"""Every error and finding that a person can meet says how to mend it, in both languages: read from the sources."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "platform" / "onegrid"
# Below the error shape: what they find is told in it by the layers above.
_BELOW = {"engine", "feel", "migrations"}
_HAN = re.compile(r"[\u4e00-\u9fff]")


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module that can make an error, by its name in the repository."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if not _BELOW & set(path.relative_to(PACKAGE).parts):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def classes(trees: list[tuple[str, ast.Module]]) -> dict[str, bool]:
    """Our errors and Detail -> whether a class writes its own words, for whoever raises it."""
    found = {"Detail": False, "OneGridError": False}  # the base hands words on and has none
    every = [node for _name, tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for _round in every:
        grown = {
            one.name: found.get(_parent(one, found), False) or _has_words(one) for one in every if _parent(one, found)
        }
        if grown.keys() <= found.keys():
            return found
        found |= grown
    return found


def _parent(one: ast.ClassDef, known: dict[str, bool]) -> str:
    return next((name for name in map(_name, one.bases) if name in known), "")


def _has_words(one: ast.ClassDef) -> bool:
    return any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in one.body)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def unmended(trees: list[tuple[str, ast.Module]]) -> list[str]:
    """Places where an error is made, or raised bare, without words on how to mend it."""
    family = classes(trees)
    wanting = {name for name, is_worded in family.items() if not is_worded}
    return [
        f"{name}:{node.lineno} {ast.unparse(node)[:100]}"
        for name, tree in trees
        for node in ast.walk(tree)
        if (isinstance(node, ast.Raise) and node.exc is not None and _name(node.exc) in wanting)
        or (isinstance(node, ast.Call) and _makes(node, tree, family, wanting) and not _is_mended(node))
    ]


def _makes(call: ast.Call, tree: ast.Module, family: dict[str, bool], wanting: set[str]) -> bool:
    if _name(call.func) in wanting:
        return True
    return _name(call.func) == "__init__" and any(
        isinstance(one, ast.ClassDef) and family.get(one.name) and one.lineno < call.lineno <= (one.end_lineno or 0)
        for one in tree.body
    )


def _is_mended(call: ast.Call) -> bool:
    said = {one.arg: one.value for one in call.keywords}
    if not {"mend_en", "mend_zh"} <= said.keys():
        return False
    english, chinese = (_text(said[name]) for name in ("mend_en", "mend_zh"))
    return (english is None or bool(english.strip() and not _HAN.search(english))) and (
        chinese is None or bool(_HAN.search(chinese))
    )


def _text(value: ast.expr) -> str | None:
    """What is written; None where it is computed. A part that is filled in counts as a word."""
    if isinstance(value, ast.Constant):
        return str(value.value or "")
    if isinstance(value, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "x" for one in value.values)
    return None


def test_every_error_says_how_to_mend_it() -> None:
    trees = list(sources())
    assert len(classes(trees)) > 8
    assert unmended(trees) == []


@pytest.mark.parametrize(
    ("source", "is_told"),
    [
        ("raise Invalid('a.b', 'A.', '甲。')", True),
        ("raise Invalid", True),
        ("return errors.Conflict('a.b', 'A.', '甲。', mend_en='B.')", True),
        ("yield Detail('a.b', 'A.', '甲。', mend_en='', mend_zh='乙。')", True),
        ("found = Detail('a.b', 'A.', '甲。', mend_en='B.', mend_zh='B.')", True),
        ("class Worded(Invalid):\n    def __init__(self):\n        super().__init__('a.b', 'A.', '甲。')", True),
        ("class Plain(Invalid):\n    pass\nraise Plain('a.b', 'A.', '甲。')", True),
        ("raise Invalid('a.b', 'A.', '甲。', mend_en='B.', mend_zh=f'{x}乙。')", False),
        ("raise Invalid('a.b', 'A.', '甲。', mend_en=said.mend_en, mend_zh=said.mend_zh)", False),
        ("class Worded(Invalid):\n    def __init__(self):\n        pass\nraise Worded", False),
    ],
)
def test_an_error_without_a_mend_is_found(source: str, is_told: bool) -> None:
    ours = ast.parse("class Invalid(OneGridError): ...\nclass Conflict(OneGridError): ...")
    assert bool(unmended([("errors", ours), ("new", ast.parse(source))])) is is_told
