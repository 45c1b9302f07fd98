"""What newcomers read names only what is there: files, names in files, links, commands of make."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "platform" / "onegrid"
APPS = sorted(path for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *PACKAGE.rglob("README.md"),
        *(page for name in ("workflows", "fixtures", "simulation", "recount") for page in (ROOT / name).rglob("*.md")),
    ]
)
_FILE = re.compile(r"`(?:([\w/]+\.py)(?:: (\w+))?)`")
_PATH = re.compile(r"`((?:docs|scripts|tests|workflows|forms|fixtures|simulation|recount|bench)/[\w./-]*)`")
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
_MADE_BY_THE_READER = {"forms/filing_review.yaml"}
_DOCUMENT = re.compile(r"(?<![\w*<>./-])[A-Za-z0-9_./-]*[A-Za-z0-9_]\.md\b", re.ASCII)
_DECISION = re.compile(r"\b[Dd]ecisions? (\d+(?:(?:, | and )\d+)*)")
_RECORD = re.compile(r"\bADR (\d+(?:, \d+)*)")
_READ = {".py", ".md", ".yaml", ".yml", ".toml", ".bpmn", ".dmn", ".html", ".sh", ".json", ".sql", ".csv"}
_MAKE = re.compile(r"`make ([a-z-]+)")


def named(page: Path) -> str:
    """How a failure tells it."""
    return str(page.relative_to(ROOT))


def homes(page: Path) -> list[Path]:
    """Where a file name in this page may lie: its app, the package, the root, the tests."""
    inside = [parent for parent in page.parents if PACKAGE in (parent, *parent.parents)]
    return [*inside, PACKAGE, ROOT]


def defined(source: Path) -> set[str]:
    """Names that a module defines, members of its classes too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.update(target.id for target in targets if isinstance(target, ast.Name))
    return found


def missing_code(page: Path) -> Iterator[str]:
    for name, symbol in _FILE.findall(page.read_text(encoding="utf-8")):
        places = [home / name for home in homes(page)]
        if page.name == "architecture.md":  # it says in which app it is, then uses the short name
            places += list(PACKAGE.rglob(name))
        elif page.parent in APPS:
            places += list(page.parent.rglob(name))
        found = [place for place in places if place.is_file()]
        if not found:
            yield name
        elif symbol and not any(symbol in defined(place) for place in found):
            yield f"{name}: {symbol}"


@pytest.mark.parametrize("page", [ROOT / "docs" / "architecture.md", *(app / "README.md" for app in APPS)], ids=named)
def test_files_and_names_are_there(page: Path) -> None:
    assert sorted(set(missing_code(page))) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_paths_links_and_commands_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    paths = [path for path in _PATH.findall(text) if path not in _MADE_BY_THE_READER]
    links = _LINK.findall(text)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert [path for path in paths if not any((home / path).exists() for home in homes(page))] == []
    assert [link for link in links if not (page.parent / link).exists()] == []
    assert [command for command in _MAKE.findall(text) if command not in targets] == []


def test_every_app_and_decision_is_listed() -> None:
    architecture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told_above = {"feel", "engine"}
    assert [app.name for app in APPS if f"### {app.name}\n" not in architecture and app.name not in told_above] == []
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    decisions = sorted((ROOT / "docs" / "adr").glob("0*.md"))
    assert decisions
    assert [one.name for one in decisions if one.name not in index] == []


def tracked() -> list[str]:
    """Every file of the repository."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.splitlines() if (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """Every file that people read, with its text."""
    for name in tracked():
        if Path(name).suffix in _READ or "." not in Path(name).name:
            yield name, (ROOT / name).read_text(encoding="utf-8", errors="replace")


def test_every_document_that_is_named_anywhere_is_in_the_repository() -> None:
    documents = [name for name in tracked() if name.endswith(".md")]
    known = {one for name in documents for one in _tails(name)}
    missing = {
        (name, said) for name, text in texts() for said in _DOCUMENT.findall(text) if said.lstrip("./") not in known
    }
    assert sorted(missing) == []


def _tails(name: str) -> Iterator[str]:
    """docs/adr/README.md may be called so, adr/README.md or README.md."""
    parts = name.split("/")
    return ("/".join(parts[at:]) for at in range(len(parts)))


def test_every_decision_that_is_named_anywhere_is_in_the_table() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    numbers = {number for row in re.findall(r"^\| ([\d, ]+) \|", index, re.MULTILINE) for number in row.split(", ")}
    records = {str(int(name)) for name in re.findall(r"\((\d{4})-", index)}
    unknown = [
        (name, said)
        for name, text in texts()
        for pattern, listed in ((_DECISION, numbers), (_RECORD, records))
        for said in pattern.findall(text)
        if not set(re.findall(r"\d+", said)) <= listed
    ]
    assert unknown == []
