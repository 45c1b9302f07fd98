"""Under which account a server runs that refuses to be root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Identity:
    """An account of this machine; `None` in its place means: as we are."""

    uid: int
    gid: int

    def popen_arguments(self) -> dict[str, Any]:
        """All three at once: without the group and the extra groups root's would stay."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def unprivileged() -> Identity | None:
    """`nobody` when we are root. A number without a name would not do: initdb looks its user up."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Identity(nobody.pw_uid, nobody.pw_gid)


def succeeds_as(identity: Identity | None, command: Sequence[str | Path]) -> bool:
    """Whether a command runs well under the account; the only true test of what it can reach."""
    try:
        done = subprocess.run(  # noqa: S603 - commands of our own
            [str(part) for part in command],
            check=False,
            capture_output=True,
            cwd="/",
            timeout=20,
            **(identity.popen_arguments() if identity else {}),
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def can_enter(identity: Identity | None, folder: Path) -> bool:
    """Whether the account may walk into the folder."""
    return succeeds_as(identity, ["/usr/bin/env", "test", "-x", folder])


def give(identity: Identity | None, path: Path) -> None:
    """Hand one path, and nothing above it, to the account."""
    if identity is not None:
        os.chown(path, identity.uid, identity.gid)
