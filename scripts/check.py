"""All checks that need no test run: format, lint, types, layers, migrations, words, OpenAPI. Names the mend of each."""

import os
import subprocess
import sys
import time
from pathlib import Path

import build

ROOT = Path(__file__).resolve().parents[1]
PY = sys.executable
OPENAPI = ROOT / "docs" / "reference" / "openapi.yaml"
FRESH = ROOT / ".state" / "openapi.yaml"


def main() -> int:
    """Run every check even after a failure; 1 if any failed."""
    if "--write-openapi" in sys.argv:
        return 0 if spectacular(OPENAPI) else 1
    checks = (
        ("layout", layout, "delete platform/__init__.py: it would hide Python's own platform module"),
        ("format", lambda: tool("ruff", "format", "--check", "--quiet", "."), "make format"),
        ("lint", lambda: tool("ruff", "check", "--quiet", "."), "make format, then by hand"),
        ("types", lambda: tool("mypy"), ""),
        ("layers", lambda: run([str(Path(PY).parent / "lint-imports")], quiet=True), "docs/architecture.md, section 1"),
        ("migrations", lambda: manage("makemigrations", "--check", "--dry-run"), "manage.py makemigrations"),
        (
            "words",
            lambda: run([PY, "scripts/messages.py", "check"], quiet=True),
            "scripts/messages.py, then its Chinese",
        ),
        ("TypeScript", lambda: npm("check"), "platform/frontend/src/"),
        ("front end's tests", frontend_tests, "platform/frontend/src/"),
        ("OpenAPI", openapi, "make openapi, and read the difference before you commit it"),
    )
    failed = [name for name, check, mend in checks if not passes(name, check, mend)]
    if failed:
        print(f"failed / 未通过: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def passes(name: str, check: object, mend: str) -> bool:
    """One line for each check, with its time."""
    began = time.monotonic()
    good = bool(check())  # type: ignore[operator]
    line = f"{'ok  ' if good else 'FAIL'} {name} ({time.monotonic() - began:.1f} s)"
    print(line if good or not mend else f"{line} - mend / 处理: {mend}", flush=True)
    return good


def run(command: list[str], *, quiet: bool = False, first_on_path: Path | None = None) -> bool:
    """Whether a command succeeds; what a quiet one says is shown only when it fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "platform"), "PYTHONWARNINGS": "ignore"}
    environment["DJANGO_SETTINGS_MODULE"] = "onegrid.config.settings.test"
    if first_on_path:
        environment["PATH"] = os.pathsep.join([str(first_on_path), environment["PATH"]])
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=quiet, text=True)
    if quiet and done.returncode != 0:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def tool(name: str, *arguments: str) -> bool:
    """A module of the environment."""
    return run([PY, "-m", name, *arguments], quiet=True)


def manage(*arguments: str) -> bool:
    """A Django command under the test settings; none of these needs a database."""
    return run([PY, "manage.py", *arguments], quiet=True)


def npm(script: str) -> bool:
    """A script of platform/frontend/package.json."""
    found = build.find_node()
    command = [*found.npm, "--prefix", str(build.FRONTEND), "run", "--silent", script]
    return run(command, quiet=True, first_on_path=Path(found.node).parent)


def frontend_tests() -> bool:
    """Vitest fails where it finds nothing to run; nothing to run is no failure."""
    return not any(build.FRONTEND.glob("src/**/*.test.ts")) or npm("test")


def layout() -> bool:
    """The one file that must not exist."""
    return not (ROOT / "platform" / "__init__.py").exists()


def spectacular(path: Path) -> bool:
    """Write the API's description; warnings count as failures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return manage("spectacular", "--validate", "--fail-on-warn", "--file", str(path))


def openapi() -> bool:
    """The description in docs/ is the one that the code gives."""
    if not spectacular(FRESH):
        return False
    if OPENAPI.exists() and OPENAPI.read_bytes() == FRESH.read_bytes():
        return True
    if OPENAPI.exists():
        subprocess.run(["diff", "-u", str(OPENAPI), str(FRESH)], check=False)
    return False


if __name__ == "__main__":
    sys.exit(main())
