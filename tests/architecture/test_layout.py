"""The layout of the house: what must not exist, and what every app looks like inside."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "platform" / "onegrid"
# Standard modules that a folder of ours would hide or be hidden by.
STANDARD = sys.stdlib_module_names
APPS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)

KNOWN_TOP_LEVEL = {
    "README.md",
    "admin.py",
    "api.py",
    "apps.py",
    "checks.py",
    "events.py",
    "handlers.py",
    "models.py",
    "selectors.py",
    "serializers.py",
    "tasks.py",
    "urls.py",
}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "base2", "process_data"}


def test_platform_is_no_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists(), "it hides Python's own module platform: delete it"


def test_platform_holds_one_package_and_nothing_loose() -> None:
    entries = {path.name for path in (ROOT / "platform").iterdir() if path.name != "__pycache__"}
    assert entries <= {"onegrid", "frontend", "README.md"}
    assert [path.name for path in (ROOT / "platform").glob("*.py")] == []


def test_python_started_from_the_root_finds_its_own_platform() -> None:
    code = "import platform; print(platform.system())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip()


def test_no_tests_below_platform() -> None:
    found = [path for path in (ROOT / "platform").rglob("*.py") if path.name.startswith(("test_", "conftest"))]
    assert found == []


@pytest.mark.parametrize("app", APPS)
def test_no_app_is_named_like_a_standard_module(app: str) -> None:
    assert app not in STANDARD


def test_no_app_without_init_hides_its_migrations() -> None:
    folders = {path.parent for path in SOURCES}
    assert sorted(str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()) == []


def test_no_names_that_say_nothing() -> None:
    found = [path for path in SOURCES if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES]
    assert found == []


def test_the_package_itself_imports_nothing() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree), "a module that holds something begins with a docstring"


@pytest.mark.parametrize("app", [app for app in APPS if (PACKAGE / app / "services").is_dir()])
def test_a_service_file_holds_the_verb_it_is_named_for(app: str) -> None:
    wrong = []
    for path in (PACKAGE / app / "services").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        if path.stem != "__init__" and path.stem not in functions:
            wrong.append(path.name)
    assert wrong == []


def test_engine_and_feel_run_without_django() -> None:
    code = (
        "import sys, pkgutil, importlib, onegrid.engine, onegrid.feel\n"
        "for package in (onegrid.engine, onegrid.feel):\n"
        "    for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not found.name.endswith('__main__'): importlib.import_module(found.name)\n"
        "bad = [m for m in sys.modules if m.split('.')[0] in ('django', 'rest_framework', 'celery', 'psycopg')]\n"
        "sys.exit(f'loaded: {bad}' if bad else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "platform", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
