"""scripts/build.py: which Node it takes, and that nothing is built where nothing has changed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "scripts" / "build.py"


def asked(code: str, *, path: str = "") -> str:
    """What Python says beside the scripts, with only `path` to find programs on."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(BUILD.parent)!r}); import build\n{code}"],
        env={"PATH": path},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def program(folder: Path, name: str, says: str) -> None:
    """A stand-in that says one thing, and leaves word that it was called."""
    file = folder / name
    file.write_text(f'#!/bin/sh\necho called >> "{folder}/called"\necho {says}\n')
    file.chmod(0o755)


@pytest.mark.parametrize(
    ("version", "good"),
    [
        ("v18.20.1", False),
        ("v20.18.9", False),
        ("v20.19.0", True),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.19.0", True),
        ("", False),
    ],
)
def test_which_node_suits(version: str, good: bool) -> None:
    assert asked(f"print(build.suits({version!r}))") == str(good)


def test_a_node_on_the_path_is_taken(tmp_path: Path) -> None:
    program(tmp_path, "node", "v22.12.0")
    program(tmp_path, "npm", "10.0.0")
    said = asked("import json; n = build.find_node(); print(json.dumps([n.node, n.npm]))", path=f"{tmp_path}:/bin")
    assert json.loads(said) == [str(tmp_path / "node"), [str(tmp_path / "npm")]]


def test_where_the_path_has_none_that_suits_it_is_fetched_once(tmp_path: Path) -> None:
    """The fetching itself is what a bare machine does; here its place is taken by a folder that appears."""
    program(tmp_path, "node", "v18.0.0")
    program(tmp_path, "npm", "9.0.0")
    said = asked(
        "from pathlib import Path\n"
        "fetched = []\n"
        "build._fetch = lambda: fetched.append(1)\n"
        "build._inside = lambda: build.Node('inside', ('inside', 'npm-cli.js')) if fetched else None\n"
        "build.say = lambda *words: None\n"
        "print(build.find_node().node, build.find_node().node, len(fetched))",
        path=f"{tmp_path}:/bin",
    )
    assert said == "inside inside 1"


def test_without_any_node_the_mend_is_said(tmp_path: Path) -> None:
    said = asked(
        "build._fetch = lambda: None\nbuild._inside = lambda: None\n"
        "try: build.find_node()\nexcept build.CouldNot as error: print(error)",
        path=str(tmp_path),
    )
    assert "Install Node 20.19 or later" in said
    assert "请安装 Node" in said


def test_what_is_built_starts_no_node(tmp_path: Path) -> None:
    assert (ROOT / "platform/onegrid/web/static/web/dist/.sources").exists(), "make build"
    program(tmp_path, "node", "v22.12.0")
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run([sys.executable, str(BUILD)], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert not (tmp_path / "called").exists()


def test_every_source_and_the_lock_count(tmp_path: Path) -> None:
    """A change of any file of the front end is a change of what must be built."""
    said = asked(
        "from pathlib import Path\n"
        f"build.ROOT = build.FRONTEND = Path({str(tmp_path)!r})\n"
        "build.PACKAGES = build.FRONTEND / 'node_modules'\n"
        "build.__file__ = str(build.FRONTEND / 'build.py')\n"
        "seen = []\n"
        "def write(name, text='x'):\n"
        "    path = build.FRONTEND / name; path.parent.mkdir(parents=True, exist_ok=True); path.write_text(text)\n"
        "    seen.append(build.of_sources())\n"
        "write('build.py'); write('src/page/index.ts'); write('src/page/index.ts', 'y'); write('package-lock.json')\n"
        "write('node_modules/some/file.js')\n"
        "print(len(set(seen)), seen[-1] == seen[-2])"
    )
    assert said == "4 True"
