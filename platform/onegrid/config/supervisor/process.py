"""Starting and ending children; what is known about a process beyond its number."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from onegrid.config.supervisor.identity import Identity
from onegrid.config.supervisor.lifeline import on_parent_death

Child = subprocess.Popen[bytes]
_PROC = Path("/proc")  # elsewhere than on Linux ps(1) knows the same


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str],
    cwd: Path | str = "/",
    identity: Identity | None = None,
    on_orphaned: signal.Signals = signal.SIGKILL,
    stdin: bytes | None = None,
) -> Child:
    """Start a direct child in its own session (a terminal's Ctrl-C reaches us alone) that gets a signal if we die."""
    parent = os.getpid()

    def before_exec() -> None:
        on_parent_death(on_orphaned)
        if os.getppid() != parent:  # we died between fork and the line above
            os._exit(1)

    with log.open("ab") as output:
        child = subprocess.Popen(  # noqa: S603 - commands of our own
            [str(part) for part in command],
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=before_exec,
            **(identity.popen_arguments() if identity else {}),
        )
    if stdin is not None and child.stdin is not None:
        child.stdin.write(stdin)
        child.stdin.close()
    return child


def end(child: Child, signals: Sequence[tuple[signal.Signals, float]]) -> bool:
    """Send each signal in turn, waiting its seconds; at last kill the whole group. True if the first one was enough."""
    for at, (sig, seconds) in enumerate(signals):
        if child.poll() is None:
            child.send_signal(sig)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return at == 0
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    return False


def wait_until(holds: Callable[[], bool], *, seconds: float, pause: float = 0.05) -> bool:
    """Poll until it holds or the time is over."""
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            return False
        time.sleep(pause)
    return True


def fingerprint(pid: int) -> str | None:
    """When the living process of this number was started; None if there is none, or only its zombie.

    A number alone proves nothing: it may have been given to another process since.
    """
    if _PROC.is_dir():
        try:
            fields = (_PROC / f"{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in {"Z", "X"} else fields[19]
    found = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "state=,lstart=", "-p", str(pid)], check=False, capture_output=True, text=True
    ).stdout.strip()
    return None if not found or found.startswith("Z") else found.partition(" ")[2]


def command_line(pid: int) -> str:
    """The arguments of a living process, blank-separated; empty if there is none."""
    if _PROC.is_dir():
        try:
            return (_PROC / f"{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    return subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True
    ).stdout.strip()


def put_an_end_to(pid: int, born: str, *, patience: float, first: signal.Signals = signal.SIGTERM) -> None:
    """End a process that is no child of ours: give it time to go by itself, then ask, then kill."""

    def gone() -> bool:
        return fingerprint(pid) != born

    for sig in (None, first, signal.SIGKILL):
        if sig is not None:
            try:
                os.kill(pid, sig)
            except ProcessLookupError:
                return
        if wait_until(gone, seconds=patience):
            return
