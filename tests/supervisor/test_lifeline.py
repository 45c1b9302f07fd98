"""A grandchild dies with its parent, also where the parent was quicker to die than the grandchild to start."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onegrid.config.supervisor.lifeline import SUPERVISED

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal is Linux's")

_GRANDCHILD = """
import os, sys, time
if "late" in sys.argv:
    while os.getppid() == int(sys.argv[-1]):
        time.sleep(0.01)
from onegrid.config.supervisor.lifeline import die_with_parent
die_with_parent()
open(sys.argv[1], "w").write(str(os.getpid()))
time.sleep(60)
"""
_PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], *sys.argv[2:], str(os.getpid())])
print(child.pid, flush=True)
time.sleep(60)
"""


def _start(*arguments: str) -> tuple["subprocess.Popen[bytes]", int]:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, SUPERVISED: "1", "PYTHONPATH": str(root / "platform")}
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, _GRANDCHILD, *arguments], env=environment, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    return parent, int(parent.stdout.readline())


def _ends(pid: int, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_it_dies_when_the_parent_is_killed(tmp_path: Path) -> None:
    mark = tmp_path / "up"
    parent, grandchild = _start(str(mark))
    until = time.monotonic() + 10
    while not mark.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert mark.exists()
    parent.kill()
    parent.wait()
    assert _ends(grandchild)


def test_it_dies_when_the_parent_was_killed_before_it_was_ready(tmp_path: Path) -> None:
    mark = tmp_path / "up"
    parent, grandchild = _start(str(mark), "late")
    parent.kill()
    parent.wait()
    assert _ends(grandchild)
    assert not mark.exists()
