"""The state folder: secrets, ports and process marks of one checkout; one supervisor at a time."""

import fcntl
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from onegrid.config.supervisor.identity import Identity, can_enter
from onegrid.config.supervisor.process import Child, fingerprint, put_an_end_to

_LONG_LOG = 20 * 1024 * 1024


class AlreadyRunning(Exception):
    """Another supervisor holds this state folder."""


@dataclass
class State:
    """Everything that a second start must find again."""

    folder: Path
    _lock: IO[str] | None = field(default=None, repr=False)

    @property
    def logs(self) -> Path:
        """One file for each child."""
        return self.folder / "logs"

    @property
    def run(self) -> Path:
        """Marks of the living processes."""
        return self.folder / "run"

    def take(self) -> None:
        """Become the only supervisor here; the kernel lets go of the lock however we end."""
        for folder in (self.folder, self.logs, self.run):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.logs, self.run):
            folder.chmod(0o700)
        self._lock = (self.folder / "lock").open("a+")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning from None
        self._lock.truncate(0)
        self._lock.write(f"{os.getpid()}\n")
        self._lock.flush()
        self._turn_logs()

    def _turn_logs(self) -> None:
        """A log that grew long steps back once; the one before it goes."""
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > _LONG_LOG:
                log.replace(log.with_suffix(".log.1"))

    def holder(self) -> str:
        """Who holds the lock, as far as it said."""
        try:
            return (self.folder / "lock").read_text().strip()
        except OSError:
            return ""

    def release(self) -> None:
        """Let the next one in."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def secret(self, name: str, *, length: int = 24) -> str:
        """A password of this installation: made once, kept readable for its owner alone."""
        path = self.folder / "secrets.json"
        found = _read(path)
        if name not in found:
            found[name] = secrets.token_urlsafe(length)
            write_private(path, found)
        return str(found[name])

    def services(self) -> dict[str, Any]:
        """Addresses written by the last supervisor."""
        return _read(self.folder / "services.json")

    def write_services(self, services: dict[str, Any]) -> None:
        """For commands typed beside the supervisor (settings/environment.py reads it)."""
        write_private(self.folder / "services.json", services)

    def remember(self, name: str, child: Child) -> None:
        """Note a child, so that a later supervisor can tell it from a stranger with the same number."""
        write_private(self.run / f"{name}.json", {"pid": child.pid, "born": fingerprint(child.pid)})

    def forget(self, name: str) -> None:
        """The child has ended in good order."""
        (self.run / f"{name}.json").unlink(missing_ok=True)

    def wait_for_orphans(self, *, patience: float = 5) -> list[str]:
        """Children of a killed supervisor are dying by themselves; wait, then help. Returns whom we met alive."""
        met = []
        for path in sorted(self.run.glob("*.json")):
            found = _read(path)
            pid, born = int(found.get("pid", 0)), found.get("born")
            if pid and born and fingerprint(pid) == born:
                met.append(path.stem)
                put_an_end_to(pid, str(born), patience=patience)
            path.unlink(missing_ok=True)
        return met

    def server_folder(self, identity: Identity | None) -> Path:
        """Where the database server's data lies: here, or, where its account cannot come in, under /var/lib.

        A checkout under a home closed to others (mode 0700) is the usual case; opening the home is not ours to do.
        """
        if identity is None or can_enter(identity, self.folder):
            return self.folder
        # Named by a secret of this state too: a new checkout at an old path must not meet the old one's data.
        mark = hashlib.sha256(f"{self.folder} {self.secret('installation')}".encode()).hexdigest()[:12]
        folder = Path("/var/lib/onegrid") / mark
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "belongs-to").write_text(f"{self.folder}\n")
        return folder


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_private(path: Path, content: dict[str, Any]) -> None:
    """Replace a file at once, readable for its owner alone."""
    partial = path.with_name(f"{path.name}.partial")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:  # noqa: PTH123
        json.dump(content, out, indent=1)
    partial.replace(path)
