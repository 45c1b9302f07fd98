"""Lock files, notices and decisions stay what they promise."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-production.lock", "scripts/uv.lock", "scripts/node.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_registry_and_hash_everything(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", text)
    pinned = re.findall(r"^[a-z0-9][^\n]*==[^\n]*(?:\n    --hash=sha256:[0-9a-f]{64}[^\n]*)*", text, re.MULTILINE)
    assert pinned
    assert [block.splitlines()[0] for block in pinned if "--hash" not in block] == []


def npm_lock() -> dict[str, dict[str, object]]:
    """Path of a package -> its entry, without the project itself."""
    text = (ROOT / "platform" / "frontend" / "package-lock.json").read_text()
    return {path: entry for path, entry in json.loads(text)["packages"].items() if path}


def test_the_front_ends_lock_names_no_registry_and_hashes_everything() -> None:
    assert npm_lock()
    assert [path for path, entry in npm_lock().items() if "resolved" in entry or "integrity" not in entry] == []
    config = (ROOT / "platform" / "frontend" / ".npmrc").read_text()
    assert "omit-lockfile-registry-resolved=true" in config
    assert "registry=" not in config.replace("omit-lockfile-registry-resolved=", "")


def test_every_package_that_browsers_get_is_in_the_notices() -> None:
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text()
    names = {path.rpartition("node_modules/")[2] for path, entry in npm_lock().items() if not entry.get("dev")}
    assert names
    missing = sorted(name for name in names if f"| {name} |" not in notices)
    assert missing == [], "run .venv/bin/python scripts/notices.py"
    assert "watermark must stay fully visible and not visually overlapped" in notices
    assert "| ? |" not in notices


def test_every_production_package_is_in_the_notices() -> None:
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text()
    lock = (ROOT / "requirements-production.lock").read_text()
    names = {line.split("==")[0] for line in lock.splitlines() if re.match(r"[a-z0-9]", line)}
    missing = sorted(name for name in names if f"| {name} |" not in notices)
    assert missing == [], "run .venv/bin/python scripts/notices.py"


def test_decisions_are_numbered_and_listed() -> None:
    folder = ROOT / "docs" / "adr"
    found = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [int(name[:4]) for name in found] == list(range(1, len(found) + 1))
    index = (folder / "README.md").read_text()
    assert [name for name in found if f"({name})" not in index] == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    tracked = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in tracked.split():
        path = ROOT / name
        if not path.exists():
            continue
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{name}: {target}")
    assert broken == []


def test_the_licence_is_the_whole_apache_text() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Version 2.0, January 2004" in text
    assert "APPENDIX: How to apply the Apache License to your work." in text


def test_ci_runs_the_readmes_test_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text()
    assert "make test" in (ROOT / "README.md").read_text()
