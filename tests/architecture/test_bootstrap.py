"""scripts/bootstrap.py as a bare machine meets it."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "scripts" / "bootstrap.py"


def test_an_old_python_gets_a_sentence_and_no_stack_trace(tmp_path: Path) -> None:
    code = f"import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_path({str(BOOTSTRAP)!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or later" in done.stderr
    assert "make PYTHON=" in done.stderr
    assert "Traceback" not in done.stderr


def test_uses_the_standard_library_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({str(BOOTSTRAP)!r})"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_complete_environment_costs_nothing() -> None:
    environment = ROOT / ".venv" / ".complete"
    assert environment.exists(), "tests run by `make test`, which completes the environment first"
    # `make test` leaves its own flags behind, among them to name each folder that it enters.
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    began = time.monotonic()
    done = subprocess.run(["make", "bootstrap"], cwd=ROOT, env=alone, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert time.monotonic() - began < 5
