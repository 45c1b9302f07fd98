"""The embedded Valkey: Celery's broker and the throttles' counters. Nothing in it is the truth."""

import signal
from dataclasses import dataclass
from pathlib import Path

import redis

from onegrid.config.supervisor.process import Child, spawn


@dataclass(frozen=True)
class Valkey:
    """One server with its data folder; its queue survives a kill through the append-only file."""

    folder: Path
    log: Path
    program: Path
    password: str
    port: int

    def url(self, database: int = 0) -> str:
        """The address for clients."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> Child:
        """Start the server; its settings go through its input, for the password must stand on no command line."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            f'dir "{self.folder}"',
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            "daemonize no",
        ]
        return spawn(
            [self.program, "-"],
            log=self.log,
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            cwd=self.folder,
            on_orphaned=signal.SIGTERM,
            stdin="\n".join([*settings, ""]).encode(),
        )

    def answers(self) -> bool:
        """Whether a client gets in now."""
        client = redis.Redis.from_url(self.url(), socket_connect_timeout=2, socket_timeout=2)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()
