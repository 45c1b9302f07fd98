"""A real supervisor as a process of its own, and what is left of it on this machine."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onegrid.config.supervisor.process import wait_until
from onegrid.config.supervisor.services import answers_http

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class RunningCity:
    """Starts `python -m onegrid.config.supervisor` on a state folder of its own."""

    state: Path
    port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()
    terminal: str = "terminal"
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def _output(self) -> Path:
        return self.state.with_name(f"{self.state.name}-{self.terminal}.txt")

    def start(self, *, wait: bool = True, seconds: float = 120) -> None:
        """Start, and wait until it says that it is ready."""
        self._output.unlink(missing_ok=True)
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("ONEGRID_", "DJANGO_"))}
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [*self.prefix, sys.executable, "-m", "onegrid.config.supervisor", "--with-parent"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env={
                    **clean,
                    "PYTHONPATH": str(ROOT / "platform"),
                    "ONEGRID_STATE": str(self.state),
                    "ONEGRID_PORT": str(self.port),
                    "ONEGRID_DEMO": "0",  # the demo city's content is tested elsewhere
                    "ONEGRID_WEB_WORKERS": "1",
                    "ONEGRID_WORKER_PROCESSES": "1",
                    **self.environment,
                },
                start_new_session=True,
            )
        if wait:
            assert self.says("OneGrid is ready", seconds=seconds), self.said()

    def said(self) -> str:
        """Everything on its terminal so far."""
        return self._output.read_text(errors="replace")

    def says(self, words: str, *, seconds: float = 30, times: int = 1) -> bool:
        """Whether it says this in time."""
        assert self.process is not None
        process = self.process

        def decided() -> bool:
            return self.said().count(words) >= times or process.poll() is not None

        wait_until(decided, seconds=seconds)
        return self.said().count(words) >= times

    def interrupt(self) -> int:
        """Ctrl-C; the code it ends with."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def kill(self) -> None:
        """SIGKILL to the supervisor alone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_child(self, name: str) -> int:
        """SIGKILL to one child alone."""
        pid = self.child(name)
        os.kill(pid, signal.SIGKILL)
        return pid

    def child(self, name: str) -> int:
        """The number of a child."""
        return int(json.loads((self.state / "run" / f"{name}.json").read_text())["pid"])

    def services(self) -> dict[str, Any]:
        """What it wrote down for commands beside it."""
        found: dict[str, Any] = json.loads((self.state / "services.json").read_text())
        return found

    def web_answers(self, *, seconds: float = 20) -> bool:
        """Whether the start page's neighbour says 200 in time."""
        port = int(self.services()["web_port"])
        return wait_until(lambda: answers_http("127.0.0.1", port, "/healthz"), seconds=seconds)

    def processes(self) -> dict[int, str]:
        """Everything alive that belongs to this state folder, children's children too."""
        found: dict[int, str] = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                about = [
                    command,
                    str((entry / "cwd").readlink()),
                    (entry / "environ").read_bytes().decode(errors="replace"),
                ]
                belongs = any(re.search(rf"{re.escape(str(self.state))}(/|\s|\0|$)", text) for text in about)
                if state not in "ZX" and belongs:
                    found[int(entry.name)] = command.strip()
        return found

    def nothing_left(self, *, seconds: float = 15) -> bool:
        """Whether all of it is gone in time."""
        return wait_until(lambda: not self.processes(), seconds=seconds, pause=0.2)

    def clear(self) -> None:
        """Leave no process behind, whatever the test did."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
        time.sleep(0.1)
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
