"""The installation that is played on: a fresh one of its own, or one that runs already."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 240


@dataclass(frozen=True, slots=True)
class Installation:
    """Where it answers, and how commands reach it."""

    url: str
    database_url: str
    environment: dict[str, str]
    pid: int | None = None

    def manage(self, *arguments: str) -> bytes:
        """Output of a management command."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


@contextmanager
def fresh_process(
    state: Path, *, port: int = 8100, **more: str
) -> Iterator[tuple[Installation, "subprocess.Popen[bytes]"]]:
    """An empty city under our own supervisor, stopped at the end; what was in `state` is gone."""
    shutil.rmtree(state, ignore_errors=True)
    environment = _environment(state, ONEGRID_PORT=str(port), **more)
    child = start(environment, state)
    try:
        yield joined(state, environment, child), child
    finally:
        stop(child)


@contextmanager
def fresh(state: Path) -> Iterator[Installation]:
    """The same, for those who leave its processes alone."""
    with fresh_process(state) as (city, _child):
        yield city


def stop(child: "subprocess.Popen[bytes]") -> None:
    """In good order, if it still runs."""
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=60)


def start(environment: dict[str, str], state: Path) -> "subprocess.Popen[bytes]":
    """The supervisor as a child of ours, its lines in a file."""
    state.mkdir(parents=True, exist_ok=True)
    log = (state / "supervisor.log").open("ab")
    return subprocess.Popen(
        [sys.executable, "-m", "onegrid.config.supervisor"], env=environment, cwd=ROOT, stdout=log, stderr=log
    )


def joined(state: Path, environment: dict[str, str], child: "subprocess.Popen[bytes]") -> Installation:
    """Wait until it answers."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if child.poll() is not None:
            break
        found = services(state)
        if found.get("pid") == child.pid and _answers(found["web_url"]):
            return Installation(found["web_url"], found["database_url"], environment, child.pid)
        time.sleep(0.2)
    log = (state / "supervisor.log").read_text(errors="replace")[-3000:]
    raise SystemExit(f"the city did not come up:\n{log}")


def running(state: Path) -> Installation:
    """The one that `make run` started."""
    found = services(state)
    if not found or not _answers(found["web_url"]):
        raise SystemExit("no city runs here: start it with `make run`, or leave --running out")
    return Installation(found["web_url"], found["database_url"], _environment(state))


def services(state: Path) -> dict[str, Any]:
    """What the supervisor wrote of itself."""
    try:
        found: dict[str, Any] = json.loads((state / "services.json").read_text())
    except (OSError, ValueError):
        return {}
    return found


def _environment(state: Path, **more: str) -> dict[str, str]:
    """Of a demo city without cases of its own: what is counted afterwards is what was played."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ONEGRID_")}
    demo = {"ONEGRID_DEMO": "1", "ONEGRID_DEMO_CASES": "0"}
    return {**kept, "PYTHONPATH": str(ROOT / "platform"), "ONEGRID_STATE": str(state), **demo, **more}


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/healthz", timeout=2).ok
    except requests.RequestException:
        return False
