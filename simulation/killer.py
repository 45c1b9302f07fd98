"""Kills parts of a running installation with signal 9, at seeded random moments, and starts the supervisor again."""

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from simulation.installation import services, start

_SILENCE = 90  # seconds after which a city that answers nothing has not come back
PARTS = ("web", "live", "worker", "beat", "postgres", "valkey", "supervisor")


class Killer(threading.Thread):
    """`times` kills of each part, in shuffled order. A part that is just down is waited for, then killed.

    Each kill waits until the city has answered some calls since the one before, so that it meets acts under way on a
    slow machine too. `progress`: how many calls that change something have been answered.
    """

    def __init__(
        self,
        state: Path,
        child: "subprocess.Popen[bytes]",
        environment: dict[str, str],
        *,
        seed: int,
        times: int,
        progress: Callable[[], int],
        say: Callable[[str], None],
    ) -> None:
        super().__init__(daemon=True)
        self.state, self.child, self.environment, self.say = state, child, environment, say
        self.progress = progress
        self.rng = random.Random(seed)
        self.order = [part for part in PARTS for _ in range(times)]
        self.rng.shuffle(self.order)
        self.killed: Counter[str] = Counter()
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Until all are done."""
        try:
            for part in self.order:
                self._await_traffic(self.rng.randint(1, 60))
                time.sleep(self.rng.uniform(0, 0.5))
                self._kill(part)
                self.killed[part] += 1
                count = f"{sum(self.killed.values())} of {len(self.order)}"
                self.say(f"killed {part} ({count}) after {self.progress()} answered calls")
        except BaseException as failure:
            self.failure = failure
            raise

    def _await_traffic(self, calls: int) -> None:
        began = seen = self.progress()
        until = time.monotonic() + _SILENCE
        while self.progress() < began + calls:
            if self.progress() > seen:
                seen, until = self.progress(), time.monotonic() + _SILENCE
            if time.monotonic() > until:
                raise RuntimeError(f"no call was answered for {_SILENCE} s")
            time.sleep(0.05)

    def _kill(self, part: str) -> None:
        if part == "supervisor":
            self.child.kill()
            self.child.wait()
            time.sleep(self.rng.uniform(0, 1))
            self.child = start(self.environment, self.state)
            self._wait(lambda: services(self.state).get("pid") == self.child.pid)
            return
        mark = self.state / "run" / f"{part}.json"
        pid = 0

        def found() -> bool:
            nonlocal pid
            try:
                pid = int(json.loads(mark.read_text())["pid"])
                os.kill(pid, 0)
            except (OSError, ValueError, KeyError):
                return False
            return not _is_zombie(pid)

        self._wait(found)
        os.kill(pid, signal.SIGKILL)

    def _wait(self, ready: Callable[[], bool]) -> None:
        until = time.monotonic() + 90
        while not ready():
            if self.child.poll() is not None:
                raise RuntimeError(f"the supervisor ended with {self.child.returncode}")
            if time.monotonic() > until:
                raise RuntimeError("a part did not come back within 90 s")
            time.sleep(0.1)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
